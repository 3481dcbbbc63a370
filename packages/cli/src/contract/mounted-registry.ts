import { existsSync, mkdirSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ReservedPath } from '@stuntdouble/engine';
import type { FromWorker, HandedAnswer, HandedRequest, ToWorker, WorkerStart } from '@stuntdouble/pact';
import { CliError } from '../errors.ts';

/** A registry inside a double, in a thread of its own: requests are handed over, nothing of them is looked at here. */
export interface MountedRegistry {
  readonly reserved: ReservedPath;
  /** Says where the double listens. */
  locate(url: string): void;
  close(): Promise<void>;
}

export const CONTRACTS_PATH = '/_stunt/contracts';
const BODY_LIMIT = 64 * 1024 * 1024;

export interface MountOptions {
  readonly folder: string;
  readonly token: string | undefined;
  readonly publicUrl: string | undefined;
  readonly secured: boolean;
  readonly host: string | undefined;
  readonly log: (line: string) => void;
}

/** @throws CliError where the file cannot be used. */
export async function mountRegistry(options: MountOptions): Promise<MountedRegistry> {
  const { folder, token, publicUrl, secured, host, log } = options;
  mkdirSync(join(folder, '.stunt'), { recursive: true });
  const start: WorkerStart = {
    db: join(folder, '.stunt', 'contracts.sqlite'),
    token,
    publicUrl: publicUrl === undefined ? undefined : publicUrl + CONTRACTS_PATH,
    host,
    mounted: { path: CONTRACTS_PATH, scheme: secured ? 'https' : 'http' },
  };
  let thread = await startThread(start, log);
  let location: string | undefined;
  let closing = false;
  /** A thread that died is replaced at the next request; what it had acknowledged is in the file. */
  const living = async (): Promise<Thread> => {
    if (thread.isOver() && !closing) {
      thread = await startThread(start, log);
      if (location !== undefined) thread.tell({ kind: 'located', url: location });
    }
    return thread;
  };
  return {
    reserved: {
      path: CONTRACTS_PATH,
      answer: (message, response) => {
        handOver(message, living).then(
          (answer) => write(response, answer),
          () => write(response, UNAVAILABLE),
        );
      },
    },
    locate: (url) => {
      location = url + CONTRACTS_PATH;
      thread.tell({ kind: 'located', url: location });
    },
    close: () => {
      closing = true;
      return thread.close();
    },
  };
}

async function handOver(message: IncomingMessage, living: () => Promise<Thread>): Promise<HandedAnswer> {
  const { method = 'GET', url = '', headers, socket } = message;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message) {
    bytes += chunk.length;
    if (bytes > BODY_LIMIT) return said(413, `The body is larger than ${BODY_LIMIT / 1024 / 1024} MB.`);
    chunks.push(chunk);
  }
  if (!isMethod(method)) return said(405, `${method} is no method of the registry.`);
  const target = url.slice(CONTRACTS_PATH.length);
  const fields = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  const thread = await living();
  return thread.ask({
    method,
    url: target.startsWith('/') ? target : `/${target}`,
    headers: Object.fromEntries(fields),
    body: Buffer.concat(chunks),
    remoteAddress: socket.remoteAddress ?? '',
  });
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const;
const isMethod = (method: string): method is HandedRequest['method'] => METHODS.some((known) => known === method);

const said = (status: number, error: string): HandedAnswer => ({
  status,
  headers: { 'content-type': 'application/hal+json;charset=utf-8' },
  body: Buffer.from(JSON.stringify({ error })),
});

/** Clients try again. */
const UNAVAILABLE = said(503, 'The registry stopped while it answered: try again.');

function write(response: ServerResponse, { status, headers, body }: HandedAnswer): void {
  if (response.headersSent || response.destroyed) return;
  const { 'content-length': _length, connection: _connection, ...fields } = headers;
  response.writeHead(status, status === 204 ? fields : { ...fields, 'content-length': body.byteLength }).end(body);
}

interface Thread {
  readonly isOver: () => boolean;
  tell(message: ToWorker): void;
  /** Rejects where the thread ends first. */
  ask(request: HandedRequest): Promise<HandedAnswer>;
  close(): Promise<void>;
}

async function startThread(start: WorkerStart, log: (line: string) => void): Promise<Thread> {
  const worker = new Worker(workerFile(), { workerData: start });
  const waiting = new Map<number, PromiseWithResolvers<HandedAnswer>>();
  const ready = Promise.withResolvers<void>();
  const over = Promise.withResolvers<void>();
  let isOver = false;
  let last = 0;
  worker.on('message', (message: FromWorker) => {
    if (message.kind === 'ready') ready.resolve();
    if (message.kind === 'log') log(message.line);
    if (message.kind === 'failed') ready.reject(new CliError('CONTRACTS_UNUSABLE', message.message, message.hint));
    if (message.kind === 'answer') {
      waiting.get(message.id)?.resolve(message.answer);
      waiting.delete(message.id);
    }
  });
  worker.on('error', (error) =>
    log(`the registry of contracts failed: ${error instanceof Error ? error.message : error}`),
  );
  worker.on('exit', () => {
    isOver = true;
    for (const { reject } of waiting.values()) reject(new Error('the thread ended'));
    ready.reject(new CliError('CONTRACTS_UNUSABLE', 'the registry of contracts ended before it was ready'));
    over.resolve();
  });
  await ready.promise;
  const tell = (message: ToWorker): void => worker.postMessage(message);
  return {
    isOver: () => isOver,
    tell,
    ask: (request) => {
      const answer = Promise.withResolvers<HandedAnswer>();
      waiting.set(++last, answer);
      tell({ kind: 'request', id: last, request });
      return answer.promise;
    },
    close: () => {
      tell({ kind: 'close' });
      return over.promise;
    },
  };
}

/** Beside the sources, or beside the one-file command, whose parts lie one folder deeper. */
function workerFile(): URL {
  const places = ['./registry-worker.ts', '../registry-worker.mjs', './registry-worker.mjs'];
  const files = places.map((path) => new URL(path, import.meta.url));
  return files.find((file) => existsSync(file)) ?? new URL('./registry-worker.ts', import.meta.url);
}
