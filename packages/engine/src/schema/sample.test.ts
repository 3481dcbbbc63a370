import { execFileSync } from 'node:child_process';
import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { schemas as anySchema, roots } from './arbitrary-schema.ts';
import { check } from './check.ts';
import { isOfFormat } from './keywords/string.ts';
import { loadSampler, type Sampled, type Sampler } from './sample.ts';
import { createSchemas, type Direction } from './schemas.ts';

let sample: Sampler;
beforeAll(async () => {
  sample = await loadSampler();
});
afterEach(() => {
  jest.restoreAllMocks();
});

const root = {
  components: {
    schemas: {
      Tree: {
        type: 'object',
        required: ['name', 'children'],
        properties: {
          name: { type: 'string' },
          children: { type: 'array', items: { $ref: '#/components/schemas/Tree' } },
          parent: { $ref: '#/components/schemas/Tree' },
        },
      },
      Endless: { type: 'object', required: ['next'], properties: { next: { $ref: '#/components/schemas/Endless' } } },
      Way: {
        type: 'object',
        required: ['next'],
        properties: { next: { anyOf: [{ $ref: '#/components/schemas/Way' }, { $ref: '#/components/schemas/Stop' }] } },
      },
      Stop: { type: 'object', required: ['end'], properties: { end: { const: true } } },
      Cat: { type: 'object', required: ['kind'], properties: { kind: { type: 'string' }, lives: { type: 'integer' } } },
      Dog: { type: 'object', required: ['kind'], properties: { kind: { type: 'string' }, bark: { type: 'string' } } },
    },
  },
};

function sampled(schema: unknown, seed = 1, direction: Direction = 'response'): Sampled {
  return sample(createSchemas(root, 'json-schema', direction), schema, { seed });
}

function made(schema: unknown, seed = 1): unknown {
  const outcome = sampled(schema, seed);
  if ('unsatisfiable' in outcome) throw new Error(`unsatisfiable: ${outcome.unsatisfiable}`);
  return outcome.value;
}

const order = {
  type: 'object',
  required: ['id'],
  properties: {
    id: { type: 'string' },
    email: { type: 'string', format: 'email' },
    created_at: { type: 'string', format: 'date-time' },
    updated_at: { type: 'string', format: 'date-time' },
    status: { type: 'string', enum: ['open', 'paid'] },
    total: { type: 'integer', format: 'int64', minimum: -9007199254740991, maximum: 9007199254740991 },
    customer: {
      type: 'object',
      properties: { first_name: { type: 'string' }, country: { type: 'string', maxLength: 2 } },
    },
    lines: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          sku: { type: 'string', pattern: '^[A-Z]{3}-\\d{4}$' },
          price: { type: 'number', multipleOf: 0.01, minimum: 0 },
        },
      },
    },
    note: { type: ['string', 'null'], examples: ['leave at the door'] },
    secret: { type: 'string', writeOnly: true },
  },
  additionalProperties: false,
};

describe('sample', () => {
  it('fills every optional property, arrays too, and leaves out what is write-only', () => {
    expect(made(order)).toEqual({
      id: expect.any(String),
      email: expect.stringMatching(/@example\./),
      created_at: expect.stringMatching(/Z$/),
      updated_at: expect.stringMatching(/Z$/),
      status: expect.stringMatching(/^(open|paid)$/),
      total: expect.any(Number),
      customer: { first_name: expect.stringMatching(/^\p{Lu}/u), country: expect.stringMatching(/^[A-Z]{2}$/) },
      lines: [expect.objectContaining({ sku: expect.stringMatching(/^[A-Z]{3}-\d{4}$/) }), expect.anything()],
      note: 'leave at the door',
    });
  });

  it('writes nothing that is read-only into a request', () => {
    expect(
      sampled(
        { type: 'object', properties: { id: { type: 'string', readOnly: true }, name: { type: 'string' } } },
        1,
        'request',
      ),
    ).toEqual({ value: { name: expect.any(String) } });
  });

  it.each(Array.from({ length: 20 }, (_, seed) => seed))(
    'keeps created before updated and numbers above zero (seed %d)',
    (seed) => {
      const { created_at, updated_at, total } = made(order, seed) as {
        created_at: string;
        updated_at: string;
        total: number;
      };
      expect(created_at < updated_at).toBe(true);
      expect(total).toBeGreaterThanOrEqual(0);
    },
  );

  it('gives the same bytes for the same seed, and others for another one', () => {
    expect(JSON.stringify(made(order, 7))).toBe(JSON.stringify(made(order, 7)));
    expect(JSON.stringify(made(order, 7))).not.toBe(JSON.stringify(made(order, 8)));
  });

  it('gives the same bytes in another process, in another time zone', () => {
    const script = `
      import { loadSampler } from ${JSON.stringify(new URL('sample.ts', import.meta.url).href)};
      import { createSchemas } from ${JSON.stringify(new URL('schemas.ts', import.meta.url).href)};
      const sample = await loadSampler();
      process.stdout.write(JSON.stringify(sample(createSchemas({}, 'json-schema', 'response'), ${JSON.stringify(order)}, { seed: 7 }).value));`;
    const env = { ...process.env, TZ: 'Pacific/Kiritimati', NODE_OPTIONS: '' };
    const there = execFileSync(process.execPath, ['--input-type=module', '-e', script], { env, encoding: 'utf8' });
    expect(there).toBe(JSON.stringify(made(order, 7)));
  });

  it('asks neither the clock nor chance', () => {
    const forbidden = (): never => {
      throw new Error('not seeded');
    };
    jest.spyOn(Date, 'now').mockImplementation(forbidden);
    jest.spyOn(Math, 'random').mockImplementation(forbidden);
    expect(check(createSchemas(root, 'json-schema', 'response'), order, made(order, 3))).toEqual([]);
  });

  it('does not depend on what was sampled before', () => {
    const alone = made(order, 5);
    made({ type: 'array', items: { type: 'string', format: 'uuid' }, minItems: 9 }, 6);
    expect(made(structuredClone(order), 5)).toEqual(alone);
  });

  it.each([
    'email',
    'hostname',
    'ipv4',
    'ipv6',
    'uri',
    'uri-reference',
    'uri-template',
    'uuid',
    'date',
    'time',
    'date-time',
    'duration',
    'json-pointer',
    'relative-json-pointer',
    'regex',
    'byte',
    'iso-time',
    'url',
  ])('makes a valid %s', (format) => {
    const text = made({ type: 'string', format });
    expect(isOfFormat(String(text), format)).toBe(true);
  });

  it.each([
    ['^[a-z]+$', 40, 50],
    ['^(?=.*[A-Z])(?=.*\\d).{8,}$', 8, 64],
    ['^\\p{Lu}\\p{Ll}*\\u0020[0-9]{2,}$', 12, 12],
    ['^https://', 0, 100],
    ['^[\\w\\d+\\/=]*$', 1, 20],
  ])('makes texts for %s of %d to %d characters', (pattern, minLength, maxLength) => {
    const text = String(made({ type: 'string', pattern, minLength, maxLength }));
    expect(text).toMatch(new RegExp(pattern, 'u'));
    expect(text.length).toBeGreaterThanOrEqual(minLength);
    expect(text.length).toBeLessThanOrEqual(maxLength);
  });

  it('goes a little way into circles, and gets out of them where something is required', () => {
    expect(made({ $ref: '#/components/schemas/Tree' })).toMatchObject({
      name: expect.any(String),
      children: [{ children: expect.any(Array) }, {}],
      parent: {},
    });
    expect(JSON.stringify(made({ $ref: '#/components/schemas/Tree' })).length).toBeLessThan(3000);
    expect(JSON.stringify(made({ $ref: '#/components/schemas/Way' }))).toContain('{"end":true}');
  });

  it('says what the discriminator says', () => {
    const schema = {
      oneOf: [{ $ref: '#/components/schemas/Dog' }, { $ref: '#/components/schemas/Cat' }],
      discriminator: { propertyName: 'kind', mapping: { hound: '#/components/schemas/Dog' } },
    };
    const pets = createSchemas(
      {
        components: {
          schemas: {
            ...root.components.schemas,
            Dog: { ...root.components.schemas.Dog, required: ['kind', 'bark'] },
            Cat: { ...root.components.schemas.Cat, required: ['kind', 'lives'] },
          },
        },
      },
      'oas3.0',
      'response',
    );
    expect(sample(pets, schema, { seed: 1 })).toMatchObject({ value: { kind: 'hound', bark: expect.any(String) } });
  });

  it('fits one branch of oneOf only, even where optional properties would fit two', () => {
    const schema = {
      type: 'object',
      properties: { card: { type: 'string' }, iban: { type: 'string' } },
      oneOf: [{ required: ['card'] }, { required: ['iban'] }],
    };
    expect(made(schema)).toEqual({ card: expect.any(String) });
  });

  it('finds a value for one branch of oneOf although the others ask for nothing', () => {
    const schema = {
      oneOf: [
        { type: 'object', properties: { message: { type: 'string' } } },
        { type: 'object', properties: { message: { type: 'string' }, metadata: { type: 'object' } } },
      ],
    };
    expect(made(schema)).toEqual({ message: expect.any(String), metadata: expect.any(String) });
  });

  it('makes up entries of maps, unless only what is declared is wanted', () => {
    const schema = { type: 'object', additionalProperties: { type: 'integer' } };
    expect(Object.values(made(schema) as object)).toHaveLength(2);
    expect(sample(createSchemas({}, 'oas3.0', 'response'), schema, { seed: 1, fillProperties: false })).toEqual({
      value: {},
    });
  });

  it('makes items of a list differ in what identifies them', () => {
    const schema = {
      type: 'array',
      items: {
        type: 'object',
        properties: { id: { type: 'integer', examples: [7] }, name: { type: 'string', examples: ['same'] } },
      },
    };
    expect(made(schema)).toEqual([
      { id: 7, name: 'same' },
      { id: 8, name: 'same' },
    ]);
  });

  it.each([
    [{ type: 'integer', minimum: 5, maximum: 3 }, '#/minimum'],
    [{ type: 'string', minLength: 5, maxLength: 3 }, '#/minLength'],
    [{ type: 'string', enum: [1, 2] }, '#/enum'],
    [{ type: 'array', minItems: 2, maxItems: 1 }, '#/minItems'],
    [{ allOf: [{ type: 'string' }, { type: 'object' }] }, '#/allOf/1/type'],
    [{ not: {} }, '#/not'],
    [{ type: 'object', required: ['a'], properties: { a: false } }, '#/properties/a'],
    [
      { type: 'object', required: ['n'], properties: { n: { $ref: '#/components/schemas/Endless' } } },
      '#/components/schemas/Endless/properties/next',
    ],
  ])('names what stands in the way: %j', (schema, pointer) => {
    expect(sampled(schema)).toEqual({ unsatisfiable: pointer });
  });

  it.each([
    { format: 'email', maxLength: 12 },
    { format: 'email', maxLength: 5 },
    { format: 'email', minLength: 200 },
    { format: 'hostname', maxLength: 3 },
    { format: 'hostname', minLength: 81, maxLength: 82 },
    { format: 'uri', maxLength: 15 },
    { format: 'uri', minLength: 200 },
    { format: 'uri-reference', maxLength: 1 },
    { format: 'uri-template', maxLength: 4 },
    { format: 'ipv4', maxLength: 8 },
    { format: 'ipv4', minLength: 15 },
    { format: 'ipv6', maxLength: 3 },
    { format: 'ipv6', minLength: 39 },
    { format: 'uuid', minLength: 40 },
    { format: 'date-time', minLength: 25, maxLength: 25 },
    { format: 'time', minLength: 12 },
    { format: 'duration', minLength: 9 },
    { format: 'json-pointer', maxLength: 2 },
    { format: 'json-pointer', minLength: 60 },
    { format: 'regex', maxLength: 1 },
    { format: 'byte', minLength: 61, maxLength: 64 },
    { format: 'password', minLength: 30 },
    { format: 'password', maxLength: 5 },
    { pattern: '^(a|b)\\1$' },
    { pattern: '^(?<x>[a-z]{5})-(\\d+)-\\k<x>\\2$' },
    { pattern: '^\\p{Emoji_Presentation}+$', minLength: 3, maxLength: 3 },
    { pattern: '^\\p{Script=Greek}{2}[\\p{Sc}]$' },
    { pattern: '^\\P{L}+$', minLength: 2 },
  ])('finds a text where texts are rare: %j', (schema) => {
    for (const seed of [1, 2, 3]) {
      const value = made({ type: 'object', properties: { text: { type: 'string', ...schema } } }, seed);
      expect(value).toEqual({ text: expect.any(String) });
    }
  });

  it('leaves out optional parts that cannot be had', () => {
    expect(
      made({
        type: 'object',
        properties: {
          a: { type: 'string', minLength: 3, maxLength: 1 },
          b: { const: 1 },
          c: { type: 'array', items: false },
        },
      }),
    ).toEqual({ b: 1, c: [] });
  });

  it('is valid, whatever the schema', () => {
    fc.assert(
      fc.property(roots, anySchema, fc.nat(), (document, schema, seed) => {
        const schemas = createSchemas(document, 'json-schema', 'response');
        const outcome = sample(schemas, schema, { seed });
        if ('value' in outcome) expect(check(schemas, schema, outcome.value)).toEqual([]);
      }),
      { numRuns: 300, seed: 20250602 },
    );
  });

  it('never makes a number that JSON cannot write', () => {
    const items = { oneOf: [{ type: 'integer', format: 'int32', minimum: 0 }, { type: 'number' }] };
    const schemas = createSchemas({}, 'json-schema', 'response');
    const sampled = sample(schemas, { type: 'array', items }, { seed: 0 });
    const numbers = 'value' in sampled && Array.isArray(sampled.value) ? sampled.value : [];
    expect(numbers.length).toBeGreaterThan(0);
    expect(numbers.filter((number) => !Number.isFinite(number))).toEqual([]);
  });
});
