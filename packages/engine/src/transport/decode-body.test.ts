import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { decodeBody } from './decode-body.ts';

const TEXT = '{"qty":1}';

async function decoded(bytes: Uint8Array, coding: string, limit = 100) {
  const outcome = await decodeBody(
    bytes,
    { 'content-encoding': coding, 'content-length': '9999', accept: 'a/b' },
    limit,
  );
  return outcome.kind === 'decoded' ? [Buffer.from(outcome.body).toString(), outcome.headers] : outcome.kind;
}

describe('decodeBody', () => {
  it.each([
    ['gzip', gzipSync(TEXT)],
    ['GZIP', gzipSync(TEXT)],
    ['x-gzip', gzipSync(TEXT)],
    ['deflate', deflateSync(TEXT)],
    ['br', brotliCompressSync(TEXT)],
    ['gzip, br', brotliCompressSync(gzipSync(TEXT))],
    ['identity', Buffer.from(TEXT)],
  ])('undoes %s, and the length with it', async (coding, bytes) => {
    expect(await decoded(bytes, coding)).toEqual([TEXT, { 'content-length': '9', accept: 'a/b' }]);
  });

  it.each([
    ['zip', Buffer.from(TEXT)],
    ['gzip', Buffer.from(TEXT)],
    ['gzip', gzipSync(TEXT).subarray(0, 20)],
    ['br', gzipSync(TEXT)],
    ['gzip, gzip, gzip, gzip', gzipSync(TEXT)],
  ])('gives up on %s where it is unknown, false or piled up', async (coding, bytes) => {
    expect(await decoded(bytes, coding)).toBe('undecodable');
  });

  it('makes no more of a body than the limit', async () => {
    expect(await decoded(gzipSync(Buffer.alloc(1_000_000)), 'gzip')).toBe('too-large');
    expect(await decoded(gzipSync('a'.repeat(100)), 'gzip')).toMatchObject(['a'.repeat(100), {}]);
  });
});
