import { isObject } from '../pact/json.ts';
import type { Json, JsonObject } from '../pact/pact.ts';
import type { RulePaths } from './rule-paths.ts';

/**
 * Whether what was sent is what a pact expects, in words where it is not. For the requests of a test: providers are verified by
 * Pact's own library. A rule of a kind that is not listed here asks for the type alone.
 */
export function mismatches(
  expected: Json,
  actual: unknown,
  rules: RulePaths,
  path: readonly (string | number)[],
): string[] {
  const rule = rules.at(path);
  const place = `body${path.map((name) => (typeof name === 'number' ? `[${name}]` : `.${name}`)).join('')}`;
  if (rule === undefined) return structural(expected, actual, rules, path, place, false);
  const failed = rule.matchers.map((matcher) => failureOf(matcher, expected, actual));
  const found =
    rule.combine === 'OR' && failed.some((each) => each === undefined) ? [] : failed.flatMap((each) => each ?? []);
  if (found.length > 0) return found.map((each) => `${place} ${each}`);
  return structural(expected, actual, rules, path, place, true);
}

/** Members and items by themselves. `loose`: a rule accepted the value, and lists may differ in length. */
function structural(
  expected: Json,
  actual: unknown,
  rules: RulePaths,
  path: readonly (string | number)[],
  place: string,
  loose: boolean,
): string[] {
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual)) return [`${place} is ${words(actual)} instead of a list`];
    if (!loose && actual.length !== expected.length)
      return [`${place} has ${actual.length} items instead of ${expected.length}`];
    return actual.flatMap((item, at) => {
      const like = expected[at] ?? expected[0];
      return like === undefined ? [] : mismatches(like, item, rules, [...path, at]);
    });
  }
  if (isObject(expected)) {
    if (!isRecord(actual)) return [`${place} is ${words(actual)} instead of an object`];
    const sent = Object.keys(actual).filter((name) => !(name in expected));
    return [
      ...Object.entries(expected).flatMap(([name, value]) =>
        name in actual ? mismatches(value, actual[name], rules, [...path, name]) : [`${place}.${name} is missing`],
      ),
      ...(loose ? [] : sent.map((name) => `${place}.${name} is not in the contract`)),
    ];
  }
  if (loose || Object.is(expected, actual)) return [];
  return [`${place} is ${words(actual)} instead of ${JSON.stringify(expected)}`];
}

/** Undefined where the matcher accepts the value. */
export function failureOf(matcher: JsonObject, expected: Json, actual: unknown): string | undefined {
  const kind = String(matcher.match ?? 'type');
  switch (kind) {
    case 'equality':
      return JSON.stringify(actual) === JSON.stringify(expected)
        ? undefined
        : `is ${words(actual)} instead of ${JSON.stringify(expected)}`;
    case 'regex':
      return new RegExp(`^(?:${String(matcher.regex ?? '')})$`).test(String(actual))
        ? undefined
        : `is ${words(actual)}, which does not match ${String(matcher.regex)}`;
    case 'include':
      return String(actual).includes(String(matcher.value ?? ''))
        ? undefined
        : `is ${words(actual)}, which does not include "${String(matcher.value)}"`;
    case 'integer':
      return Number.isInteger(actual) ? undefined : `is ${words(actual)} instead of an integer`;
    case 'decimal':
    case 'number':
      return typeof actual === 'number' ? undefined : `is ${words(actual)} instead of a number`;
    case 'boolean':
      return typeof actual === 'boolean' ? undefined : `is ${words(actual)} instead of a boolean`;
    case 'null':
      return actual === null ? undefined : `is ${words(actual)} instead of null`;
    case 'date':
    case 'time':
    case 'timestamp':
    case 'datetime':
      return typeof actual === 'string' ? undefined : `is ${words(actual)} instead of a ${kind}`;
    default:
      return typeFailure(matcher, expected, actual);
  }
}

function typeFailure({ min, max }: JsonObject, expected: Json, actual: unknown): string | undefined {
  if (typeOf(expected) !== typeOf(actual)) return `is ${words(actual)} instead of ${typeOf(expected)}`;
  if (!Array.isArray(actual)) return undefined;
  if (typeof min === 'number' && actual.length < min) return `has ${actual.length} items, at least ${min} are agreed`;
  if (typeof max === 'number' && actual.length > max) return `has ${actual.length} items, at most ${max} are agreed`;
  return undefined;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const typeOf = (value: unknown): string =>
  value === null
    ? 'null'
    : Array.isArray(value)
      ? 'a list'
      : typeof value === 'object'
        ? 'an object'
        : `a ${typeof value}`;

function words(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
