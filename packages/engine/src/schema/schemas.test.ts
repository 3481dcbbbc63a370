import { describe, expect, it } from '@jest/globals';
import { createSchemas, type Direction } from './schemas.ts';
import { explore } from './subschemas.ts';

const oas3 = (schema: unknown, root: unknown = {}, direction: Direction = 'response') =>
  createSchemas(root, 'oas3.0', direction).normalise(schema);

describe('schemas', () => {
  it('turns nullable into a type, also in the enum', () => {
    expect(oas3({ type: 'string', nullable: true, enum: ['a'] })).toEqual({
      type: ['string', 'null'],
      enum: ['a', null],
    });
  });

  it('lets null pass beside compositions and where there is no type', () => {
    expect(oas3({ nullable: true, allOf: [{ type: 'string' }], title: 'T' })).toEqual({
      title: 'T',
      anyOf: [{ allOf: [{ type: 'string' }] }, { type: 'null' }],
    });
    expect(oas3({ 'x-nullable': true, minLength: 1 })).toEqual({ anyOf: [{ minLength: 1 }, { type: 'null' }] });
  });

  it('ignores nullable and keeps the siblings of $ref where JSON Schema rules', () => {
    const schemas = createSchemas({}, 'json-schema', 'response');
    expect(schemas.normalise({ type: 'string', nullable: true })).toEqual({ type: 'string' });
    expect(schemas.normalise({ $ref: '#/a', minLength: 2 })).toEqual({ $ref: '#/a', minLength: 2 });
    expect(oas3({ $ref: '#/a', minLength: 2 })).toEqual({ $ref: '#/a' });
  });

  it('reads exclusive bounds of both kinds', () => {
    expect(oas3({ minimum: 1, exclusiveMinimum: true, maximum: 5, exclusiveMaximum: false })).toEqual({
      minimum: 1,
      exclusiveMinimum: 1,
      maximum: 5,
    });
    expect(oas3({ exclusiveMaximum: 3 })).toEqual({ exclusiveMaximum: 3 });
  });

  it('drops the bounds that http-spec adds to number formats, and no others', () => {
    const noted = (explicitProperties: string[]) => ({
      ...{ type: 'integer', format: 'int64', minimum: -9007199254740991, maximum: 9007199254740991 },
      'x-stoplight': { explicitProperties },
    });
    const plain = { type: 'integer', format: 'int64' };
    expect(oas3(noted(['type', 'format']))).toEqual(plain);
    expect(oas3(noted(['type', 'format', 'nullable', 'minimum', 'maximum']))).toEqual(plain);
    expect(oas3({ ...noted(['type', 'format', 'maximum']), maximum: 5 })).toEqual({ ...plain, maximum: 5 });
    expect(oas3({ ...plain, minimum: 1 })).toEqual({ ...plain, minimum: 1 });
  });

  it('drops what means nothing', () => {
    expect(
      oas3({ type: 'file', required: true, enum: [], allOf: [], uniqueItems: false, maxLength: '5', nonsense: 1 }),
    ).toEqual({});
    expect(oas3({ type: 'object', required: [] })).toEqual({ type: 'object' });
  });

  it('reports duplicates, unknown types and patterns that are none, with their pointers', () => {
    const root = {
      defs: { A: { properties: { 'a/b': { pattern: '(', type: 'strnig' }, c: { enum: [{ x: 1 }, { x: 1 }] } } } },
    };
    const schemas = createSchemas(root, 'oas3.0', 'response');
    expect(schemas.resolve('#/defs/A')).toEqual({ properties: { 'a/b': {}, c: { enum: [{ x: 1 }] } } });
    expect(
      schemas
        .findings()
        .map(({ pointer }) => pointer)
        .sort(),
    ).toEqual(['/defs/A/properties/a~1b/pattern', '/defs/A/properties/a~1b/type', '/defs/A/properties/c/enum']);
  });

  it('excuses writeOnly properties in responses and readOnly ones in requests, through $ref too', () => {
    const root = { defs: { Secret: { type: 'string', writeOnly: true } } };
    const schema = {
      required: ['secret', 'id'],
      properties: { secret: { $ref: '#/defs/Secret' }, id: { readOnly: true } },
    };
    expect(oas3(schema, root)).toMatchObject({ required: ['id'] });
    expect(oas3(schema, root, 'request')).toMatchObject({ required: ['secret'] });
  });

  it('makes tuples of item lists', () => {
    expect(oas3({ items: [{ type: 'string' }], additionalItems: false })).toEqual({
      prefixItems: [{ type: 'string' }],
      items: false,
    });
  });

  it('remembers by identity and leaves normal schemas alone', () => {
    const schemas = createSchemas({}, 'oas3.0', 'response');
    const raw = { type: 'string', nullable: true };
    const normal = schemas.normalise(raw);
    expect(schemas.normalise(raw)).toBe(normal);
    expect(schemas.normalise(normal)).toBe(normal);
  });

  it('ends on a schema that contains itself by identity', () => {
    const raw: Record<string, unknown> = { type: 'object' };
    raw.properties = { self: raw };
    const normal = oas3(raw);
    expect(typeof normal === 'object' && normal.properties?.self).toBe(normal);
  });

  it('resolves pointers through escapes, other $refs and anchors, and names what leads nowhere', () => {
    const root = { a: { 'x/y z': { $anchor: 'here', type: 'null' } }, b: { $ref: '#/a' } };
    const schemas = createSchemas(root, 'json-schema', 'response');
    expect(schemas.resolve('#/a/x~1y%20z')).toEqual({ type: 'null' });
    expect(schemas.resolve('#/b/x~1y z')).toEqual({ type: 'null' });
    expect(schemas.resolve('#here')).toEqual({ type: 'null' });
    expect(schemas.resolve('#/nowhere')).toBeUndefined();
    expect(schemas.findings()).toMatchObject([{ code: 'SPEC_REF_UNRESOLVED', severity: 'error' }]);
  });

  it('touches only what is asked, and everything when explored', () => {
    const root = {
      defs: { A: { properties: { b: { $ref: '#/defs/B' } } }, B: { items: { $ref: '#/defs/A' }, pattern: '[' } },
    };
    const schemas = createSchemas(root, 'oas3.0', 'response');
    schemas.resolve('#/defs/A');
    expect(schemas.findings()).toEqual([]);
    explore(schemas, { $ref: '#/defs/A' });
    expect(schemas.findings()).toMatchObject([{ pointer: '/defs/B/pattern' }]);
  });
});
