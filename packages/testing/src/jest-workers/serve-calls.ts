import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Address } from './address.ts';
import type { Calls, Reply } from './calls.ts';
import { failureOf } from './failure.ts';

export interface ServedCalls {
  readonly address: Address;
  /** For who does not end with its process. */
  close(): void;
}

/** Answers calls on loopback, on a free port: `POST /NAME` with JSON. Who has not the token is refused before anything is read. */
export async function serveCalls(calls: Calls): Promise<ServedCalls> {
  const token = randomBytes(24).toString('base64url');
  const server = createServer((message, response) => {
    if (isAllowed(message, token)) void answer(message, response, calls);
    else response.writeHead(403).end();
  });
  // A connection that is closed just as the next call comes would fail a test.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { address: { port, token }, close };
}

function isAllowed({ headers }: IncomingMessage, token: string): boolean {
  const sent = Buffer.from(headers.authorization ?? '');
  const right = Buffer.from(`Bearer ${token}`);
  return sent.length === right.length && timingSafeEqual(sent, right);
}

async function answer(message: IncomingMessage, response: ServerResponse, calls: Calls): Promise<void> {
  const reply = await replyTo(message, calls).catch((error: unknown): Reply => ({ failure: failureOf(error) }));
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(reply));
}

async function replyTo(message: IncomingMessage, calls: Calls): Promise<Reply> {
  const name = message.url?.slice(1) ?? '';
  const given: unknown = JSON.parse(await text(message));
  if (!isCall(name, calls)) throw new Error(`There is no call "${name}".`);
  return { result: await Reflect.apply(calls[name], undefined, [given]) };
}

const isCall = (name: string, calls: Calls): name is keyof Calls => Object.hasOwn(calls, name);
