import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { gateFor } from '../admission-fixture.ts';

/** Whatever a client serialises by the rules, we read back as it was. */
type Values = { primitive: string; list: string[]; members: Record<string, string> };

const text = fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme' }).filter((value) => !value.includes('\ufffd'));
const key = fc.stringMatching(/^[a-z]{1,4}$/);
const list = fc.array(text, { minLength: 1, maxLength: 4 });
const members = fc.dictionary(key, text, { minKeys: 1, maxKeys: 4 });

const e = (value: string) => encodeURIComponent(value);
/** RFC 6570 leaves dots alone, so that they cannot be told from delimiters: they are encoded here as data. */
const dotted = (value: string) => e(value).replaceAll('.', '%2E');
const pairs = (value: Record<string, string>, write = e) =>
  Object.entries(value).map(([name, item]) => `${name}=${write(item)}`);
const turns = (value: Record<string, string>) =>
  Object.entries(value)
    .flatMap(([name, item]) => [name, e(item)])
    .join(',');

const SCHEMAS = {
  primitive: { type: 'string' },
  list: { type: 'array', items: { type: 'string' } },
  members: { type: 'object', additionalProperties: { type: 'string' } },
};

type Write<K extends keyof Values> = (value: Values[K]) => string;
type Row<K extends keyof Values> = readonly [place: 'path' | 'query', style: string, explode: boolean, write: Write<K>];

const primitives: readonly Row<'primitive'>[] = [
  ['path', 'simple', false, e],
  ['path', 'label', false, (value) => `.${e(value)}`],
  ['path', 'matrix', false, (value) => `;p=${e(value)}`],
  ['query', 'form', true, (value) => `p=${e(value)}`],
  ['query', 'form', true, (value) => new URLSearchParams({ p: value }).toString()],
];

const lists: readonly Row<'list'>[] = [
  ['path', 'simple', false, (value) => value.map(e).join(',')],
  ['path', 'label', false, (value) => `.${value.map(e).join(',')}`],
  ['path', 'label', true, (value) => `.${value.map(dotted).join('.')}`],
  ['path', 'matrix', false, (value) => `;p=${value.map(e).join(',')}`],
  ['path', 'matrix', true, (value) => value.map((item) => `;p=${e(item)}`).join('')],
  ['query', 'form', true, (value) => value.map((item) => `p=${e(item)}`).join('&')],
  ['query', 'form', false, (value) => `p=${value.map(e).join(',')}`],
  ['query', 'deepObject', true, (value) => value.map((item, index) => `p[${index}]=${e(item)}`).join('&')],
];

const objects: readonly Row<'members'>[] = [
  ['path', 'simple', false, turns],
  ['path', 'simple', true, (value) => pairs(value).join(',')],
  ['path', 'label', true, (value) => `.${pairs(value, dotted).join('.')}`],
  ['path', 'matrix', false, (value) => `;p=${turns(value)}`],
  [
    'path',
    'matrix',
    true,
    (value) =>
      pairs(value)
        .map((pair) => `;${pair}`)
        .join(''),
  ],
  ['query', 'form', false, (value) => `p=${turns(value)}`],
  ['query', 'form', true, (value) => pairs(value).join('&')],
  [
    'query',
    'deepObject',
    true,
    (value) =>
      Object.entries(value)
        .map(([name, item]) => `p[${name}]=${e(item)}`)
        .join('&'),
  ],
];

function check<K extends keyof Values>(
  kind: K,
  [place, style, explode, write]: Row<K>,
  values: fc.Arbitrary<Values[K]>,
): void {
  const declared = { name: 'p', in: place, required: true, style, explode, schema: SCHEMAS[kind] };
  const gate = gateFor({ parameters: [declared] }, {}, { path: place === 'path' ? '/things/{p}' : '/things' });
  fc.assert(
    fc.property(values, (value) => {
      const sent = place === 'path' ? { params: { p: write(value) } } : { target: `/things?${write(value)}` };
      const admitted = gate.admit(sent);
      expect(admitted).toMatchObject({ kind: 'admitted' });
      expect(admitted.kind === 'admitted' && { ...admitted.values[place] }).toEqual({ p: value });
    }),
    { numRuns: 60, seed: 20261122 },
  );
}

describe('what a style writes is read back', () => {
  it.each(primitives)('as a string: %s %s, explode %s', (...row) => check('primitive', row, text));
  it.each(lists)('as a list: %s %s, explode %s', (...row) => check('list', row, list));
  // A free-form exploded object takes every field, its own name excepted.
  it.each(objects)('as an object: %s %s, explode %s', (...row) =>
    check(
      'members',
      row,
      members.filter((value) => !('p' in value)),
    ),
  );
});
