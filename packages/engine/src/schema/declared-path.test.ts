import { describe, expect, it } from '@jest/globals';
import { declaredPath } from './declared-path.ts';
import { createSchemas } from './schemas.ts';

const root = {
  components: {
    schemas: {
      Person: {
        type: 'object',
        properties: { email: { type: 'string' }, friends: { $ref: '#/components/schemas/People' } },
      },
      People: { type: 'object', additionalProperties: { $ref: '#/components/schemas/Person' } },
    },
  },
};
const schemas = createSchemas(root, 'json-schema', 'request');
const person = { $ref: '#/components/schemas/Person' };

describe('declaredPath', () => {
  it('keeps the names of the document, through references, maps and lists', () => {
    expect(declaredPath(schemas, person, ['friends', 'jane.doe', 'email'])).toEqual(['friends', '*', 'email']);
    expect(declaredPath(schemas, { type: 'array', items: person }, ['12', 'email'])).toEqual(['*', 'email']);
  });

  it('keeps what one of the branches declares', () => {
    const schema = { oneOf: [{ type: 'string' }, { allOf: [person] }] };
    expect(declaredPath(schemas, schema, ['email'])).toEqual(['email']);
  });

  it.each([
    ['a key that a pattern takes', { patternProperties: { '^x-': { properties: { a: {} } } } }, ['x-jane', 'a'], '*/a'],
    ['a name of no schema', { type: 'object' }, ['jane', 'doe'], '*/*'],
    ['anything without a schema', undefined, ['jane'], '*'],
    ['names that all objects have', { properties: {} }, ['constructor'], '*'],
  ])('hides %s', (_, schema, path, expected) => {
    expect(declaredPath(schemas, schema, path).join('/')).toBe(expected);
  });
});
