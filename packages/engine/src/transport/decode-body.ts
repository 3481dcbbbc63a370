import type { IncomingHttpHeaders } from 'node:http';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';

/** Undoes the `Content-Encoding` of a request, as Node undoes its chunks. Never makes more of a body than the limit. */
export type DecodedBody =
  | { readonly kind: 'decoded'; readonly body: Uint8Array; readonly headers: IncomingHttpHeaders }
  | { readonly kind: 'too-large' }
  /** The coding is unknown, or the body is not coded so: it stays as it is, and the field with it. */
  | { readonly kind: 'undecodable' };

type Undo = (bytes: Uint8Array, options: { maxOutputLength: number }) => Promise<Uint8Array>;

const unzip: Undo = promisify(gunzip);
const CODINGS: ReadonlyMap<string, Undo> = new Map([
  ['gzip', unzip],
  ['x-gzip', unzip],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
]);
/** One is usual; each costs a pass. */
const MOST_CODINGS = 3;

export const isCoded = (headers: IncomingHttpHeaders): boolean => headers['content-encoding'] !== undefined;

export async function decodeBody(bytes: Uint8Array, sent: IncomingHttpHeaders, limit: number): Promise<DecodedBody> {
  const { 'content-encoding': field = '', ...headers } = sent;
  const names = field.split(',').map((name) => name.trim().toLowerCase());
  const undone = names.filter((name) => name !== '' && name !== 'identity').map((name) => CODINGS.get(name));
  if (undone.length > MOST_CODINGS) return { kind: 'undecodable' };
  let body = bytes;
  // The one that was applied last comes off first.
  for (const undo of undone.reverse()) {
    if (undo === undefined) return { kind: 'undecodable' };
    try {
      body = await undo(body, { maxOutputLength: limit });
    } catch (error) {
      return { kind: isTooLarge(error) ? 'too-large' : 'undecodable' };
    }
  }
  const length = headers['content-length'] === undefined ? {} : { 'content-length': String(body.length) };
  return { kind: 'decoded', body, headers: { ...headers, ...length } };
}

const isTooLarge = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
