import { routeFindings } from './check-document.ts';
import { createEngine, type Engine } from './engine.ts';
import { handle } from './handle.ts';
import type { Finding } from './operation.ts';
import type { EngineOptions } from './options.ts';
import { refusalAnswer } from './refuse.ts';
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
  return { engine, host, port: server.port, url: `http://${shown}:${server.port}`, duplicates: options.documents.flatMap(routeFindings), close: () => server.close() };
}
