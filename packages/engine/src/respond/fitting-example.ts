import type { IMediaTypeContent } from '@stoplight/types';
import type { Refusal } from '../problem.ts';

/** Of several examples of an error the one that says what is refused. Goes by words only; never changes an example. */

/** How documents call the mistakes. */
const WORDS: Partial<Readonly<Record<Refusal['code'], readonly string[]>>> = {
  UNAUTHORIZED: ['missing', 'unauthorized', 'unauthenticated', 'authentication', 'credential', 'credentials', 'no'],
  CREDENTIALS_REJECTED: ['invalid', 'wrong', 'bad', 'unauthorized', 'unauthenticated', 'credential', 'credentials'],
  SCOPE_MISSING: ['scope', 'insufficient', 'missing', 'forbidden', 'permission', 'permissions', 'denied'],
  MEDIA_TYPE_UNSUPPORTED: ['unsupported', 'media', 'content', 'type'],
  NOT_ACCEPTABLE: ['acceptable', 'accept', 'media', 'type'],
  ITEM_NOT_FOUND: ['not', 'found', 'unknown', 'missing'],
  PRECONDITION_FAILED: ['precondition', 'etag', 'changed', 'match'],
  STATE_CONFLICT: ['state', 'status', 'conflict', 'transition'],
  IDEMPOTENCY_CONFLICT: ['idempotency', 'key', 'reused', 'conflict'],
  REQUEST_INVALID: ['invalid', 'validation', 'parameter', 'parameters', 'field', 'schema', 'request', 'bad'],
};
/** How they call what a keyword of JSON Schema asks for. */
const KEYWORDS: Readonly<Record<string, readonly string[]>> = {
  required: ['required', 'missing'],
  parse: ['malformed', 'syntax', 'parse', 'json'],
  additionalProperties: ['unknown', 'unexpected', 'additional'],
  type: ['type', 'wrong'],
  format: ['format'],
  pattern: ['format', 'pattern'],
};

const UPLOADS = {
  missing: ['missing', 'content', 'upload', 'nothing', 'no'],
  size: ['size', 'length', 'mismatch', 'differs', 'checksum'],
  checksum: ['checksum', 'digest', 'hash', 'sha', 'mismatch', 'differs'],
} as const;

const UNFINISHED = ['incomplete', 'unfinished', 'pending', 'missing', 'required', 'dependency', 'depends'];

export function fittingExample(content: IMediaTypeContent, refusal: Refusal): IMediaTypeContent {
  const examples = content.examples ?? [];
  if (examples.length < 2) return content;
  const wanted = new Set(wordsOf(refusal));
  const rated = examples.map((example) => ({ example, rate: rateOf(example, wanted) }));
  const best = rated.reduce((first, second) => (second.rate > first.rate ? second : first));
  return { ...content, examples: [best.example] };
}

function wordsOf(refusal: Refusal): readonly string[] {
  if (refusal.code === 'CREDENTIALS_REJECTED') {
    // A client that reads "expired" asks for a new token and comes again: only where that helps.
    const found = ['expired', 'revoked'].find((word) => refusal.reasons.some((reason) => reason.includes(word)));
    if (found !== undefined) return [found, 'token'];
  }
  if (refusal.code === 'UPLOAD_MISMATCH') return UPLOADS[refusal.flaw];
  // Of another item than the one that is asked about: documents call it by what that is.
  if (refusal.code === 'STATE_CONFLICT' && refusal.id !== undefined)
    return [...split(refusal.resource.replaceAll(/\{[^{}]*\}/g, '')), ...UNFINISHED];
  const words = [...(WORDS[refusal.code] ?? [])];
  if (refusal.code !== 'REQUEST_INVALID') return words;
  for (const { in: part, path, code } of refusal.violations)
    words.push(part, code, ...path.flatMap(split), ...(KEYWORDS[code] ?? []));
  return words;
}

/** The names count most, what the example decides by counts more than what it says. */
function rateOf(example: object, wanted: ReadonlySet<string>): number {
  const { key, summary, value } = Object.fromEntries(Object.entries(example));
  const told = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const telling = told.filter(([name]) => name === 'code' || name === 'type').map(([, text]) => text);
  const count = (texts: readonly unknown[]): number =>
    [...new Set(texts.flatMap((text) => split(String(text ?? ''))))].filter((word) => wanted.has(word)).length;
  return 3 * count([key]) + 2 * count([...telling, summary]) + count([JSON.stringify(value)]);
}

/** `insufficient_scope`, `insufficientScope`, `Insufficient scope`: the same words. */
const split = (text: string): string[] =>
  text
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .match(/[a-z]+/g) ?? [];
