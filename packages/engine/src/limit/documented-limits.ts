import { isObject, type JsonObject } from '../schema/json-schema.ts';
import { pointerTokens } from '../schema/pointer.ts';
import { type Limit, readLimit } from './limit.ts';
import { placeAt, placeIn, throughRef } from './place.ts';

/**
 * What a documented 429 tells of the limit behind it: examples, defaults and words of its RateLimit header fields. A guess,
 * and marked as one; a 429 that names no number tells nothing.
 */
export function documentedLimits(root: unknown, pointer: string): readonly Limit[] {
  const place = [...pointerTokens(pointer), 'responses', '429', 'headers'];
  const headers = placeAt(root, place);
  if (!isObject(headers)) return [];
  const fields = new Map(
    Object.keys(headers).map((name) => [name.toLowerCase().replace('x-rate-limit', 'x-ratelimit'), name]),
  );
  const fieldOf = (name: string): JsonObject | undefined => {
    const spelled = fields.get(name);
    const header = spelled === undefined ? undefined : placeAt(root, [...place, spelled]);
    return isObject(header) ? header : undefined;
  };
  const policy = exampleOf(root, fieldOf('ratelimit-policy'));
  const stated = typeof policy === 'string' ? policiesIn(policy) : [];
  const limits =
    stated.length > 0 ? stated : [legacy(root, fieldOf('x-ratelimit-limit') ?? fieldOf('ratelimit-limit'))];
  return limits.flatMap((each) => {
    const read = readLimit(each, 'default');
    return read.kind === 'limit' ? [read.limit] : [];
  });
}

/** `"default";q=600;w=60` of the later drafts, `600;w=60` of the earlier ones; more than one separated by commas. */
function policiesIn(text: string): object[] {
  return text.split(',').flatMap((item) => {
    const [first = '', ...parameters] = item.split(';').map((part) => part.trim());
    const numbers = new Map(parameters.map((parameter) => parameter.split('=', 2) as [string, string | undefined]));
    const name = /^"([^"\\]+)"$/.exec(first)?.[1] ?? (/^[A-Za-z*][\w:./*-]*$/.test(first) ? first : undefined);
    const limit = Number(name === undefined ? first : numbers.get('q'));
    const window = Number(numbers.get('w') ?? 60);
    return Number.isInteger(limit)
      ? [{ ...(name !== undefined && { policy: name }), limit, window: `${window}s` }]
      : [];
  });
}

/** `X-RateLimit-Limit: 5000`; the window only in words, if at all. */
function legacy(root: unknown, header: JsonObject | undefined): object | undefined {
  const [, number, seconds] = /^\s*(\d+)(?:\s*,.*?;\s*w=(\d+))?/.exec(String(exampleOf(root, header) ?? '')) ?? [];
  if (header === undefined || number === undefined) return undefined;
  const unit = /\b(second|minute|hour|day)s?\b/i.exec(String(header.description ?? ''))?.[1]?.toLowerCase();
  return {
    limit: Number(number),
    window: seconds === undefined ? (WINDOWS[unit ?? 'minute'] ?? '60s') : `${seconds}s`,
  };
}

const WINDOWS: Readonly<Record<string, string>> = { second: '1s', minute: '60s', hour: '1h', day: '1d' };

/** The first value that the document gives: an example of the header or of its schema, else a default. */
export function exampleOf(root: unknown, header: JsonObject | undefined): unknown {
  if (header === undefined) return undefined;
  const [named] = Object.values(isObject(header.examples) ? header.examples : {});
  const described = throughRef(root, header.schema);
  const examples = placeIn(described, 'examples');
  return (
    header.example ??
    placeIn(throughRef(root, named), 'value') ??
    header['x-example'] ??
    placeIn(described, 'example') ??
    (Array.isArray(examples) ? examples[0] : undefined) ??
    placeIn(described, 'default') ??
    placeIn(described, 'const') ??
    header.default
  );
}
