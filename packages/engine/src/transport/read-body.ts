import type { IncomingMessage } from 'node:http';

/** The whole body of a request, or why there is none. Never keeps more than the limit. */
export type ReadBody =
  | { readonly kind: 'read'; readonly body: Uint8Array }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'aborted' };

export const EMPTY = new Uint8Array();

/** Whether a body follows the header block, by RFC 9112: a length above zero, or chunks. */
export function hasBody(message: IncomingMessage): boolean {
  const length = message.headers['content-length'];
  return (length !== undefined && length !== '0') || message.headers['transfer-encoding'] !== undefined;
}

export function readBody(message: IncomingMessage, limit: number, done: (result: ReadBody) => void): void {
  if (Number(message.headers['content-length'] ?? 0) > limit) {
    done({ kind: 'too-large' });
    return;
  }
  const chunks: Buffer[] = [];
  let length = 0;
  let settled = false;
  const settle = (result: ReadBody): void => {
    if (settled) return;
    settled = true;
    done(result);
  };
  message.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > limit) {
      chunks.length = 0;
      return settle({ kind: 'too-large' });
    }
    chunks.push(chunk);
  });
  message.on('end', () =>
    settle({
      kind: 'read',
      body: chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, length),
    }),
  );
  message.on('error', () => settle({ kind: 'aborted' }));
}
