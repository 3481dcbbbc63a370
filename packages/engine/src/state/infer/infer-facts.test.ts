import { describe, expect, it } from '@jest/globals';
import { documentOf } from '../../testing/engine-of.ts';
import { describeState, type ResourceDescription } from './describe-state.ts';

/** A document of one collection: its item, the answer of its list and its query parameters, as YAML. */
const collection = (item: string, list: string, query = '', parameter = 'id'): string => `
openapi: 3.0.3
info: { title: t, version: '1' }
paths:
  /things:
    get:
      operationId: list
      parameters: [${query}]
      responses: { '200': { description: ok, headers: { Link: { schema: { type: string } } }, content: { application/json: { schema: ${list} } } } }
    post:
      operationId: create
      requestBody: { content: { application/json: { schema: { type: object } } } }
      responses: { '201': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } } }
  /things/{${parameter}}:
    get:
      operationId: read
      parameters: [{ name: ${parameter}, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } } }
components:
  schemas:
    Thing: ${item}
`;
const THING =
  '{ type: object, properties: { id: { type: string, format: uuid }, name: { type: string }, created_at: { type: string, format: date-time } } }';
const ARRAY = "{ type: array, items: { $ref: '#/components/schemas/Thing' } }";
const query = (...names: string[]): string =>
  names.map((name) => `{ name: ${name}, in: query, schema: { type: string } }`).join(', ');

async function only(yaml: string): Promise<ResourceDescription | undefined> {
  return describeState(await documentOf(yaml))[0];
}

describe('what is inferred', () => {
  it.each([
    ['id', 'id'],
    ['thingId', 'id'],
    ['thing_id', 'id'],
    ['name', 'name'],
    ['thing_name', 'name'],
    ['other', null],
  ])('takes the path parameter %s for the property %s', async (parameter, field) => {
    expect(await only(collection(THING, ARRAY, '', parameter))).toMatchObject({ idField: field });
  });

  it.each([
    ['{ type: integer }', 'integer'],
    ['{ type: string, format: uuid }', 'uuid'],
    ["{ type: string, pattern: '^thg_[0-9A-Z]{12}$' }", 'thg_…'],
    ['{ type: string, example: thg_01hv3p6fdb }', 'thg_…'],
    ["{ type: string, example: '12345' }", 'integer'],
    ['{ type: string }', 'sampled'],
  ])('makes ids of %s as %s', async (schema, ids) => {
    expect(await only(collection(`{ type: object, properties: { id: ${schema} } }`, ARRAY))).toMatchObject({ ids });
  });

  it('finds the list where the answer is one, or in the one property whose items are things', async () => {
    const page = `{ type: object, properties: { errors: { type: array, items: { type: string } }, things: ${ARRAY}, next_cursor: { type: string, nullable: true }, total: { type: integer } } }`;
    expect(await only(collection(THING, ARRAY))).toMatchObject({ list: { property: null } });
    expect(await only(collection(THING, page, query('cursor', 'limit')))).toMatchObject({
      list: {
        property: 'things',
        pagination: 'cursor',
        parameters: ['cursor', 'limit'],
        members: ['next_cursor (next)', 'total (total)', 'Link'],
      },
    });
  });

  it('leaves a list alone whose place is not sure', async () => {
    const two = `{ type: object, properties: { a: ${ARRAY}, b: ${ARRAY} } }`;
    const found = await only(collection(THING, two));
    expect(found?.list).toBeNull();
    expect(found?.why).toContainEqual(expect.stringContaining('is served as without state'));
  });

  it.each([
    [['page', 'per_page'], 'page'],
    [['offset', 'limit'], 'offset'],
    [['starting_after', 'limit'], 'cursor by id'],
    [['page_token'], 'cursor'],
    [[], 'none'],
  ])('pages by %j as %s', async (names, pagination) => {
    expect(await only(collection(THING, ARRAY, query(...names)))).toMatchObject({ list: { pagination } });
  });

  it('filters by what is called like a property, and sorts by the properties of an enum', async () => {
    const sort = '{ name: sort, in: query, schema: { type: string, enum: [name, -created, nothing] } }';
    expect(await only(collection(THING, ARRAY, `${query('name', 'createdAfter', 'colour')}, ${sort}`))).toMatchObject({
      list: { filters: ['name', 'createdAfter'], sort: ['name', '-created'] },
    });
  });

  it('leaves singletons, actions and what cannot be read alone', async () => {
    const yaml = `
openapi: 3.0.3
info: { title: t, version: '1' }
paths:
  /status: { get: { responses: { '200': { description: ok } } }, put: { responses: { '200': { description: ok } } } }
  /things/{id}/start: { post: { responses: { '200': { description: ok } } } }
  /jobs: { post: { responses: { '202': { description: ok } } } }
  /jobs/{id}: { delete: { responses: { '204': { description: ok } } } }
`;
    expect(describeState(await documentOf(yaml))).toEqual([]);
  });

  it('looks into the one envelope around an item', async () => {
    const yaml = collection(
      THING,
      "{ type: object, properties: { things: { type: array, items: { $ref: '#/components/schemas/Inner' } } } }",
    ).replace(
      `Thing: ${THING}`,
      `Thing: { type: object, properties: { thing: { $ref: '#/components/schemas/Inner' } } }\n    Inner: ${THING}`,
    );
    expect(await only(yaml)).toMatchObject({ idField: 'id', list: { property: 'things' } });
  });
});
