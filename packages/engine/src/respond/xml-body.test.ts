import { describe, expect, it } from '@jest/globals';
import { createSchemas } from '../schema/schemas.ts';
import { xmlBody } from './xml-body.ts';

const root = {
  components: {
    schemas: {
      Pet: {
        type: 'object',
        xml: { name: 'pet' },
        properties: {
          id: { type: 'integer', xml: { attribute: true } },
          tags: { type: 'array', xml: { wrapped: true }, items: { type: 'string', xml: { name: 'tag' } } },
          photos: { type: 'array', items: { type: 'string' } },
        },
      },
    },
  },
};
const schemas = createSchemas(root, 'oas3.0', 'response');
const pet = { $ref: '#/components/schemas/Pet' };
const written = (value: unknown, schema: object) => xmlBody(value, schemas.normalise(schema), schemas);

describe('xmlBody', () => {
  it('names the root after the schema, and xml without one', () => {
    expect(written({ a: 1 }, {})).toBe('<xml><a>1</a></xml>');
    expect(written({ photos: ['x', 'y'] }, pet)).toBe('<pet><photos>x</photos><photos>y</photos></pet>');
  });

  it('writes attributes and wrapped lists', () => {
    expect(written({ id: 7, tags: ['a', 'b'] }, pet)).toBe('<pet id="7"><tags><tag>a</tag><tag>b</tag></tags></pet>');
  });

  it('gives a list one root', () => {
    expect(written([{ id: 1 }, { id: 2 }], { type: 'array', items: pet })).toMatch(
      /^<xml><pet id="1">.*<\/pet><pet id="2">.*<\/pet><\/xml>$/,
    );
  });

  it('declares namespaces', () => {
    const schema = { type: 'object', xml: { name: 'a', prefix: 'x', namespace: 'urn:x' } };
    expect(written({ b: 1 }, schema)).toBe('<x:a xmlns:x="urn:x"><b>1</b></x:a>');
  });

  it('escapes what would be markup', () => {
    expect(written({ a: '<&>' }, {})).toBe('<xml><a>&lt;&amp;&gt;</a></xml>');
  });
});
