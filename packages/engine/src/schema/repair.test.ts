import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { schemas as anySchema, roots, values } from './arbitrary-schema.ts';
import { check } from './check.ts';
import { type Repaired, repair } from './repair.ts';
import { loadSampler, type Sampler } from './sample.ts';
import { createSchemas } from './schemas.ts';

let sample: Sampler;
beforeAll(async () => {
  sample = await loadSampler();
});

const root = {
  components: {
    schemas: {
      Card: {
        type: 'object',
        required: ['type', 'last4'],
        properties: { type: { const: 'card' }, last4: { type: 'string' } },
        additionalProperties: false,
      },
      Bank: {
        type: 'object',
        required: ['type', 'iban'],
        properties: { type: { const: 'bank' }, iban: { type: 'string' } },
        additionalProperties: false,
      },
    },
  },
};

const repaired = (schema: unknown, value: unknown): Repaired =>
  repair(createSchemas(root, 'json-schema', 'response'), schema, value, { seed: 1, sample });

describe('repair', () => {
  it('gives up what was invalid before what was valid', () => {
    const text = { type: 'string' };
    const either = { type: 'object', properties: { a: text, b: text }, not: { required: ['a', 'b'] } };
    expect(repaired(either, { a: '1', b: 3 })).toMatchObject({ value: { a: '1' } });
    expect(repaired(either, { a: 3, b: '1' })).toMatchObject({ value: { b: '1' } });
    const one = { type: 'object', properties: { a: text, b: text, c: text }, maxProperties: 1 };
    expect(repaired(one, { a: 3, b: '1', c: 4 })).toMatchObject({ value: { b: '1' } });
  });

  it('leaves a valid value alone', () => {
    const value = { a: 1 };
    expect(repaired({ type: 'object' }, value)).toEqual({ value, changes: [] });
  });

  it('converts what is obvious, removes what is refused, adds what is missing, and says so', () => {
    const schema = {
      type: 'object',
      required: ['id', 'name'],
      properties: {
        id: { type: 'integer' },
        name: { type: 'string' },
        at: { type: 'string', format: 'date-time' },
        tags: { type: 'array', items: { type: 'string' } },
        note: { type: 'string' },
      },
      additionalProperties: false,
    };
    expect(repaired(schema, { id: '12', at: '2025-06-02 10:00:00', tags: 'a', note: null, extra: 1 })).toEqual({
      value: { id: 12, at: '2025-06-02T10:00:00Z', tags: ['a'], name: expect.any(String) },
      changes: [
        { path: ['id'], before: '12', after: 12, code: 'type' },
        { path: ['at'], before: '2025-06-02 10:00:00', after: '2025-06-02T10:00:00Z', code: 'format' },
        { path: ['tags'], before: 'a', after: ['a'], code: 'type' },
        { path: ['note'], before: null, code: 'type' },
        { path: ['extra'], before: 1, code: 'additionalProperties' },
        { path: ['name'], after: expect.any(String), code: 'required' },
      ],
    });
  });

  it.each([
    ['Thu, 30 Jul 2015 20:12:31 +0000', 'date-time', '2015-07-30T20:12:31Z'],
    ['2015-07-30', 'date-time', '2015-07-30T00:00:00Z'],
    ['2015-07-30T20:12:31Z', 'date', '2015-07-30'],
    [1438287151, 'date-time', '2015-07-30T20:12:31Z'],
    ['example.com/a b', 'uri', 'https://example.com/a%20b'],
    ['https://example.com/{id}', 'uri', 'https://example.com/%7Bid%7D'],
  ])('reads %j as %s', (before, format, after) => {
    expect(repaired({ type: 'string', format }, before)).toMatchObject({ value: after });
  });

  it('finds the item of an enum that was meant', () => {
    expect(repaired({ enum: ['in_progress', 'done'] }, 'In Progress')).toMatchObject({ value: 'in_progress' });
  });

  it('keeps to the branch that lies nearest', () => {
    const schema = { oneOf: [{ $ref: '#/components/schemas/Card' }, { $ref: '#/components/schemas/Bank' }] };
    expect(repaired(schema, { type: 'bank', iban: 12 })).toMatchObject({
      value: { type: 'bank', iban: '12' },
      changes: [{ path: ['iban'] }],
    });
  });

  it('takes away what makes two branches fit', () => {
    const schema = { properties: { a: true, b: true, c: true }, oneOf: [{ required: ['a'] }, { required: ['b'] }] };
    expect(repaired(schema, { a: 1, b: 2, c: 3 })).toMatchObject({ value: { a: 1, c: 3 } });
  });

  it('mends items one by one, drops twins and fills up', () => {
    expect(
      repaired({ type: 'array', items: { type: 'integer' }, uniqueItems: true, minItems: 3 }, [1, '2', 1]),
    ).toMatchObject({ value: [1, 2, expect.any(Number)] });
    expect(repaired({ type: 'array', maxItems: 1 }, [1, 2])).toMatchObject({
      value: [1],
      changes: [{ path: ['1'], before: 2, code: 'maxItems' }],
    });
  });

  it('never changes what it is given', () => {
    const value = { id: '1', inner: { n: '2' } };
    repaired({ properties: { id: { type: 'integer' }, inner: { properties: { n: { type: 'integer' } } } } }, value);
    expect(value).toEqual({ id: '1', inner: { n: '2' } });
  });

  it('names the schema where no value exists', () => {
    expect(repaired({ type: 'object', required: ['a'], properties: { a: { type: 'string', enum: [1] } } }, {})).toEqual(
      { unsatisfiable: '#/properties/a/enum' },
    );
  });

  it('keeps every valid property of an object, whatever else is wrong', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), values, { noNullPrototype: true }), (value) => {
        const schema = {
          type: 'object',
          properties: { a: { type: 'string' }, b: { type: 'integer' }, c: { type: 'array' } },
          required: ['a'],
        };
        const outcome = repaired(schema, value);
        if (!('value' in outcome)) throw new Error('satisfiable');
        const kept = Object.fromEntries(
          Object.entries(value).filter(
            ([name, item]) =>
              name === 'd' ||
              check(createSchemas({}, 'json-schema', 'response'), schema.properties[name as 'a'], item).length === 0,
          ),
        );
        expect(outcome.value).toMatchObject(kept);
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it('is valid afterwards, whatever schema and value', () => {
    fc.assert(
      fc.property(roots, anySchema, values, (document, schema, value) => {
        const schemas = createSchemas(document, 'json-schema', 'response');
        const outcome = repair(schemas, schema, value, { seed: 1, sample });
        if ('value' in outcome) expect(check(schemas, schema, outcome.value)).toEqual([]);
      }),
      { numRuns: 300, seed: 20250602 },
    );
  });
});
