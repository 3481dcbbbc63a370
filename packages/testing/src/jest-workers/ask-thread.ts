import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { runAsWorker } from 'synckit';
import type { Address } from './address.ts';

/** The thread that asks the double while the thread of a test is held: one call at a time, over one connection. */
export type AskThread = (address: Address, name: string, given: string) => Promise<string>;

/** Calls take a millisecond; one that takes so long will not come back. */
const PATIENCE_MS = 60_000;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

const ask: AskThread = async ({ port, token }, name, given) => {
  const headers = { authorization: `Bearer ${token}`, 'content-length': Buffer.byteLength(given) };
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const call = request({ agent, headers, port, host: '127.0.0.1', method: 'POST', path: `/${name}` }, resolve);
    call.setTimeout(PATIENCE_MS, () => call.destroy(new Error(`nothing came for ${PATIENCE_MS / 1000} s`)));
    call.once('error', reject).end(given);
  });
  const body = await text(answer);
  if (answer.statusCode === 200) return body;
  throw new Error(`it answered ${answer.statusCode}`);
};

runAsWorker(ask);
