import { join } from 'node:path';
import { type ControlListener, listenForControl } from './control-listener.ts';
import { createEngine, type Engine } from './engine.ts';
import { handle } from './handle.ts';
import type { ApiDocument, Finding } from './operation.ts';
import type { EngineOptions } from './options.ts';
import { uncoveredReason } from './prism/prism-coverage.ts';
import { refusalAnswer } from './refuse.ts';
import { mountFindings, routeFindings } from './route-findings.ts';
import { systemClock } from './time/clock.ts';
import { type Certificates, certificatesFor, type TlsOptions } from './tls/certificates.ts';
import { type HttpServer, listen } from './transport/http-server.ts';
import { VERSION } from './version.ts';

export interface ServerOptions extends EngineOptions {
  /** @default '127.0.0.1' */
  readonly host?: string;
  /** 0 takes a free one. @default 4010 */
  readonly port?: number;
  /** Bytes of a request body; without effect where there is an upstream. @default 10 MB */
  readonly maxBody?: number;
  /** HTTPS, with a certificate of a local authority that is made in a folder, or one of your own. @default false */
  readonly tls?: boolean | TlsOptions;
  /** Port of the second listener for control, on loopback; 0 takes a free one. @default 0 */
  readonly controlPort?: number;
  /** Who has it may control; without one, only this machine may. */
  readonly token?: string;
  /** Holds `.stunt/server.json` while the double runs, and `scenarios/` with scenarios of your own. @default neither */
  readonly folder?: string;
}

export interface RunningServer {
  readonly engine: Engine;
  readonly host: string;
  readonly port: number;
  /** `http://HOST:PORT` (`https:` with `tls`), without a slash at the end. */
  readonly url: string;
  /** Path of the certificate that clients are to trust, with `tls` and the local authority. */
  readonly authority: string | undefined;
  /** `http://127.0.0.1:PORT/_stunt`: answers whatever faults the data port has. */
  readonly controlUrl: string;
  /** Another double that runs from the same `folder`: until now commands that are typed there reached that one. */
  readonly displaced: { readonly pid: number; readonly url: string } | undefined;
  readonly duplicates: readonly Finding[];
  /** Operations that no plan covers, with the reason. */
  readonly prismOperations: readonly { readonly id: string; readonly reason: string }[];
  close(): Promise<void>;
}

export const DEFAULT_PORT = 4010;
const DEFAULT_MAX_BODY = 10 * 1024 * 1024;
/** Larger bodies go on to an upstream while they come in, unread by rules. */
const HELD_BODY = 1024 * 1024;

/** Starts a double on a port. Rejects with Node's error where the port cannot be had (`EADDRINUSE`). */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { host = '127.0.0.1', tls = false } = options;
  const engine = createEngine({ loopback: isLoopback(host), ...options, speaksTls: tls !== false });
  // Clients judge certificates by the time of day, whatever the engine's clock says.
  const secured = tls === false ? undefined : await certificatesFor(host, tls === true ? {} : tls, systemClock.now());
  const control = await controlOf(engine, options);
  const server = await dataListener(engine, options, host, control, secured?.certificates).catch(async (error) => {
    await control.close();
    throw error;
  });
  engine.faults.onListener((faults) => server.apply(faults));
  const shown = host.includes(':') ? `[${host}]` : host;
  const url = `${secured === undefined ? 'http' : 'https'}://${shown}:${server.port}`;
  const displaced = await control.announce(url);
  return {
    engine,
    host,
    port: server.port,
    url,
    authority: secured?.authority,
    controlUrl: control.url,
    displaced: displaced && { pid: displaced.pid, url: displaced.url },
    duplicates: [
      ...engine.mounts.flatMap(({ document, router }) => routeFindings(document, router)),
      ...mountFindings(options.documents),
    ],
    prismOperations: options.documents.flatMap(throughPrism),
    async close() {
      // What is held goes on: nobody could remove its rule any more.
      engine.faults.clear(undefined);
      await control.close();
      await server.close();
      await engine.upstream?.close();
    },
  };
}

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.');

function controlOf(engine: Engine, { controlPort = 0, token, folder }: ServerOptions): Promise<ControlListener> {
  const scenarioFolder = folder === undefined ? undefined : join(folder, 'scenarios');
  return listenForControl(engine, { port: controlPort, token, folder, version: VERSION, scenarioFolder });
}

function dataListener(
  engine: Engine,
  { port = DEFAULT_PORT, maxBody = DEFAULT_MAX_BODY, upstream }: ServerOptions,
  host: string,
  control: ControlListener,
  certificates: Certificates | undefined,
): Promise<HttpServer> {
  return listen({
    host,
    port,
    maxBody: upstream === undefined ? maxBody : HELD_BODY,
    forwards: upstream !== undefined,
    ...(certificates && { certificates }),
    clock: engine.options.clock,
    log: (line) => engine.options.onLog(line),
    control: control.answers,
    handle: (request) => handle(engine, request),
    refuse: (refusal) => {
      engine.metrics.refusedUnread(refusal.code);
      const answer = refusalAnswer(engine.options, refusal);
      return { ...answer, headers: [...answer.headers, 'Stunt-Request-Id', engine.ids.textOf(engine.ids.next())] };
    },
  });
}

function throughPrism({ operations }: ApiDocument): { id: string; reason: string }[] {
  return operations.flatMap((operation) => {
    const reason = uncoveredReason(operation);
    return reason === undefined ? [] : [{ id: operation.id, reason }];
  });
}
