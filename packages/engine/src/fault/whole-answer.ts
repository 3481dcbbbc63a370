import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import type { Answer, BodyStream } from '../exchange.ts';
import { headerOf, omitHeaders } from './answer-parts.ts';
import { isJsonType, isXmlType } from './successful-body.ts';

/** Makes the answer of an upstream one that faults can damage, where it is small enough. What is no text to damage stays a stream. */

const MOST_BYTES = 1024 * 1024;
const MOST_DECODED_BYTES = 8 * MOST_BYTES;

/** With its body as bytes; as it was where the body is too large, may never end, or breaks off. */
export async function wholeAnswer(answer: Answer): Promise<Answer> {
  const { stream, ...rest } = answer;
  if (stream === undefined || !isBounded(answer)) return answer;
  const iterator = stream[Symbol.asyncIterator]();
  const pieces: Uint8Array[] = [];
  let length = 0;
  while (length <= MOST_BYTES) {
    const next = await iterator.next().catch((error: unknown) => ({ error }));
    if ('error' in next) return { ...answer, stream: rejoined(pieces, failing(next.error), stream) };
    if (next.done === true) return { ...rest, body: Buffer.concat(pieces, length) };
    pieces.push(next.value);
    length += next.value.length;
  }
  return { ...answer, stream: rejoined(pieces, iterator, stream) };
}

/** Without its content coding, where that is one that we can take off; for faults to look at. */
export function decoded(answer: Answer): Answer {
  const decode = DECODERS[headerOf(answer, 'Content-Encoding')?.toLowerCase() ?? ''];
  if (decode === undefined || answer.body === undefined) return answer;
  try {
    const body = decode(answer.body, { maxOutputLength: MOST_DECODED_BYTES });
    const headers = omitHeaders(answer.headers, ['Content-Encoding', 'Content-Length']);
    return { ...answer, headers: [...headers, 'Content-Length', String(body.length)], body };
  } catch {
    // Not what it says it is, or far larger than it looks: the fault then says that it is encoded.
    return answer;
  }
}

const DECODERS: Readonly<Record<string, (bytes: Uint8Array, limits: { maxOutputLength: number }) => Uint8Array>> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
  zstd: zstdDecompressSync,
};

/** A body with a length comes to its end; one without may be a feed, unless it is of a type that is read as a whole. */
function isBounded(answer: Answer): boolean {
  const length = headerOf(answer, 'Content-Length');
  if (length !== undefined) return Number(length) <= MOST_BYTES;
  const mediaType = headerOf(answer, 'Content-Type') ?? '';
  return isJsonType(mediaType) || isXmlType(mediaType);
}

const rejoined = (
  pieces: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
  { cancel }: BodyStream,
): BodyStream => ({
  cancel,
  async *[Symbol.asyncIterator]() {
    yield* pieces;
    for (;;) {
      const next = await rest.next();
      if (next.done === true) return;
      yield next.value;
    }
  },
});

const failing = (error: unknown): AsyncIterator<Uint8Array> => ({ next: () => Promise.reject(error) });
