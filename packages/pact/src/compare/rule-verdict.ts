import { isValid, type Schemas } from '@stuntdouble/engine';
import type { JsonObject } from '../pact/pact.ts';
import type { Alternative, Place } from './alternatives.ts';

/** What a matcher and a schema have to say to each other, whatever the body is written in. Knows no paths. */
export interface Verdict {
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

export const nameOf = (matcher: JsonObject): string =>
  typeof matcher.match === 'string' ? matcher.match : typeof matcher.regex === 'string' ? 'regex' : '';

export function described(matcher: JsonObject): string {
  const { match, regex, ...rest } = matcher;
  return [nameOf(matcher), regex ?? Object.values(rest)[0] ?? ''].map(String).join(' ').trim();
}

/** The types that all schemas of an alternative allow; undefined where none says. */
export function typesOf(alternative: Alternative): readonly string[] | undefined {
  return alternative
    .flatMap(({ schema }) => (schema.type === undefined ? [] : [[schema.type].flat()]))
    .reduce<readonly string[] | undefined>(
      (common, types) => common?.filter((type) => allows(types, type)) ?? types,
      undefined,
    );
}

/** A decimal rule refuses whole numbers, so a schema of integers gives it none. */
export function allows(types: readonly string[] | undefined, type: string): boolean {
  return types === undefined || types.includes(type) || (type === 'integer' && types.includes('number'));
}

/** An error where no alternative has a type of those that a matcher accepts. */
export function typeVerdict(
  alternatives: readonly Alternative[],
  matcher: JsonObject,
  wanted: readonly string[],
): Verdict | undefined {
  const allowed = alternatives.map((alternative) => typesOf(alternative));
  const meets = allowed.some((types) => wanted.some((type) => allows(types, type)));
  if (allowed.length === 0 || meets) return undefined;
  const here = [...new Set(allowed.flatMap((types) => types ?? []))].join(' or ');
  return {
    severity: 'error',
    message: `the rule ${described(matcher)} can never hold: the document has ${here} here`,
  };
}

export function boundsOf(alternatives: readonly Alternative[], { min, max }: JsonObject): Verdict | undefined {
  const conjuncts = alternatives.flat();
  const most = Math.min(...conjuncts.map(({ schema }) => schema.maxItems ?? Number.POSITIVE_INFINITY));
  const least = Math.max(0, ...conjuncts.map(({ schema }) => schema.minItems ?? 0));
  if (typeof min === 'number' && min > most)
    return { severity: 'error', message: `the rule asks for ${min} items at least, the document has ${most} at most` };
  if (typeof max === 'number' && max < least)
    return { severity: 'error', message: `the rule asks for ${max} items at most, the document has ${least} at least` };
  return undefined;
}

/** What the document lists at a place and allows there. */
export function listedAt(
  schemas: Schemas,
  places: readonly Place[],
  alternatives: readonly Alternative[],
): readonly unknown[] {
  const listed = alternatives
    .flat()
    .flatMap(({ schema }) => schema.enum ?? (schema.const === undefined ? [] : [schema.const]));
  return [...new Set(listed)].filter((value) => places.every(({ schema }) => isValid(schemas, schema, value)));
}

/** A closed list of values can be held against a test; what is free cannot. */
export function literalVerdict(
  values: readonly unknown[],
  matcher: JsonObject,
  test: (text: string) => boolean,
): Verdict | undefined {
  const refused = values.filter((value) => !test(String(value)));
  if (refused.length === 0) return undefined;
  const names = refused.slice(0, 5).map((value) => JSON.stringify(value));
  return refused.length === values.length
    ? { severity: 'error', message: `the rule ${described(matcher)} matches no value that the document lists` }
    : {
        severity: 'warning',
        message: `the rule ${described(matcher)} refuses ${names.join(', ')}, which the document lists`,
      };
}

/** Of a text, where the matcher is about one. */
export function testOf(matcher: JsonObject): ((text: string) => boolean) | undefined {
  const { regex, value } = matcher;
  if (nameOf(matcher) === 'include' && typeof value === 'string') return (text) => text.includes(value);
  if (typeof regex !== 'string') return undefined;
  try {
    const expression = new RegExp(`^(?:${regex})$`, 'u');
    return (text) => expression.test(text);
  } catch {
    // Written for Rust's engine: nothing to say about it here.
    return undefined;
  }
}
