import { describe, expect, it } from '@jest/globals';
import { seededRandom } from '../../chance/random.ts';
import { createSchemas } from '../../schema/schemas.ts';
import { drift } from './drift.ts';
import { ajvOf } from './drift-fixture.ts';
import { DRIFT_MODES, type DriftMode } from './drift-mode.ts';

const ORDER = {
  $defs: {
    Customer: {
      type: 'object',
      required: ['customerId'],
      properties: {
        customerId: { type: 'string', format: 'uuid' },
        email: { type: ['string', 'null'], format: 'email' },
      },
    },
    Item: {
      type: 'object',
      required: ['sku', 'qty'],
      properties: { sku: { type: 'string' }, qty: { type: 'integer', minimum: 1 } },
      additionalProperties: false,
    },
  },
  schema: {
    allOf: [
      { type: 'object', required: ['id'], properties: { id: { type: 'integer' } } },
      {
        required: ['status', 'placed_at', 'items'],
        properties: {
          status: { type: 'string', enum: ['OPEN', 'IN_TRANSIT'] },
          placed_at: { type: 'string', format: 'date-time' },
          customer: { oneOf: [{ type: 'string' }, { $ref: '#/$defs/Customer' }] },
          items: { type: 'array', items: { $ref: '#/$defs/Item' }, maxItems: 9 },
          tags: { type: 'array', items: { type: 'string' } },
          note: { type: 'string' },
        },
      },
    ],
  },
};
const CUSTOMER = { customerId: 'a3bb189e-8bf9-3888-9912-ace4e6543002', email: 'jo@example.com' };
const BODY = {
  id: 7,
  status: 'IN_TRANSIT',
  placed_at: '2024-03-09T16:05:00Z',
  customer: CUSTOMER,
  items: [
    { sku: 'a', qty: 1 },
    { sku: 'b', qty: 2 },
  ],
  tags: ['x'],
};

function drifted(mode: DriftMode | undefined, path?: string, seed = 1, root: Root = ORDER, body: unknown = BODY) {
  const schemas = createSchemas(root, 'json-schema', 'response');
  const found = drift(schemas, root.schema, body, { mode, path }, seededRandom(seed));
  const isValid = ajvOf(root);
  if (found !== undefined && isValid(body)) expect(isValid(found.value)).toBe(found.effect !== 'violating');
  return found;
}
type Root = { readonly $defs?: object; readonly schema: object };

/** One schema for a property `a` of an object, and its value. */
const at = (a: object, value: unknown, mode: DriftMode, seed?: number): unknown => {
  const found = drifted(mode, '/a', seed, { schema: { type: 'object', properties: { a } } }, { a: value });
  return found && Object.values(found.value as object)[0];
};

const reached = (mode: DriftMode): string[] =>
  [...new Set(Array.from({ length: 80 }, (_, seed) => drifted(mode, undefined, seed)?.pointer ?? 'nowhere'))].sort();

describe('drift', () => {
  it('reaches every place of a mode, through allOf, oneOf, arrays and $ref, and only those that violate', () => {
    expect(reached('missing-required')).toEqual([
      '/customer/customerId',
      '/id',
      '/items',
      '/items/0/qty',
      '/items/0/sku',
      '/items/1/qty',
      '/items/1/sku',
      '/placed_at',
      '/status',
    ]);
    expect(reached('renamed')).toContain('/customer/customerId');
    expect(reached('unknown-enum')).toEqual(['/status']);
    expect(reached('empty-array')).toEqual(['/items', '/tags']);
    expect(reached('number-as-string')).toEqual(['/id', '/items/0/qty', '/items/1/qty']);
    expect(reached('bad-format')).toEqual(['/customer/customerId', '/customer/email', '/placed_at']);
    expect(reached('null')).not.toContain('/customer/email');
  });

  it('changes what path names, * being any item', () => {
    expect(drifted('null', '/customer/customerId')?.value).toEqual({
      ...BODY,
      customer: { ...CUSTOMER, customerId: null },
    });
    const pointers = Array.from({ length: 20 }, (_, seed) => drifted('wrong-type', '/items/*/qty', seed)?.pointer);
    expect(new Set(pointers)).toEqual(new Set(['/items/0/qty', '/items/1/qty']));
    expect(drifted('wrong-type', '')?.pointer).toBe('');
    expect(drifted('null', '/customer/email')).toBeUndefined();
    expect(drifted('null', '/*')).toBeUndefined();
  });

  it('is the same for the same seed, and without a mode any of those that apply', () => {
    for (let seed = 0; seed < 10; seed++)
      expect(drifted(undefined, undefined, seed)).toEqual(drifted(undefined, undefined, seed));
    const modes = Array.from({ length: 200 }, (_, seed) => drifted(undefined, undefined, seed)?.mode);
    expect(new Set(modes)).toEqual(new Set(DRIFT_MODES));
    expect(drifted(undefined, '/status', 3)?.pointer).toBe('/status');
  });

  it('leaves an object without a required property, or with it under another casing, in its place', () => {
    expect(drifted('missing-required', '/placed_at')?.value).toEqual({ ...BODY, placed_at: undefined });
    const names = (path: string) => Object.keys(drifted('renamed', path)?.value as object);
    expect(names('/placed_at')).toEqual(['id', 'status', 'placedAt', 'customer', 'items', 'tags']);
    expect(drifted('renamed', '/customer/customerId')?.value).toMatchObject({
      customer: { customer_id: CUSTOMER.customerId },
    });
    expect(names('/id')[0]).toBe('Id');
  });

  it('adds a field: a surprise where the schema is open, a violation where it is closed', () => {
    expect(drifted('extra-field', '')).toMatchObject({
      effect: 'surprising, valid',
      pointer: expect.stringMatching(/^\/\w+$/),
    });
    expect(drifted('extra-field', '/items/*')).toMatchObject({
      effect: 'violating',
      pointer: expect.stringMatching(/^\/items\/\d\//),
    });
    expect(drifted('extra-field', '/tags')).toBeUndefined();
  });

  it('makes arrays empty or huge, of valid items and no more than a megabyte', () => {
    expect(drifted('empty-array', '/items')).toMatchObject({ effect: 'surprising, valid', value: { items: [] } });
    expect(drifted('huge-array', '/items')?.effect).toBe('violating');
    const tags = drifted('huge-array', '/tags');
    expect(tags?.effect).toBe('surprising, valid');
    expect(tags?.value).toHaveProperty('tags.length', 5000);
    const long = at({ type: 'array' }, ['y'.repeat(2000)], 'huge-array');
    expect((long as unknown[]).length).toBeGreaterThan(400);
    expect(JSON.stringify(long).length).toBeLessThan(1_050_000);
    expect(at({ type: 'array' }, ['y'.repeat(2_000_000)], 'huge-array')).toBeUndefined();
  });

  it.each([
    [{ enum: ['open', 'closed'] }, 'open', 'open_v2'],
    [{ enum: ['OPEN', 'IN_TRANSIT'] }, 'OPEN', 'OPEN_V2'],
    [{ enum: ['in-transit'] }, 'in-transit', 'in-transit-v2'],
    [{ enum: ['inTransit'] }, 'inTransit', 'inTransitV2'],
    [{ enum: ['Open'] }, 'Open', 'OpenV2'],
    [{ enum: ['a', 'a_v2'] }, 'a', 'a_v3'],
    [{ enum: [1, 2, 5] }, 2, 3],
    [{ enum: [1, 2] }, 1, 3],
    [{ const: 'card' }, 'card', 'card_v2'],
    [{ anyOf: [{ enum: ['a'] }, { enum: ['a_v2'] }] }, 'a', 'a_v3'],
    [{ enum: [true] }, true, undefined],
  ])('makes of %j %j the unknown %j', (schema, value, unknown) => {
    expect(at(schema, value, 'unknown-enum')).toEqual(unknown);
  });

  it.each([
    [{ type: 'string', format: 'date-time' }, '2024-03-09T16:05:00Z', '03/09/2024, 4:05 PM'],
    [{ type: 'string', format: 'date' }, '2024-03-09', '03/09/2024'],
    [{ type: 'string', format: 'time' }, '00:30:00Z', '12:30 AM'],
    [{ type: 'string', format: 'uuid' }, CUSTOMER.customerId, 'not-a-uuid'],
    [{ type: 'string', format: 'email' }, 'jo@example.com', 'jo at example.com'],
    [{ type: 'string', format: 'uri' }, 'https://example.com/a', 'example.com/a'],
    [{ type: 'integer', format: 'int32' }, 5, 2_147_483_653],
    [{ type: 'integer', format: 'int64' }, 5, undefined],
    [{ type: 'string', format: 'password' }, 'secret', undefined],
    [{ type: 'string' }, 'plain', undefined],
  ])('breaks the format of %j %j: %j', (schema, value, broken) => {
    expect(at(schema, value, 'bad-format')).toEqual(broken);
  });

  it('chooses a type that no member of a union allows, and null only where it is not allowed', () => {
    for (let seed = 0; seed < 12; seed++) {
      const other = at({ type: ['string', 'integer', 'null'] }, 'x', 'wrong-type', seed);
      expect(['boolean', 'object']).toContain(typeof other);
    }
    expect(
      at(
        { anyOf: [{ type: 'string' }, { type: 'object' }, { type: 'array' }, { type: 'boolean' }] },
        'x',
        'wrong-type',
      ),
    ).toBe(1);
    expect(at({}, 'x', 'wrong-type')).toBeUndefined();
    expect(at({ type: ['string', 'null'] }, 'x', 'null')).toBeUndefined();
    expect(at({ oneOf: [{ type: 'string' }, { type: 'null' }] }, 'x', 'null')).toBeUndefined();
    expect(at({ type: ['number', 'string'] }, 1, 'number-as-string')).toBeUndefined();
  });

  it('leaves no branch of a oneOf that the changed value matches', () => {
    const root = {
      schema: {
        oneOf: [
          { type: 'object', required: ['a', 'b'], properties: { b: { type: 'string' } } },
          { type: 'object', required: ['a'], properties: { b: false } },
        ],
      },
    };
    // Without b the second branch matches: only a is really required.
    for (let seed = 0; seed < 10; seed++)
      expect(drifted('missing-required', undefined, seed, root, { a: 1, b: 'x' })?.pointer).toBe('/a');
  });

  it('asks for a new violation where the healthy body violates already', () => {
    const wrong = { ...BODY, id: 'seven', note: 'kept' };
    expect(drifted('null', '/id', 1, ORDER, wrong)).toBeUndefined();
    expect(drifted('null', '/note', 1, ORDER, wrong)?.pointer).toBe('/note');
    expect(drifted('empty-array', '/tags', 1, ORDER, wrong)?.effect).toBe('surprising, valid');
  });

  it('treats a property called __proto__ as one', () => {
    const root = JSON.parse(
      '{"schema":{"required":["__proto__","x"],"properties":{"__proto__":{"type":"string"}}}}',
    ) as Root;
    const body: unknown = JSON.parse('{"__proto__":"p","x":1}');
    const found = drift(
      createSchemas(root, 'json-schema', 'response'),
      root.schema,
      body,
      { mode: 'null', path: '/__proto__' },
      seededRandom(1),
    );
    expect(JSON.stringify(found?.value)).toBe('{"__proto__":null,"x":1}');
  });

  it('ends on schemas in a circle and on long lists', () => {
    const circle = { $defs: { A: { $ref: '#/$defs/B' }, B: { $ref: '#/$defs/A' } }, schema: { $ref: '#/$defs/A' } };
    expect(
      drift(
        createSchemas(circle, 'json-schema', 'response'),
        circle.schema,
        1,
        { mode: 'null', path: undefined },
        seededRandom(1),
      )?.mode,
    ).not.toBe('wrong-type');
    const list = {
      schema: { type: 'array', items: { type: 'object', required: ['n'], properties: { n: { type: 'integer' } } } },
    };
    const body = Array.from({ length: 30_000 }, (_, n) => ({ n }));
    expect(drifted('missing-required', '/29999/n', 1, list, body)?.pointer).toBe('/29999/n');
    expect(drifted('missing-required', undefined, 1, list, body)?.effect).toBe('violating');
  });
});
