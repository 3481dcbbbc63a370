import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { createAddresses, isWildcard } from './addresses.ts';
import type { Asked } from './control/services.ts';
import { type ControlListener, listenForControl } from './control-listener.ts';
import { createEngine, type Engine } from './engine.ts';
import { handle } from './handle.ts';
import { stateNames } from './keep-state.ts';
import type { ApiDocument, Finding } from './operation.ts';
import type { EngineOptions } from './options.ts';
import { createPageListener } from './page-listener.ts';
import { uncoveredReason } from './prism/prism-coverage.ts';
import type { Refusal } from './problem.ts';
import { refusalAnswer } from './refuse.ts';
import { DEFAULT_SANDBOX } from './resolve/resolve-sandbox.ts';
import { mountFindings, routeFindings } from './route-findings.ts';
import type { NewSandbox } from './sandbox.ts';
import { createSandboxPorts, openKnownPorts, type SandboxPorts } from './sandbox-ports.ts';
import { baseUrl, type ReachableSandbox, type SandboxServicesOptions, sandboxServices } from './sandbox-services.ts';
import { unservedItems, unservedWords } from './state/kept/unserved-items.ts';
import { openStorage, type Storage } from './store/open-storage.ts';
import type { SqliteStore } from './store/sqlite-store.ts';
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
  /** Milliseconds until the header block of a request must be there, and until all of it; then 408. @default 30 s, 300 s */
  readonly headersTimeout?: number;
  readonly requestTimeout?: number;
  /** HTTPS, with a certificate of a local authority that is made in a folder, or one of your own. @default false */
  readonly tls?: boolean | TlsOptions;
  /** Port of the second listener for control, on loopback; 0 takes a free one. @default 0 */
  readonly controlPort?: number;
  /** Who has it may control; without one, only this machine may. */
  readonly token?: string;
  /** Where sandboxes are kept: `auto` is the file `.stunt/stunt.sqlite` below `folder`, from the first named one on. @default 'memory' */
  readonly storage?: Storage;
  /** Answers what is asked below a path of the data port, in place of the double. @default nobody does */
  readonly reserved?: ReservedPath | undefined;
  /** A request to a sandbox that works when it is pasted: `curl …`. @default nobody makes one */
  readonly firstCall?: (sandbox: ReachableSandbox) => string | undefined;
  /** Holds `.stunt/server.json` while the double runs, and `scenarios/` with scenarios of your own. @default neither */
  readonly folder?: string;
}

/** Lent to the program that embeds the double: it answers every request below the path by itself. */
export interface ReservedPath {
  /** `/_stunt/NAME`, without a slash at the end. */
  readonly path: string;
  answer(message: IncomingMessage, response: ServerResponse): void;
}

export interface RunningServer {
  readonly engine: Engine;
  readonly host: string;
  /** It listens on every address of the machine. */
  readonly listensEverywhere: boolean;
  readonly port: number;
  /** `http://HOST:PORT` (`https:` with `tls`), without a slash at the end; as this machine reaches it where HOST is every address. */
  readonly url: string;
  /** Those there are from the start, beside the default one, and where clients reach them. */
  readonly sandboxes: readonly { readonly name: string; readonly baseUrl: string }[];
  /** Path of the certificate that clients are to trust, with `tls` and the local authority. */
  readonly authority: string | undefined;
  /** `http://127.0.0.1:PORT/_stunt`: answers whatever faults the data port has. */
  readonly controlUrl: string;
  /** Another double that runs from the same `folder`: until now commands that are typed there reached that one. */
  readonly displaced: { readonly pid: number; readonly url: string } | undefined;
  readonly duplicates: readonly Finding[];
  /** Operations that no plan covers, with the reason. */
  readonly prismOperations: readonly { readonly id: string; readonly reason: string }[];
  /** Makes a sandbox while the double runs; with a `port` (0: a free one) it has a listener of its own. @throws StuntError */
  createSandbox(given: NewSandbox): Promise<ReachableSandbox>;
  close(): Promise<void>;
}

export const DEFAULT_PORT = 4010;
const DEFAULT_MAX_BODY = 10 * 1024 * 1024;
/** Larger bodies go on to an upstream while they come in, unread by rules. */
const HELD_BODY = 1024 * 1024;

/** Starts a double on a port. Rejects with Node's error where the port cannot be had (`EADDRINUSE`). */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { storage = 'memory', folder, onLog = () => {} } = options;
  const kept = openStorage({ storage, folder, onLog });
  try {
    return await startWith(options, kept);
  } catch (error) {
    kept?.close();
    throw error;
  }
}

async function startWith(options: ServerOptions, kept: SqliteStore | undefined): Promise<RunningServer> {
  const { host = '127.0.0.1', tls = false, publicUrl } = options;
  // Who stands in front of it lets others in.
  const loopback = isLoopback(host) && publicUrl === undefined;
  const engine = createEngine({ loopback, ...(kept && { store: kept }), ...options, speaksTls: tls !== false });
  // Clients judge certificates by the time of day, whatever the engine's clock says.
  const secured = tls === false ? undefined : await certificatesFor(host, tls === true ? {} : tls, systemClock.now());
  let ownPort = 0;
  let ports: SandboxPorts | undefined;
  const { baseUrl: baseUrlOf, portUrl } = createAddresses({
    host,
    secured: secured !== undefined,
    publicUrl,
    isDataPort: (port) => port === ownPort || engine.registry.list().some((record) => record.port === port),
  });
  const addresses = { baseUrl: (asked?: Asked) => baseUrlOf(ownPort, asked), portUrl };
  const around = { ...addresses, ports: () => ports, firstCall: options.firstCall, authority: secured?.authority };
  const services = sandboxServices(engine, around);
  const control = await controlOf(engine, options, around);
  const listenFor = (port: number, sandbox?: string): Promise<HttpServer> =>
    dataListener({ engine, options, host, port, sandbox, control, certificates: secured?.certificates });
  const server = await listenFor(options.port ?? DEFAULT_PORT).catch(async (error) => {
    await control.close();
    throw error;
  });
  engine.faults.onListener((faults) => server.apply(faults));
  ownPort = server.port;
  const url = portUrl(server.port);
  ports = createSandboxPorts(engine, (sandbox, port) => listenFor(port, sandbox));
  await openKnownPorts(engine, ports);
  if (kept !== undefined) tellUnserved(engine, kept);
  const displaced = await control.announce(url);
  engine.webhooks.takeUp();
  return {
    engine,
    host,
    listensEverywhere: isWildcard(host),
    port: server.port,
    url,
    sandboxes: engine.registry.list().flatMap((record) => {
      const address = baseUrl(record, addresses);
      return record.name === DEFAULT_SANDBOX ? [] : [{ name: record.name, baseUrl: address }];
    }),
    authority: secured?.authority,
    controlUrl: control.url,
    displaced: displaced && { pid: displaced.pid, url: displaced.url },
    duplicates: [
      ...engine.mounts.flatMap(({ document, router }) => routeFindings(document, router)),
      ...mountFindings(options.documents),
    ],
    prismOperations: options.documents.flatMap(throughPrism),
    async createSandbox(given) {
      const record = await services.create(given);
      return { ...record, baseUrl: services.baseUrlOf(record), authority: secured?.authority };
    },
    async close() {
      // What is held goes on: nobody could remove its rule any more.
      engine.faults.clear(undefined);
      await control.close();
      await Promise.all([server.close(), ports?.closeAll()]);
      await engine.webhooks.close();
      await engine.upstream?.close();
      kept?.close();
    },
  };
}

/** What an earlier double kept of other documents, or of these under other names. */
function tellUnserved({ mounts, options: { documents, onLog } }: Engine, kept: SqliteStore): void {
  if (mounts.every(({ state }) => state === undefined)) return;
  const served = stateNames(documents);
  const entries = kept.list('state/').map((key) => [key.slice(key.indexOf('/', 6) + 1), kept.get(key)?.value] as const);
  const unserved = unservedItems(entries, served);
  if (unserved.length > 0) onLog(`note: ${unservedWords(unserved, served)}`);
}

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.');

function controlOf(
  engine: Engine,
  { controlPort = 0, token, folder }: ServerOptions,
  sandboxes: SandboxServicesOptions,
): Promise<ControlListener> {
  const scenarioFolder = folder === undefined ? undefined : join(folder, 'scenarios');
  return listenForControl(engine, { ...sandboxes, port: controlPort, token, folder, version: VERSION, scenarioFolder });
}

interface DataListener {
  readonly engine: Engine;
  readonly options: ServerOptions;
  readonly host: string;
  readonly port: number;
  /** The one whose own listener it is; undefined for the one of all others. */
  readonly sandbox: string | undefined;
  readonly control: ControlListener;
  readonly certificates: Certificates | undefined;
}

function dataListener(listener: DataListener): Promise<HttpServer> {
  const { engine, options, host, port, sandbox, control, certificates } = listener;
  const { maxBody = DEFAULT_MAX_BODY, upstream, headersTimeout, requestTimeout } = options;
  const page = createPageListener(engine, { secured: certificates !== undefined, publicUrl: options.publicUrl });
  return listen({
    host,
    port,
    maxBody: upstream === undefined ? maxBody : HELD_BODY,
    forwards: upstream !== undefined,
    ...(headersTimeout !== undefined && { headersTimeout }),
    ...(requestTimeout !== undefined && { requestTimeout }),
    ...(certificates && { certificates }),
    clock: engine.options.clock,
    log: (line) => engine.options.onLog(line),
    control: (message, response) =>
      answersReserved(options.reserved, message, response) ||
      page.answers(message, response, sandbox) ||
      control.answers(message, response, sandbox),
    handle:
      sandbox === undefined ? (request) => handle(engine, request) : (request) => handle(engine, request, sandbox),
    left: engine.records.settle,
    refuse: (refusal: Refusal) => {
      engine.metrics.refusedUnread(refusal.code);
      const answer = refusalAnswer(engine.options, refusal);
      return { ...answer, headers: [...answer.headers, 'Stunt-Request-Id', engine.ids.textOf(engine.ids.next())] };
    },
  });
}

function answersReserved(reserved: ReservedPath | undefined, message: IncomingMessage, response: ServerResponse) {
  const { url = '' } = message;
  if (reserved === undefined || !url.startsWith(reserved.path) || !/^([/?]|$)/.test(url.slice(reserved.path.length)))
    return false;
  reserved.answer(message, response);
  return true;
}

function throughPrism({ operations }: ApiDocument): { id: string; reason: string }[] {
  return operations.flatMap((operation) => {
    const reason = uncoveredReason(operation);
    return reason === undefined ? [] : [{ id: operation.id, reason }];
  });
}
