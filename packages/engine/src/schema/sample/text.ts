import type { Faker } from '@faker-js/faker';
import { valueOfFormat } from './formats.ts';
import { generateText } from './generate.ts';
import { nameOf } from './name.ts';
import { type TextPlace, textByName } from './text-by-name.ts';

/** Texts for a place, the best first: by format, by name, by pattern, then words that fit many a pattern. The caller takes the first valid one. */
export function* textsFor(
  faker: Faker,
  place: TextPlace,
  pattern: string | undefined,
  isId: boolean,
): Generator<string> {
  const byFormat = valueOfFormat(faker, place);
  if (byFormat !== undefined) yield byFormat;
  if (pattern !== undefined && (isId || /\b(id|ids|sid)$/.test(nameOf(place.name)))) yield* identifiers(faker);
  const byName = textByName(faker, place);
  if (byName !== undefined) yield byName;
  if (pattern === undefined) {
    yield faker.lorem.words(2);
    return;
  }
  for (let i = 0; i < TRIES; i++) yield generateText(pattern, faker.number.int(1_000_000));
  yield* ODD;
}

const TRIES = 20;
/** For patterns beyond the generator: look-around, back-references. */
const ODD = [
  'a',
  'A',
  '1',
  'abc',
  'ABC',
  'abc123',
  'Abc12345!',
  'a-b',
  'a_b',
  'a.b',
  '2025-06-02',
  '12:00',
  '12:00:00',
  '1.0',
  '1.0.0',
  '10%',
  '#00ff00',
  'en-US',
  'user@example.com',
  'example.com',
  'https://example.com',
  '/path',
  '+4915112345678',
  '192.0.2.1',
  '550e8400-e29b-41d4-a716-446655440000',
];

/** The usual forms of identifiers, for patterns whose own texts would be too short to differ. */
function* identifiers(faker: Faker): Generator<string> {
  yield faker.string.numeric({ length: 18, allowLeadingZeros: false });
  yield faker.string.uuid();
  yield faker.string.alphanumeric(16);
}

/** Fields whose values should differ from item to item of a list, even where the document gives an example. */
export function isIdentifier(name: string, format: string | undefined): boolean {
  const words = nameOf(name);
  return /^(id|uuid|guid|key|node id|slug|sid|identifier)$/.test(words) || (format === 'uuid' && /\bid$/.test(words));
}

/** An example's n-th follower: `order-7` makes `order-9` for 2. Undefined where it ends in no number. */
export function successor(example: string, n: number): string | undefined {
  const match = /^(.*?)(\d+)(\D*)$/s.exec(example);
  const [, before, digits, after] = match ?? [];
  if (before === undefined || digits === undefined || digits.length > 30) return undefined;
  return `${before}${String(BigInt(digits) + BigInt(n)).padStart(digits.length, '0')}${after ?? ''}`;
}
