import { isValid, type Schemas } from '@stuntdouble/engine';
import type { JsonObject } from '../pact/pact.ts';
import { type Alternative, ANY_VALUE, alternativesOf, type Place } from './alternatives.ts';
import type { Reading, ReadProblem } from './read-value.ts';

/**
 * Holds what a matching rule lets through against what the schema allows at the same place: a rule that no allowed value
 * satisfies is an error, one that only some do is a warning. Judges no example.
 */
export function ruleProblems(
  reading: Reading,
  places: readonly Place[],
  value: unknown,
  path: readonly string[],
): ReadProblem[] {
  const rules = reading.rules.at(path);
  const [first] = places;
  if (rules.length === 0 || first === undefined) return [];
  return rules.flatMap((rule) => {
    const verdicts = rule.matchers.map((matcher) => verdictOf(reading, places, value, matcher));
    // Of rules joined by OR one that can hold is enough.
    const failed = verdicts.filter((verdict) => verdict !== undefined);
    if (rule.combine === 'OR' && failed.length < rule.matchers.length) return [];
    const { pointer } = first;
    return failed.map(({ severity, message }) => {
      const kind = severity === 'error' ? ('rule' as const) : ('narrower' as const);
      return { kind, severity, path, pointer, message };
    });
  });
}

interface Verdict {
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

/** What a matcher accepts, in the types of JSON Schema. Those that go by the example are not here. */
const accepts: Readonly<Record<string, readonly string[]>> = {
  integer: ['integer'],
  decimal: ['number'],
  number: ['integer', 'number'],
  boolean: ['boolean'],
  null: ['null'],
  include: ['string'],
  date: ['string'],
  time: ['string'],
  datetime: ['string'],
  timestamp: ['string'],
  semver: ['string'],
  arrayContains: ['array'],
  'array-contains': ['array'],
  eachKey: ['object'],
  eachValue: ['object'],
  values: ['object', 'array'],
};

function verdictOf(
  { schemas, mode }: Reading,
  places: readonly Place[],
  value: unknown,
  matcher: JsonObject,
): Verdict | undefined {
  const name = nameOf(matcher);
  const wanted =
    accepts[name] ?? (typeof matcher.regex === 'string' && typeof value === 'string' ? ['string'] : undefined);
  const alternatives = alternativesOf(schemas, places, ANY_VALUE);
  if (wanted !== undefined) {
    const allowed = alternatives.map((alternative) => typesOf(alternative));
    const meets = allowed.filter((types) => wanted.some((type) => allows(types, type)));
    if (allowed.length > 0 && meets.length === 0)
      return {
        severity: 'error',
        message: `the rule ${described(matcher)} can never hold: the document has ${[...new Set(allowed.flatMap((types) => types ?? []))].join(' or ')} here`,
      };
    const alsoOther = name === 'integer' && allowed.some((types) => types?.includes('number'));
    if (alsoOther && mode === 'sent')
      return { severity: 'warning', message: 'the rule integer is narrower than the document, which has number here' };
  }
  return (
    boundsOf(alternatives, matcher) ?? (mode === 'sent' ? literals(schemas, places, alternatives, matcher) : undefined)
  );
}

const nameOf = (matcher: JsonObject): string =>
  typeof matcher.match === 'string' ? matcher.match : typeof matcher.regex === 'string' ? 'regex' : '';

function described(matcher: JsonObject): string {
  const { match, regex, ...rest } = matcher;
  return [nameOf(matcher), regex ?? Object.values(rest)[0] ?? ''].map(String).join(' ').trim();
}

/** The types that all schemas of an alternative allow; undefined where none says. */
function typesOf(alternative: Alternative): readonly string[] | undefined {
  return alternative
    .flatMap(({ schema }) => (schema.type === undefined ? [] : [[schema.type].flat()]))
    .reduce<readonly string[] | undefined>(
      (common, types) => common?.filter((type) => allows(types, type)) ?? types,
      undefined,
    );
}

/** A decimal rule refuses whole numbers, so a schema of integers gives it none. */
function allows(types: readonly string[] | undefined, type: string): boolean {
  return types === undefined || types.includes(type) || (type === 'integer' && types.includes('number'));
}

function boundsOf(alternatives: readonly Alternative[], { min, max }: JsonObject): Verdict | undefined {
  const conjuncts = alternatives.flat();
  const most = Math.min(...conjuncts.map(({ schema }) => schema.maxItems ?? Number.POSITIVE_INFINITY));
  const least = Math.max(0, ...conjuncts.map(({ schema }) => schema.minItems ?? 0));
  if (typeof min === 'number' && min > most)
    return { severity: 'error', message: `the rule asks for ${min} items at least, the document has ${most} at most` };
  if (typeof max === 'number' && max < least)
    return { severity: 'error', message: `the rule asks for ${max} items at most, the document has ${least} at least` };
  return undefined;
}

/** A closed list of texts can be held against a regular expression; free text cannot. */
function literals(
  schemas: Schemas,
  places: readonly Place[],
  alternatives: readonly Alternative[],
  matcher: JsonObject,
): Verdict | undefined {
  const test = testOf(matcher);
  if (test === undefined) return undefined;
  const listed = alternatives
    .flat()
    .flatMap(({ schema }) => schema.enum ?? (schema.const === undefined ? [] : [schema.const]));
  const values = listed.filter(
    (value) => typeof value === 'string' && places.every(({ schema }) => isValid(schemas, schema, value)),
  );
  if (values.length === 0) return undefined;
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

function testOf(matcher: JsonObject): ((text: string) => boolean) | undefined {
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
