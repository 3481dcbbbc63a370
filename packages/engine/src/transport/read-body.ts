import type { IncomingMessage } from 'node:http';
import type { HeldBodies, HeldBody } from './held-bodies.ts';

/** The whole body of a request, or why there is none. Never keeps more than the limit. `too-slow`: others needed the room. */
export type ReadBody =
  | { readonly kind: 'read'; readonly body: Uint8Array }
  | { readonly kind: 'too-large' | 'too-slow' };

export const EMPTY = new Uint8Array();

/** Whether a body follows the header block, by RFC 9112: a length above zero, or chunks. */
export function hasBody(message: IncomingMessage): boolean {
  const length = message.headers['content-length'];
  return (length !== undefined && length !== '0') || message.headers['transfer-encoding'] !== undefined;
}

/** Calls back once; never where the client goes away first: without a listener for it Node keeps the error to itself. */
export function readBody(
  message: IncomingMessage,
  limit: number,
  others: HeldBodies,
  done: (result: ReadBody) => void,
): void {
  if (Number(message.headers['content-length'] ?? 0) > limit) {
    done({ kind: 'too-large' });
    return;
  }
  // Most bodies come in one piece, and need no list.
  let body: Buffer | undefined;
  let rest: Buffer[] | undefined;
  let held: HeldBody | undefined;
  let length = 0;
  const give = (kind: 'too-large' | 'too-slow'): void => {
    body = undefined;
    rest = undefined;
    length = Number.POSITIVE_INFINITY;
    done({ kind });
  };
  message.on('data', (chunk: Buffer) => {
    if (length > limit) return;
    length += chunk.length;
    if (length > limit) {
      if (held !== undefined) others.drop(held);
      give('too-large');
    } else if (body === undefined) body = chunk;
    else {
      rest ??= [body];
      rest.push(chunk);
      held ??= heldOf(message, others, body.length, () => give('too-slow'));
      others.grow(held, chunk.length);
    }
  });
  message.on('end', () => {
    if (length > limit) return;
    if (held !== undefined) others.drop(held);
    const whole = rest === undefined ? (body ?? EMPTY) : Buffer.concat(rest, length);
    // These listeners live as long as the answer does, and would keep the bytes for as long.
    body = undefined;
    rest = undefined;
    done({ kind: 'read', body: whole });
  });
}

/** Goes with its connection. */
function heldOf(message: IncomingMessage, others: HeldBodies, bytes: number, end: () => void): HeldBody {
  const held: HeldBody = { bytes: 0, end };
  message.once('close', () => others.drop(held));
  others.grow(held, bytes);
  return held;
}

/** How much of a refused body is read and dropped, so that the client still gets to read the refusal. */
const DRAINED_BYTES = 1024 * 1024;

export function drain(message: IncomingMessage): void {
  let drained = 0;
  message.on('data', (chunk: Buffer) => {
    drained += chunk.length;
    if (drained > DRAINED_BYTES) message.socket.destroy();
  });
  message.resume();
}
