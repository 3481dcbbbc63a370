import { createEngine, type Engine } from './engine.ts';
import { handle } from './handle.ts';
import type { ApiDocument, Finding } from './operation.ts';
import type { EngineOptions } from './options.ts';
import { uncoveredReason } from './prism/prism-coverage.ts';
import { refusalAnswer } from './refuse.ts';
import { mountFindings, routeFindings } from './route-findings.ts';
import { type HttpServer, listen } from './transport/http-server.ts';

export interface ServerOptions extends EngineOptions {
  /** @default '127.0.0.1' */
  readonly host?: string;
  /** 0 takes a free one. @default 4010 */
  readonly port?: number;
  /** Bytes of a request body. @default 10 MB */
  readonly maxBody?: number;
}

export interface RunningServer {
  readonly engine: Engine;
  readonly host: string;
  readonly port: number;
  /** `http://HOST:PORT`, without a slash at the end. */
  readonly url: string;
  readonly duplicates: readonly Finding[];
  /** Operations that no plan covers, with the reason. */
  readonly prismOperations: readonly { readonly id: string; readonly reason: string }[];
  close(): Promise<void>;
}

export const DEFAULT_PORT = 4010;
const DEFAULT_MAX_BODY = 10 * 1024 * 1024;

/** Starts a double on a port. Rejects with Node's error where the port cannot be had (`EADDRINUSE`). */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { host = '127.0.0.1', port = DEFAULT_PORT, maxBody = DEFAULT_MAX_BODY } = options;
  const engine = createEngine(options);
  const server: HttpServer = await listen({
    host,
    port,
    maxBody,
    handle: (request) => handle(engine, request),
    refuse: (refusal) => refusalAnswer(engine.options, refusal),
  });
  const shown = host.includes(':') ? `[${host}]` : host;
  return {
    engine,
    host,
    port: server.port,
    url: `http://${shown}:${server.port}`,
    duplicates: [
      ...engine.mounts.flatMap(({ document, router }) => routeFindings(document, router)),
      ...mountFindings(options.documents),
    ],
    prismOperations: options.documents.flatMap(throughPrism),
    close: () => server.close(),
  };
}

function throughPrism({ operations }: ApiDocument): { id: string; reason: string }[] {
  return operations.flatMap((operation) => {
    const reason = uncoveredReason(operation);
    return reason === undefined ? [] : [{ id: operation.id, reason }];
  });
}
