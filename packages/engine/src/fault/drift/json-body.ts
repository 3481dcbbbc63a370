import type { Answer } from '../../exchange.ts';
import { parseExactly, writeExactly } from './exact-json.ts';

/** Reads and replaces the JSON body of an answer, header fields along with it. Never changes the answer it is given. */
export type JsonBody =
  | { readonly kind: 'json'; readonly value: unknown; readonly mediaType: string; with(value: unknown): Answer }
  | { readonly kind: 'other'; readonly why: string };

export function jsonBody(answer: Answer): JsonBody {
  const { body } = answer;
  if (body === undefined || body.length === 0) return { kind: 'other', why: 'the answer has no body' };
  const mediaType = headerOf(answer, 'content-type');
  if (mediaType === undefined || !/^[^;]*[/+]json\s*(;|$)/i.test(mediaType))
    return { kind: 'other', why: `the answer is not JSON but ${mediaType ?? 'of no media type'}` };
  const encoding = headerOf(answer, 'content-encoding');
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity')
    return { kind: 'other', why: `the answer is encoded as ${encoding}` };
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

/** Digests would give the change away as damage on the way. */
const DIGESTS = new Set(['content-md5', 'digest', 'content-digest', 'repr-digest']);

function withBody(answer: Answer, body: Uint8Array): Answer {
  const headers: string[] = [];
  for (let at = 0; at + 1 < answer.headers.length; at += 2) {
    const [name = '', text = ''] = answer.headers.slice(at, at + 2);
    if (DIGESTS.has(name.toLowerCase())) continue;
    if (name.toLowerCase() === 'stunt-source') headers.push(name, 'fault');
    else headers.push(name, name.toLowerCase() === 'content-length' ? String(body.length) : text);
  }
  return { ...answer, headers, body, source: 'fault' };
}

export function headerOf(answer: Answer, name: string): string | undefined {
  const at = answer.headers.findIndex((text, index) => index % 2 === 0 && text.toLowerCase() === name);
  return at === -1 ? undefined : answer.headers[at + 1];
}
