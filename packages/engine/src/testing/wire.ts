import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectSecurely } from 'node:tls';
import { Agent, request } from 'undici';
import type { Delivery } from '../delivery.ts';
import type { Answer, HttpRequest } from '../exchange.ts';
import { type Clock, systemClock } from '../time/clock.ts';
import { certificatesFor, type Provided } from '../tls/certificates.ts';
import { type HttpServer, type HttpServerOptions, listen } from '../transport/http-server.ts';

/** Real clients, and a server whose answers are fixed: what tests of the wire need. Nothing here asks our own code what it did. */
export interface Wired {
  readonly server: HttpServer;
  readonly port: number;
  readonly url: string;
  /** Path of the authority's certificate, over HTTPS. */
  readonly authority: string | undefined;
  readonly seen: HttpRequest[];
  /** Clears the rule behind the delivery. */
  clear(): void;
  stop(): Promise<void>;
}

export type Protocol = 'http' | 'https';

export interface WireOptions {
  readonly protocol?: Protocol;
  /** Of the answer to `/` and below; `/well` is always answered healthily. */
  readonly delivery?: Omit<Delivery, 'signal'>;
  readonly body?: string;
  /** Without it the body is framed in chunks. @default true */
  readonly length?: boolean;
  readonly status?: number;
  readonly server?: Partial<HttpServerOptions>;
}

let provided: Promise<Provided> | undefined;

async function authorityAndCertificates(): Promise<Provided> {
  const folder = await mkdtemp(join(tmpdir(), 'stunt-wire-'));
  process.once('exit', () => void rm(folder, { recursive: true, force: true }));
  return certificatesFor('127.0.0.1', { folder }, systemClock.now());
}

export async function wired(options: WireOptions = {}): Promise<Wired> {
  const { protocol = 'http', body = 'x'.repeat(1000), length = true, status = 200, delivery } = options;
  const rule = new AbortController();
  const seen: HttpRequest[] = [];
  const content = Buffer.from(body);
  const well: Answer = {
    status,
    headers: ['Content-Type', 'text/plain', ...(length ? ['Content-Length', String(content.length)] : [])],
    body: status === 204 ? undefined : content,
    source: 'example',
  };
  if (protocol === 'https') provided ??= authorityAndCertificates();
  const secured = protocol === 'https' ? await provided : undefined;
  const server = await listen({
    host: '127.0.0.1',
    port: 0,
    maxBody: 1_000_000,
    ...(secured && { certificates: secured.certificates }),
    handle: (asked) => {
      seen.push(asked);
      const faulty = delivery !== undefined && !asked.target.startsWith('/well');
      return faulty ? { ...well, delivery: { ...delivery, signal: rule.signal } } : well;
    },
    refuse: ({ code }) => ({ status: 400, headers: [], body: Buffer.from(code), source: 'problem' }),
    ...options.server,
  });
  return {
    server,
    port: server.port,
    url: `${protocol}://127.0.0.1:${server.port}`,
    authority: secured?.authority,
    seen,
    clear: () => rule.abort(),
    stop: () => server.close(0),
  };
}

/** A socket that reads bytes and sees how the connection ends. */
export interface RawClient {
  readonly socket: Socket;
  /** Everything received so far, as latin1. */
  readonly text: string;
  /** Resolves when so many bytes were received. */
  bytes(count: number): Promise<void>;
  /** `fin` where the other side ended in order, else the code of the error. */
  readonly ending: Promise<string>;
}

export async function rawClient(
  { port, authority }: Pick<Wired, 'port' | 'authority'>,
  ...pieces: string[]
): Promise<RawClient> {
  const socket =
    authority === undefined
      ? connect(port, '127.0.0.1')
      : connectSecurely({ port, host: '127.0.0.1', ca: await readFile(authority), ALPNProtocols: ['http/1.1'] });
  let text = '';
  let waiting: { count: number; resolve: () => void }[] = [];
  socket.setEncoding('latin1').on('data', (piece: string) => {
    text += piece;
    for (const { count, resolve } of waiting) if (text.length >= count) resolve();
    waiting = waiting.filter(({ count }) => text.length < count);
  });
  const ending = new Promise<string>((resolve) => {
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    socket.once('end', () => resolve('fin'));
    socket.once('close', () => resolve('closed'));
  });
  const open = once(socket, authority === undefined ? 'connect' : 'secureConnect');
  await Promise.race([open.catch(() => {}), ending]);
  for (const piece of pieces) socket.write(piece);
  return {
    socket,
    ending,
    get text() {
      return text;
    },
    bytes: (count) =>
      text.length >= count ? Promise.resolve() : new Promise((resolve) => waiting.push({ count, resolve })),
  };
}

/** A request as it is written on a socket. */
export const get = (path = '/', ...fields: string[]): string =>
  `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${fields.map((field) => `${field}\r\n`).join('')}\r\n`;

/** What undici got: the status and the body's length, or the code of what it threw, and how many bytes came before. */
export async function undici(wire: Wired, path = '/', agent = agentFor(wire)): Promise<string> {
  let received = 0;
  let status = 0;
  try {
    const answer = await request(wire.url + path, { dispatcher: await agent });
    status = answer.statusCode;
    for await (const chunk of answer.body) received += (chunk as Buffer).length;
    return `${status}, ${received} bytes`;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return status === 0 ? `${code ?? message}` : `${status}, ${received} bytes, ${code ?? message}`;
  }
}

export async function agentFor({ authority }: Wired, keepAlive = true): Promise<Agent> {
  const ca = authority === undefined ? undefined : await readFile(authority);
  return new Agent({ connections: 1, pipelining: keepAlive ? 1 : 0, connect: ca === undefined ? {} : { ca } });
}

/** The exit code of curl and the bytes of body that it printed: `56, 500 bytes`. */
export function curl({ url, authority }: Wired, ...options: string[]): Promise<string> {
  const [path = '/'] = options.filter((option) => option.startsWith('/'));
  const rest = options.filter((option) => !option.startsWith('/'));
  const trust = authority === undefined ? [] : ['--cacert', authority];
  return new Promise((resolve) => {
    const line = ['-sS', '--max-time', '20', ...trust, ...rest, url + path];
    execFile('curl', line, { maxBuffer: 2 ** 24 }, (error, output) =>
      resolve(`${error === null ? 0 : error.code}, ${output.length} bytes`),
    );
  });
}

/** Time that passes as soon as somebody waits for it; `slept` has all that was waited for. */
export function hurriedClock(): Clock & { readonly slept: number[] } {
  let now = 0;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      slept.push(ms);
      await new Promise((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
      now += ms;
    },
  };
}

/** Time that stands still: every wait is told by `waiting`, and lasts until its signal aborts or `pass` is called. */
export function stoppedClock(): Clock & {
  waiting(count?: number): Promise<void>;
  pass(ms: number): void;
  readonly asleep: number;
} {
  let now = 0;
  let total = 0;
  const sleepers = new Set<{ due: number; wake: () => void }>();
  const watchers = new Set<() => void>();
  return {
    now: () => now,
    get asleep() {
      return sleepers.size;
    },
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const sleeper = { due: now + ms, wake: resolve };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', () => {
          sleepers.delete(sleeper);
          reject(signal.reason);
        });
        total++;
        for (const watcher of watchers) watcher();
      }),
    waiting: (count = 1) =>
      new Promise((resolve) => {
        const watcher = (): void => {
          if (total < count) return;
          watchers.delete(watcher);
          resolve();
        };
        watchers.add(watcher);
        watcher();
      }),
    pass(ms) {
      now += ms;
      for (const sleeper of [...sleepers].filter(({ due }) => due <= now)) {
        sleepers.delete(sleeper);
        sleeper.wake();
      }
    },
  };
}
