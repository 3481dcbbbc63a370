import { describe, expect, it } from '@jest/globals';
import { plausibleValue } from './plausible-value.ts';

const value = (schema: unknown) => plausibleValue(schema, { defs: { Id: { type: 'integer', minimum: 7 } } });

describe('plausibleValue', () => {
  it.each([
    [{ type: 'string', examples: ['a', 'b'] }, 'a'],
    [{ type: 'string', example: 'a' }, 'a'],
    [{ const: 3 }, 3],
    [{ type: 'string', default: 'd' }, 'd'],
    [{ enum: [null, 'x'] }, 'x'],
    [{ type: 'string', minLength: 9 }, 'examplexx'],
    [{ type: 'string', maxLength: 3 }, 'exa'],
    [{ type: ['null', 'integer'], exclusiveMinimum: 4 }, 5],
    [{ type: 'number', minimum: 0.5 }, 1],
    [{ type: 'integer', minimum: -9007199254740991, maximum: 9007199254740991 }, 1],
    [{ type: 'number', maximum: -0.5 }, -1],
    [{ type: 'integer', exclusiveMaximum: 1 }, 0],
    [{ type: 'integer', minimum: 5 }, 5],
    [{ type: 'boolean' }, true],
    [{ type: 'array', items: { type: 'string' } }, []],
    [{ type: 'array', minItems: 1, items: { $ref: '#/defs/Id' } }, [7]],
    [{ allOf: [{ $ref: '#/defs/Id' }] }, 7],
  ])('for %j is %j', (schema, expected) => expect(value(schema)).toEqual(expected));

  it.each([
    [{ type: 'string', pattern: '^x' }],
    [{ type: 'string', format: 'iban' }],
    [{ oneOf: [{ type: 'string' }] }],
    [{ type: 'integer', minimum: 9, maximum: 3 }],
    [{ type: 'object', required: ['a'], properties: { a: { not: {} } } }],
    [{ $ref: '#/defs/None' }],
    [{ $ref: 'other.yaml#/a' }],
    [{}],
    [undefined],
  ])('gives up on %j', (schema) => expect(value(schema)).toBeUndefined());

  it('gives up on a schema that requires itself', () => {
    const root = {
      defs: { Node: { type: 'object', required: ['next'], properties: { next: { $ref: '#/defs/Node' } } } },
    };
    expect(plausibleValue({ $ref: '#/defs/Node' }, root)).toBeUndefined();
  });
});
