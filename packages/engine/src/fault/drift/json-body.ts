import type { Answer } from '../../exchange.ts';
import { headerOf, withBody } from '../answer-parts.ts';
import { shownType } from '../shown-type.ts';
import { isJsonType, STREAMED } from '../successful-body.ts';
import { parseExactly, writeExactly } from './exact-json.ts';

/** Reads and replaces the JSON body of an answer, header fields along with it. Never changes the answer it is given. */
export type JsonBody =
  | { readonly kind: 'json'; readonly value: unknown; readonly mediaType: string; with(value: unknown): Answer }
  | { readonly kind: 'other'; readonly why: string };

export function jsonBody(answer: Answer): JsonBody {
  const { body, stream } = answer;
  if (stream !== undefined) return { kind: 'other', why: STREAMED };
  if (body === undefined || body.length === 0) return { kind: 'other', why: 'the answer has no body' };
  const mediaType = headerOf(answer, 'content-type');
  if (mediaType === undefined || !isJsonType(mediaType))
    return {
      kind: 'other',
      why: `the answer is not JSON but ${mediaType === undefined ? 'of no media type' : shownType(mediaType)}`,
    };
  const encoding = headerOf(answer, 'content-encoding');
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity')
    return { kind: 'other', why: `the answer is encoded: ${shownType(encoding)}` };
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString();
  try {
    const { value, exact } = parseExactly(text);
    return {
      kind: 'json',
      value,
      mediaType,
      with: (other) => withBody(answer, Buffer.from(writeExactly(other, exact))),
    };
  } catch {
    return { kind: 'other', why: 'the body is labelled JSON and is none' };
  }
}
