import { isValid } from '../check.ts';
import { regularExpression } from '../regular-expression.ts';
import type { Schemas } from '../schemas.ts';
import { withoutBackReferences } from './back-references.ts';
import { generateText } from './generate.ts';
import type { Place } from './part.ts';

/**
 * Patterns as json-schema-faker's generator can read them: it knows classes, groups and quantifiers, but no `\u0041`, `\t`,
 * `\p{L}`, and repeats at most five times more than it must.
 */
export function generatorPattern(pattern: string, minLength: number, maxLength: number): string {
  const plain = readable(withoutBackReferences(pattern, (group) => generateText(readable(group), 1)) ?? pattern);
  if (minLength <= 1 && maxLength === Number.POSITIVE_INFINITY) return plain;
  return stretch(plain, minLength, maxLength, pattern) ?? plain;
}

const PROPERTY_CLASSES: readonly (readonly [RegExp, string])[] = [
  [/^(Lu|Uppercase|Uppercase_Letter)$/, 'A-Z'],
  [/^(Ll|Lowercase|Lowercase_Letter)$/, 'a-z'],
  [/^(L|Letter|Alphabetic|.*Latin.*)$/, 'a-zA-Z'],
  [/^(N|Nd|Number|Decimal_Number)$/, '0-9'],
  [/^(Z|Zs|Space_Separator|White_Space)$/, ' '],
  [/^(P.*|S.*|Punctuation)$/, '.'],
];

/** One of each kind that is asked for, none of them more than one unit long or special in a class. */
const CHARACTERS = [
  'a',
  'A',
  '1',
  ' ',
  '.',
  '$',
  '+',
  '_',
  '(',
  ')',
  ...'éßαΩяЖאعกक中あア한٣Ⅷ½⭐\u0301\u0001\u200B«»€',
];

/** What `\p{…}` or `\P{…}` allows, as far as it is known: a range, or one character. */
function classOf(token: string, property: string): string {
  const expression = regularExpression(token);
  const fits = (text: string): boolean => expression?.test(text) === true;
  const range = PROPERTY_CLASSES.find(([name, [first]]) => name.test(property) && fits(first ?? ''))?.[1];
  return range ?? CHARACTERS.find(fits) ?? 'a-z';
}

const CONTROLS: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f', v: '\v', 0: '\0' };

function readable(pattern: string): string {
  let inClass = false;
  return pattern.replace(
    /\\u\{([\da-f]+)\}|\\u([\da-f]{4})|\\x([\da-f]{2})|\\p\{(?:[^}=]*=)?([^}]*)\}|\\([tnrfv0])|\\[\s\S]|[[\]]/gi,
    (token, long, short, byte, property, control) => {
      if (token === '[') inClass = true;
      if (token === ']') inClass = false;
      const code = long ?? short ?? byte;
      if (code !== undefined) return literal(String.fromCodePoint(Number.parseInt(code, 16)), inClass);
      if (property !== undefined) {
        const set = classOf(token, property);
        return inClass ? set : `[${set}]`;
      }
      return control === undefined ? token : (CONTROLS[control] ?? token);
    },
  );
}

function literal(char: string, inClass: boolean): string {
  return /[\\\]^$.*+?()[{}|/-]/.test(char) && !inClass ? `\\${char}` : char;
}

/** Sets each unbounded quantifier in turn to the count that brings the text to length; undefined where none does. */
function stretch(pattern: string, minLength: number, maxLength: number, judge: string): string | undefined {
  const places = [...pattern.matchAll(/\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]|([+*]|\{(\d+),(\d*)\})\??/g)].filter(
    (match) => match[1] !== undefined,
  );
  const fits = (text: string): boolean =>
    countOf(text) >= minLength && countOf(text) <= maxLength && regularExpression(judge)?.test(text) === true;
  for (const place of places.reverse()) {
    const least = place[1] === '+' ? 1 : Number(place[2] ?? 0);
    const most = Number(place[3] || Number.POSITIVE_INFINITY);
    const using = (count: number): string =>
      `${pattern.slice(0, place.index)}{${count}}${pattern.slice(place.index + place[0].length)}`;
    const wanted = Math.max(least, minLength - countOf(generateText(using(least), 1)) + least);
    for (const count of [wanted, wanted + 1, wanted - 1, minLength, least, Math.min(most, maxLength)]) {
      if (count < least || count > most || count > 10_000) continue;
      if ([1, 2, 3].every((seed) => fits(generateText(using(count), seed)))) return using(count);
    }
  }
  return undefined;
}

const countOf = (text: string): number => [...text].length;

const WORDS = [
  'primary',
  'secondary',
  'default',
  'en',
  'de',
  'a',
  'b',
  'x-1',
  '1',
  '2',
  'alpha',
  'beta',
  'ABC',
  'DEF',
  '2025-06-01',
  'example.com',
  'key',
];

/** A name for an entry of a map: by the patterns it must fit, else a plain word; the i-th differs from the others. */
export function textFor(schemas: Schemas, rules: readonly Place[], patterns: readonly string[], i: number): string {
  const fits = (text: string): boolean => rules.every(({ schema }) => isValid(schemas, schema, text));
  const listed = rules
    .flatMap(({ schema }) => (typeof schema === 'object' ? (schema.enum ?? []) : []))
    .filter((name) => typeof name === 'string');
  const own = rules.flatMap(({ schema }) =>
    typeof schema === 'object' && schema.pattern !== undefined ? [schema.pattern] : [],
  );
  const generated = [...patterns, ...own].map((pattern) => generateText(readable(pattern), i + 1));
  const candidates = [...listed.slice(i), ...generated, WORDS[i] ?? `key${i}`, ...WORDS].filter(fits);
  return candidates[0] ?? `key${i}`;
}
