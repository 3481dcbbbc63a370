import { describe, expect, it } from '@jest/globals';
import { createSchemas } from '../schema/schemas.ts';
import { loadPrismSampler } from './sample-as-prism.ts';

const schemasOf = (root: unknown) => createSchemas(root, 'oas3.0', 'response');

describe('loadPrismSampler', () => {
  it("answers with Prism's placeholders, through $refs and nullable types", async () => {
    const root = {
      components: {
        schemas: { Pet: { properties: { name: { type: 'string' }, age: { type: 'integer', nullable: true } } } },
      },
    };
    const schemas = schemasOf(root);
    const sample = await loadPrismSampler();
    expect(sample(schemas, schemas.normalise({ type: 'array', items: { $ref: '#/components/schemas/Pet' } }))).toEqual({
      value: [{ name: 'string', age: 0 }],
    });
  });

  it('ends where a schema contains itself', async () => {
    const root = {
      components: {
        schemas: {
          Node: { properties: { children: { type: 'array', items: { $ref: '#/components/schemas/Node' } } } },
        },
      },
    };
    const schemas = schemasOf(root);
    const sample = await loadPrismSampler();
    expect(sample(schemas, schemas.normalise({ $ref: '#/components/schemas/Node' }))).toEqual({
      value: { children: [{ children: [{}] }] },
    });
  });

  it('gives up where Prism gives up', async () => {
    const properties = Object.fromEntries(
      Array.from({ length: 2600 }, (_, index) => [`p${index}`, { type: 'string' }]),
    );
    const schemas = schemasOf({});
    const sample = await loadPrismSampler();
    expect(sample(schemas, schemas.normalise({ properties }))).toMatchObject({ tooComplex: true });
  });
});
