import type { JsonObject } from '../pact/pact.ts';
import { ANY_VALUE, alternativesOf, type Place } from './alternatives.ts';
import type { Reading, ReadProblem } from './read-value.ts';
import {
  boundsOf,
  listedAt,
  literalVerdict,
  nameOf,
  testOf,
  typesOf,
  typeVerdict,
  type Verdict,
} from './rule-verdict.ts';
import { xmlRuleVerdict } from './xml-rule-verdict.ts';

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
    const verdicts = rule.matchers.map((matcher) =>
      rule.xml === undefined
        ? jsonRuleVerdict(reading, places, value, matcher)
        : xmlRuleVerdict(reading, places, value, matcher, rule.xml),
    );
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

function jsonRuleVerdict(
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
    const never = typeVerdict(alternatives, matcher, wanted);
    if (never !== undefined) return never;
    const alsoOther = name === 'integer' && alternatives.some((each) => typesOf(each)?.includes('number'));
    if (alsoOther && mode === 'sent')
      return { severity: 'warning', message: 'the rule integer is narrower than the document, which has number here' };
  }
  const bounds = boundsOf(alternatives, matcher);
  if (bounds !== undefined || mode === 'taken') return bounds;
  const test = testOf(matcher);
  const texts = listedAt(schemas, places, alternatives).filter((each) => typeof each === 'string');
  return test && literalVerdict(texts, matcher, test);
}
