import { isDeepStrictEqual } from 'node:util';
import { isObject } from '../schema/json-schema.ts';
import type { Aspect } from './compare.ts';
import type { Case, Side } from './side.ts';

/** Where our engine answers differently from Prism on purpose, or not yet alike: each with its reason. At most 5% of the requests. */
export interface Difference extends Case {
  readonly aspects: readonly Aspect[];
  readonly prism: Side;
  readonly ours: Side;
}

export interface AcceptedDifference {
  readonly id: string;
  readonly reason: string;
  /** Met in documents only that lie outside the repository: unused where those are missing. */
  readonly onlyInCorpus?: boolean;
  covers(difference: Difference): boolean;
}

export const acceptedDifferences: readonly AcceptedDifference[] = [
  {
    id: 'a list or an object in the path',
    reason:
      'Prism takes the path apart before it deserialises the parameter, and throws; its server does not survive that.',
    covers: ({ prism, request }) =>
      prism.status === 500 && !prism.body && /^\/(simple|label|matrix|object)\//.test(request.target),
  },
  {
    id: 'names in the query by their case',
    reason: 'Prism ignores the case of query names; RFC 3986 does not.',
    covers: ({ request, aspects }) => aspects.includes('verdict') && /[?&]V=/.test(request.target),
  },
  {
    id: 'explode is the default of form style',
    reason:
      'Prism takes a missing `explode` for false, keeps the last of several values and does not gather an object.',
    covers: ({ request, aspects }) =>
      aspects.includes('verdict') &&
      (isRepeated(request.target) || isRepeated(textOf(request.body)) || request.target.startsWith('/query/exploded')),
  },
  {
    id: 'spaceDelimited values',
    reason: 'Prism splits the decoded value at `%20`, which is no longer there.',
    covers: ({ request }) => request.target.startsWith('/query/spaces'),
  },
  {
    id: 'a body without a media type',
    reason: 'Prism reads it as text; we take it for the only media type that the operation accepts.',
    covers: ({ request, prism }) =>
      request.body.length > 0 && request.headers['content-type'] === undefined && prism.verdict.includes('type@body'),
  },
  {
    id: 'JSON that does not parse',
    reason: "Prism's server answers a bare 400 with a stack trace; we answer 422 with the place where the JSON breaks.",
    covers: ({ prism, ours }) => prism.status === 400 && ours.verdict.includes('parse@body'),
  },
  {
    id: 'null is a body',
    reason: 'Prism takes a JSON body of `null` for a missing one.',
    covers: ({ request, prism }) => textOf(request.body) === 'null' && prism.verdict.includes('required@'),
  },
  {
    id: 'additionalProperties beside allOf',
    reason:
      'Prism merges the members of allOf and drops `additionalProperties: false`; JSON Schema holds each member to its own properties.',
    covers: ({ prism, ours }) => prism.verdict.length === 0 && ours.verdict.includes('additionalProperties@body'),
  },
  {
    id: 'a word that fits one alternative',
    reason:
      'Prism makes a number of `4170803` under `oneOf: [integer, string]`, which then fits both, and refuses it; we take the word as it came.',
    covers: ({ prism, ours }) =>
      prism.verdict.some((found) => /^oneOf@(path|query|header)/.test(found)) &&
      ours.verdict.every((found) => prism.verdict.includes(found)),
  },
  {
    id: 'schemas that ajv refuses',
    reason:
      'To Prism every value is valid then; we mend the schema (an item twice in an enum, an empty enum) and validate.',
    covers: ({ request, prism, ours }) =>
      /^\/refused$|^\/guilds\/[^/]+\/requests/.test(request.target) &&
      prism.verdict.every((found) => ours.verdict.includes(found)),
  },
  {
    id: 'unevaluatedProperties',
    reason: 'Prism validates OpenAPI 3.1 by draft 7 unless the document names a dialect, and so ignores the keyword.',
    covers: ({ prism, ours }) =>
      ours.verdict.some((found) => found.startsWith('unevaluatedProperties@') && !prism.verdict.includes(found)),
  },
  {
    id: 'more than 100 violations',
    reason: 'Prism lists them all, however many a request provokes; our list ends after 100.',
    onlyInCorpus: true,
    covers: ({ request, prism, ours }) =>
      request.target.endsWith('/auto-moderation/rules') && ours.verdict.every((found) => prism.verdict.includes(found)),
  },
  {
    id: 'content of any type',
    reason: 'Prism cannot write a body that the document describes under `*/*`, and refuses every other Accept.',
    covers: ({ request, ours }) => request.target.startsWith('/any-type') && ours.status === 200,
  },
  {
    id: 'a forced status without the example that is asked for',
    reason:
      'Prism tries the usual response then, and answers 500 where that has no such example either; we name the example.',
    covers: ({ prism, ours }) =>
      prism.status === 500 && textOf(prism.body).includes('We tried default response') && ours.status === 404,
  },
  {
    id: 'optional credentials of another scheme',
    reason: 'An empty alternative means that no credentials are needed; Prism then refuses a request that brings any.',
    covers: ({ request, prism, ours }) =>
      request.target.startsWith('/optional') && prism.status === 401 && ours.status === 200,
  },
  {
    id: 'bounds of number formats',
    reason: 'Prism answers the lowest value of the format (int32, int64, double) for a number without a minimum.',
    onlyInCorpus: true,
    covers: ({ prism, ours, aspects }) => isOnly(aspects, 'body') && withoutBounds(prism) === withoutBounds(ours),
  },
  {
    id: 'where a sample ends',
    reason:
      'The sampler ends at an object that it met before. Prism and we make different objects of one `$ref`, so that circles end a level earlier or later.',
    covers: ({ prism, ours, aspects }) =>
      isOnly(aspects, 'body') && ours.mediaType === 'application/json' && endsElsewhere(jsonOf(prism), jsonOf(ours)),
  },
  {
    id: 'schemas that make Prism fail',
    reason: 'The faker inside Prism throws on some arrays of alternatives; ours does not.',
    onlyInCorpus: true,
    covers: ({ request, prism, ours }) =>
      request.headers.prefer === 'dynamic=true' && textOf(prism.body).includes('#UNKNOWN') && ours.status < 300,
  },
];

const isOnly = (aspects: readonly Aspect[], aspect: Aspect): boolean => aspects.every((found) => found === aspect);

const textOf = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString();

/** The same name twice, as in `a=1&a=2`. */
const isRepeated = (text: string): boolean =>
  /[?&]?([^?&=]+)=[^&]*&(?:.*&)?\1=/.test(text.slice(text.indexOf('?') + 1));

const withoutBounds = ({ body }: Side): string =>
  textOf(body).replaceAll(/-9007199254740991|-2147483648|-1\.7976931348623157e\+308/g, '0');

const jsonOf = (side: Side): unknown => JSON.parse(withoutBounds(side) || 'null');

/** Equal but for members that one of them does not have. */
function endsElsewhere(one: unknown, other: unknown): boolean {
  if (!isObject(one) || !isObject(other)) return isDeepStrictEqual(one, other) || isEmpty(one) || isEmpty(other);
  return Object.keys(one).every((key) => !(key in other) || endsElsewhere(one[key], other[key]));
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || isDeepStrictEqual(value, {}) || isDeepStrictEqual(value, []);
