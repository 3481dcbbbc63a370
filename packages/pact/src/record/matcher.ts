import { isDeepStrictEqual } from 'node:util';
import type { SchemaObject } from '@stuntdouble/engine';
import type { JsonObject } from '../pact/pact.ts';
import { literalsOf, typesOf } from './schema-parts.ts';

/** A rule of V4 as it is written into a pact. */
export interface Rule {
  readonly combine: 'AND' | 'OR';
  readonly matchers: readonly { readonly [name: string]: string | number }[];
}

export interface Matched {
  /** Null may stand there as well. */
  readonly nullable: boolean;
  /** The example is null: what a value is like has to be said without it. */
  readonly isNull: boolean;
  /** It says which alternative the object is, and each of them is a contract of its own. */
  readonly tells: boolean;
}

/** Derives matchers from a schema. Never from a value: what came by chance would become a promise. */
export function ruleOf(parts: readonly SchemaObject[], { nullable, isNull, tells }: Matched): Rule {
  const one = matcherOf(parts, tells);
  if (!nullable) return and(one);
  const free = isNull && one.match === 'type' ? ANY_TEXT : one;
  return { combine: 'OR', matchers: [{ match: 'null' }, free] };
}

/** What one or the other lets through. */
export function eitherOf(one: Rule, other: Rule): Rule {
  const all = [...one.matchers, ...other.matchers];
  const distinct = all.filter((each, at) => all.findIndex((same) => isDeepStrictEqual(same, each)) === at);
  const plain = distinct.filter(({ match, min }) => match === 'type' && min === undefined);
  const isNull = distinct.some(({ match }) => match === 'null');
  // A type is that of the example, which null has not; without null it lets through what narrower ones do.
  if (plain.length > 0 && !isNull) return and({ match: 'type' });
  const free = distinct.map((each) => (isNull && each.match === 'type' ? ANY_TEXT : each));
  return { combine: free.length > 1 ? 'OR' : 'AND', matchers: free };
}

export const and = (matcher: Rule['matchers'][number]): Rule => ({ combine: 'AND', matchers: [matcher] });
export const byRegex = (regex: string): Rule => and({ match: 'regex', regex });

export const ruleJson = ({ combine, matchers }: Rule): JsonObject => ({ combine, matchers });

/** For values that are written as text: parameters and header fields. Undefined where any text will do. */
export function textRegexOf(parts: readonly SchemaObject[]): string | undefined {
  const types = typesOf(parts);
  if (literalsOf(parts) === undefined && types?.has('integer')) return '^-?\\d+$';
  if (literalsOf(parts) === undefined && types?.has('number')) return '^-?\\d+(?:\\.\\d+)?$';
  if (types?.has('boolean')) return '^(?:true|false)$';
  return regexOf(parts);
}

const ANY_TEXT = { match: 'regex', regex: '^[\\s\\S]*$' };

function matcherOf(parts: readonly SchemaObject[], tells: boolean): Rule['matchers'][number] {
  const types = new Set(typesOf(parts));
  types.delete('null');
  const [only] = types;
  if (tells) return { match: 'equality' };
  if (types.size === 1 && only === 'boolean') return { match: 'boolean' };
  if (types.size === 1 && only === 'integer') return { match: 'integer' };
  if (types.size === 1 && only === 'number') return { match: 'number' };
  if (parts.some(({ format }) => format === 'date') && types.size === 1) return { match: 'date', format: 'yyyy-MM-dd' };
  const literals = literalsOf(parts)?.filter((literal) => literal !== null) ?? [];
  const areTexts = literals.length > 0 && literals.every((literal) => typeof literal === 'string');
  const isText = types.size === 1 && only === 'string';
  const regex = isText || areTexts ? regexOf(parts) : undefined;
  return regex === undefined ? { match: 'type' } : { match: 'regex', regex };
}

/** Enumerations before patterns before formats: the narrowest that is said. */
function regexOf(parts: readonly SchemaObject[]): string | undefined {
  const texts = literalsOf(parts)
    ?.filter((literal) => literal !== null)
    .map(String);
  if (texts !== undefined && texts.length > 0) return `^(?:${texts.map(escaped).join('|')})$`;
  for (const { pattern } of parts) if (pattern !== undefined && isPortable(pattern)) return pattern;
  for (const { format } of parts) {
    const known = FORMATS.get(format ?? '');
    if (known !== undefined) return known;
  }
  return undefined;
}

/** A timestamp of RFC 3339 has fractions of a second or none, `Z` or an offset; Pact's own matchers know one way at a time. */
const FORMATS = new Map([
  ['date-time', '^\\d{4}-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}:\\d{2}(?:\\.\\d+)?(?:[Zz]|[+-]\\d{2}:\\d{2})$'],
  ['date', '^\\d{4}-\\d{2}-\\d{2}$'],
  ['time', '^\\d{2}:\\d{2}:\\d{2}(?:\\.\\d+)?(?:[Zz]|[+-]\\d{2}:\\d{2})?$'],
  ['uuid', '^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$'],
  ['email', '^[^@\\s]+@[^@\\s]+$'],
  ['uri', '^[A-Za-z][A-Za-z0-9+.-]*:\\S+$'],
  ['url', '^[A-Za-z][A-Za-z0-9+.-]*:\\S+$'],
  ['ipv4', '^\\d{1,3}(?:\\.\\d{1,3}){3}$'],
  ['byte', '^[A-Za-z0-9+/=_-]*$'],
]);

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** Pact's core has a regular expression without look-around and back references, and sets inside of sets. */
const isPortable = (pattern: string): boolean => !/\(\?[=!<]|\\[1-9cukx]|\[\^?\]|\[[^\]]*(?:\[|&&|--|~~)/.test(pattern);
