import { describe, expect, it } from '@jest/globals';
import { check } from './check.ts';
import { createSchemas } from './schemas.ts';

const root = {
  components: {
    schemas: {
      Node: {
        type: 'object',
        required: ['name'],
        properties: { name: { type: 'string' }, next: { $ref: '#/components/schemas/Node' } },
      },
      Loop: { allOf: [{ $ref: '#/components/schemas/Loop' }] },
    },
  },
};
const schemas = createSchemas(root, 'json-schema', 'response');
const codes = (schema: unknown, value: unknown): string[] => check(schemas, schema, value).map(({ code }) => code);

describe('check', () => {
  it('names place, keyword, bound and property', () => {
    const schema = {
      type: 'object',
      required: ['id'],
      properties: {
        items: {
          type: 'array',
          items: { type: 'object', properties: { qty: { minimum: 1 } }, additionalProperties: false },
        },
      },
    };
    expect(check(schemas, schema, { items: [{ qty: 0, 'a/b': 1 }] })).toEqual([
      {
        path: [],
        schemaPath: '#/required',
        code: 'required',
        message: "must have required property 'id'",
        property: 'id',
      },
      {
        path: ['items', '0', 'qty'],
        schemaPath: '#/properties/items/items/properties/qty/minimum',
        code: 'minimum',
        message: 'must be >= 1',
        allowed: 1,
      },
      {
        path: ['items', '0'],
        schemaPath: '#/properties/items/items/additionalProperties',
        code: 'additionalProperties',
        message: 'must NOT have additional properties',
        property: 'a/b',
      },
    ]);
  });

  it('starts the schema path anew at a $ref', () => {
    expect(check(schemas, { $ref: '#/components/schemas/Node' }, { name: 'a', next: { name: 1 } })).toMatchObject([
      { path: ['next', 'name'], schemaPath: '#/components/schemas/Node/properties/name/type' },
    ]);
  });

  it.each([
    ['type', { type: 'integer' }, 1.5],
    ['enum', { enum: [{ a: 1 }] }, { a: 2 }],
    ['const', { const: [1] }, [2]],
    ['minimum', { minimum: 1 }, 0],
    ['maximum', { maximum: 1 }, 2],
    ['exclusiveMinimum', { exclusiveMinimum: 1 }, 1],
    ['exclusiveMaximum', { exclusiveMaximum: 1 }, 1],
    ['minItems', { minItems: 1 }, []],
    ['maxItems', { maxItems: 1 }, [1, 2]],
    ['minProperties', { minProperties: 1 }, {}],
    ['maxProperties', { maxProperties: 1 }, { a: 1, b: 1 }],
    ['required', { dependentSchemas: { a: { required: ['b'] } } }, { a: 1 }],
    // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
    ['type', { if: { type: 'string' }, then: { type: 'number' } }, 'a'],
    ['multipleOf', { multipleOf: 0.1 }, 0.35],
    ['minLength', { minLength: 2 }, '😀'],
    ['maxLength', { maxLength: 1 }, 'ab'],
    ['pattern', { pattern: '^\\p{L}$' }, '1'],
    ['format', { format: 'date-time' }, '2025-06-02T09:00:00'],
    ['uniqueItems', { uniqueItems: true }, [{ a: 1 }, 1, { a: 1 }]],
    ['contains', { contains: { type: 'string' } }, [1]],
    ['propertyNames', { propertyNames: { maxLength: 1 } }, { ab: 1 }],
    ['dependentRequired', { dependentRequired: { a: ['b'] } }, { a: 1 }],
    ['not', { not: { type: 'string' } }, ''],
    ['anyOf', { anyOf: [{ type: 'string' }, { type: 'null' }] }, 1],
    ['oneOf', { oneOf: [{ type: 'integer' }, { type: 'number' }] }, 1],
    ['unevaluatedProperties', { allOf: [{ properties: { a: true } }], unevaluatedProperties: false }, { a: 1, b: 1 }],
    ['unevaluatedItems', { prefixItems: [true], unevaluatedItems: false }, [1, 2]],
    ['false schema', false, 1],
  ])('reports %s', (code, schema, value) => {
    expect(codes(schema, value)).toEqual([code]);
  });

  it('takes decimal steps as people do', () => {
    for (const price of [0.3, 19.99, 1.15, 1e15]) expect(codes({ multipleOf: 0.01 }, price)).toEqual([]);
    expect(codes({ multipleOf: 0 }, 1)).toEqual(['multipleOf']);
  });

  it('counts what branches have evaluated, and only those that fit', () => {
    const schema = {
      anyOf: [
        { required: ['a'], properties: { a: true } },
        { required: ['b'], properties: { b: true } },
      ],
      unevaluatedProperties: false,
    };
    expect(codes(schema, { a: 1 })).toEqual([]);
    expect(codes(schema, { a: 1, b: 1 })).toEqual([]);
    expect(codes(schema, { a: 1, c: 1 })).toEqual(['unevaluatedProperties']);
  });

  it('takes its own properties only', () => {
    expect(codes({ required: ['toString'] }, {})).toEqual(['required']);
  });

  it('ends where a schema refers to itself for the same value', () => {
    expect(codes({ $ref: '#/components/schemas/Loop' }, 1)).toEqual(['$ref']);
  });

  it('lets unknown formats and references to nowhere pass', () => {
    expect(codes({ format: 'iban', $ref: '#/nowhere' }, 'x')).toEqual([]);
  });
});
