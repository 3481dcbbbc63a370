import { singular, wordsOf } from '../../webhook/event-name.ts';
import type { IdFormat, PropertyFacts } from '../resource.ts';

/** Which property a path parameter names, and how new values of it look. Goes by names, patterns and examples; never by stored data. */

/** Undefined where nothing has such a name. */
export function idFieldOf(
  parameter: string,
  collection: string,
  properties: ReadonlyMap<string, PropertyFacts>,
): { readonly field: string; readonly why: string } | undefined {
  const scalar = [...properties.values()].filter(isScalar).map(({ name }) => name);
  if (scalar.includes(parameter)) return { field: parameter, why: `the path parameter ${parameter} has its name` };
  const plain = normal(parameter);
  const same = scalar.find((name) => normal(name) === plain);
  if (same !== undefined)
    return { field: same, why: `the path parameter ${parameter} has its name, written otherwise` };
  const last = /[A-Za-z]+$/.exec(parameter.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2'))?.[0].toLowerCase() ?? '';
  const tail = scalar.find((name) => normal(name) === last);
  if (tail !== undefined) return { field: tail, why: `the path parameter ${parameter} ends in it` };
  // `{intake}` of `/intakes/{intake}` is the intake itself, named by its id; so is `{intent}` of `/payment_intents/{intent}`.
  const owner = collection.split('/').at(-1) ?? '';
  const isItem = normal(owner).startsWith(plain.replace(/id$/, '')) || namesItem(parameter, owner);
  if (scalar.includes('id') && (isItem || /(id|ref|uuid|guid|key)$/.test(plain)))
    return { field: 'id', why: `the path parameter ${parameter} names the item, which has an id` };
  return undefined;
}

/** Whether its words are the last ones of what a collection is called: `{transaction}`, `{shipping_rate_token}`, `{person}` of people. */
function namesItem(parameter: string, owner: string): boolean {
  const words = wordsOf(parameter).filter((word, at, all) => at === 0 || at < all.length - 1 || !TOKENS.has(word));
  const things = wordsOf(owner).map((word) => PLURALS[word] ?? singular(word));
  return words.length > 0 && words.join(' ') === things.slice(-words.length).join(' ');
}

const TOKENS = new Set(['token', 'sid', 'code', 'name', 'number']);
const PLURALS: Readonly<Record<string, string>> = {
  people: 'person',
  children: 'child',
  data: 'datum',
  media: 'medium',
};

const isScalar = ({ types }: PropertyFacts): boolean =>
  types.size === 0 || types.has('string') || types.has('integer') || types.has('number');

export const normal = (name: string): string => name.replaceAll(/[^A-Za-z0-9]/g, '').toLowerCase();

const PATTERN = /^\^?([A-Za-z][A-Za-z0-9]*[_-])\[((?:[^\]\\]|\\.)+)\]\{(\d+)(?:,\d*)?\}\$?$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const PREFIXED = /^([A-Za-z][A-Za-z0-9]*_)([A-Za-z0-9]{6,64})$/;

export function idFormatOf(property: PropertyFacts | undefined): IdFormat {
  if (property === undefined) return { kind: 'sampled' };
  const { types, format, pattern, examples } = property;
  if (types.has('integer') || types.has('number')) return { kind: 'integer', text: false };
  if (format === 'uuid') return { kind: 'uuid' };
  const [, prefix, characters, length] = PATTERN.exec(pattern ?? '') ?? [];
  if (prefix !== undefined && characters !== undefined) {
    const alphabet = alphabetOf(characters);
    if (alphabet !== '') return { kind: 'prefixed', prefix, alphabet, length: Number(length) };
  }
  const example = examples.find((each): each is string => typeof each === 'string');
  if (pattern === undefined && example !== undefined) return formatOfExample(example);
  return { kind: 'sampled' };
}

/** How an id looks that the document shows. */
export function formatOfExample(example: string): IdFormat {
  if (UUID.test(example)) return { kind: 'uuid' };
  if (/^\d{1,15}$/.test(example)) return { kind: 'integer', text: true };
  if (/^(?=.*\d)(?=.*[a-f])[0-9a-f]{12,64}$/.test(example))
    return { kind: 'prefixed', prefix: '', alphabet: `${DIGITS}abcdef`, length: example.length };
  const [, prefix, rest] = PREFIXED.exec(example) ?? [];
  if (prefix === undefined || rest === undefined) return { kind: 'sampled' };
  const alphabet = /[a-z]/.test(rest)
    ? /[A-Z]/.test(rest)
      ? `${DIGITS}${UPPER}${UPPER.toLowerCase()}`
      : `${DIGITS}${UPPER.toLowerCase()}`
    : CROCKFORD;
  return { kind: 'prefixed', prefix, alphabet, length: rest.length };
}

const DIGITS = '0123456789';
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** `0-9A-HJ` as its characters; empty where it says more than ranges and characters. */
function alphabetOf(characters: string): string {
  if (/[\\^]/.test(characters)) return characters === '\\w' ? `${DIGITS}${UPPER.toLowerCase()}` : '';
  let alphabet = '';
  for (const [range] of characters.matchAll(/.-.|./g)) {
    const from = range.charCodeAt(0);
    const to = range.length === 3 ? range.charCodeAt(2) : from;
    for (let code = from; code <= to; code++) alphabet += String.fromCharCode(code);
  }
  return [...alphabet].filter((each) => /[A-Za-z0-9]/.test(each)).join('');
}
