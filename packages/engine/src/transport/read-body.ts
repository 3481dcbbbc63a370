import type { IncomingMessage } from 'node:http';

/** The whole body of a request, or why there is none. Never keeps more than the limit. */
export type ReadBody = { readonly kind: 'read'; readonly body: Uint8Array } | { readonly kind: 'too-large' };

export const EMPTY = new Uint8Array();

/** Whether a body follows the header block, by RFC 9112: a length above zero, or chunks. */
export function hasBody(message: IncomingMessage): boolean {
  const length = message.headers['content-length'];
  return (length !== undefined && length !== '0') || message.headers['transfer-encoding'] !== undefined;
}

/** Calls back once; never where the client goes away first: without a listener for it Node keeps the error to itself. */
export function readBody(message: IncomingMessage, limit: number, done: (result: ReadBody) => void): void {
  if (Number(message.headers['content-length'] ?? 0) > limit) {
    done({ kind: 'too-large' });
    return;
  }
  // Most bodies come in one piece, and need no list.
  let body: Buffer | undefined;
  let rest: Buffer[] | undefined;
  let length = 0;
  message.on('data', (chunk: Buffer) => {
    if (length > limit) return;
    length += chunk.length;
    if (length > limit) {
      body = undefined;
      rest = undefined;
      done({ kind: 'too-large' });
    } else if (body === undefined) body = chunk;
    else {
      rest ??= [body];
      rest.push(chunk);
    }
  });
  message.on('end', () => {
    if (length <= limit)
      done({ kind: 'read', body: rest === undefined ? (body ?? EMPTY) : Buffer.concat(rest, length) });
  });
}
