import { describe, expect, it } from '@jest/globals';
import { engineOf, type Seen, send } from '../testing/engine-of.ts';

/** What becomes of what a client sends where answers show less, or allow less, than requests may hold. */

const USERS = `
openapi: 3.1.0
info: { title: users, version: 1.0.0 }
paths:
  /users:
    get:
      operationId: listUsers
      parameters:
        - { name: cursor, in: query, schema: { type: string } }
        - { name: limit, in: query, schema: { type: integer, default: 2 } }
      responses:
        '200':
          description: all
          content:
            application/json:
              schema:
                type: object
                required: [data, nextCursor]
                properties:
                  data: { type: array, items: { $ref: '#/components/schemas/User' } }
                  nextCursor: { type: [string, 'null'] }
              example: { data: [{ id: u1, name: Ada, age: 40 }, { id: u2, name: Bo, age: 41 }], nextCursor: c2 }
    post:
      operationId: createUser
      requestBody:
        required: true
        content:
          multipart/form-data: { schema: { type: object, properties: { name: { type: string }, picture: { type: string, format: binary } } } }
          application/json: { schema: { $ref: '#/components/schemas/NewUser' } }
      responses:
        '201': { description: made, content: { application/json: { schema: { $ref: '#/components/schemas/User' } } } }
  /users/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    get:
      operationId: getUser
      responses:
        '200':
          description: one
          headers: { ETag: { schema: { type: string } } }
          content: { application/json: { schema: { $ref: '#/components/schemas/User' } } }
    patch:
      operationId: changeUser
      requestBody:
        content:
          application/merge-patch+json: { schema: { type: object, additionalProperties: true } }
          application/json-patch+json: { schema: { type: array, items: { type: object } } }
      responses:
        '200': { description: changed, content: { application/json: { schema: { $ref: '#/components/schemas/User' } } } }
        '412': { description: changed meanwhile }
    put:
      operationId: replaceUser
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/NewUser' } } } }
      responses:
        '200': { description: changed, content: { application/json: { schema: { $ref: '#/components/schemas/User' } } } }
  /pages:
    get:
      operationId: listPages
      parameters: [{ name: page, in: query, schema: { type: integer, default: 1 } }]
      responses:
        '200':
          description: all
          content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Page' } }, example: [{ id: 1 }, { id: 2 }] } }
    post:
      operationId: createPage
      requestBody: { content: { application/json: { schema: { type: object, properties: { id: { type: integer }, text: { type: string } } } } } }
      responses: { '201': { description: made } }
  /pages/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
    patch:
      operationId: changePage
      requestBody: { content: { application/json: { schema: { type: object, properties: { hint: { type: string } } } } } }
      responses: { '200': { description: one, content: { application/json: { schema: { $ref: '#/components/schemas/Page' } } } } }
    get: { operationId: getPage, responses: { '200': { description: one, content: { application/json: { schema: { $ref: '#/components/schemas/Page' } } } } } }
components:
  schemas:
    NewUser:
      type: object
      required: [name]
      properties:
        name: { type: string }
        age: { type: integer }
        tags: { type: array, items: { type: string } }
        secretWord: { type: string }
        card: { type: object, properties: { number: { type: string }, name: { type: string } } }
        group: { type: string }
    User:
      type: object
      required: [id, name]
      properties:
        id: { type: string, readOnly: true }
        name: { type: string }
        age: { type: integer, minimum: 18 }
        tags: { type: array, items: { type: string } }
        password: { type: string, writeOnly: true }
        card: { type: object, properties: { number: { type: string, writeOnly: true }, name: { type: string } } }
        group: { type: object, required: [title], properties: { title: { type: string } } }
    Page: { type: object, required: [id], properties: { id: { type: integer }, text: { type: string } } }
`;

const JSON_TYPE = { 'content-type': 'application/json' };
const MERGE = { 'content-type': 'application/merge-patch+json' };
const STEPS = { 'content-type': 'application/json-patch+json' };

async function bench() {
  const engine = await engineOf(USERS);
  return (line: string, headers = {}, body?: unknown): Promise<Seen> =>
    send(engine, line, headers, body === undefined ? '' : JSON.stringify(body));
}

const idOf = ({ json }: Seen): string => String(Object(json).id);

describe('a change that would make an item invalid', () => {
  it.each([
    ['a value of another type', STEPS, [{ op: 'replace', path: '/age', value: 'old' }], '/age', 'must be integer'],
    ['a member that has to be there', STEPS, [{ op: 'remove', path: '/name' }], '', "required property 'name'"],
    ['a value that is too small', MERGE, { age: 5 }, '/age', 'must be >= 18'],
    ['a member that may not be null', MERGE, { name: null }, '', "required property 'name'"],
  ])('is refused with its place, and nothing is changed: %s', async (_, type, change, place, words) => {
    const on = await bench();
    const id = idOf(await on('POST /users', JSON_TYPE, { name: 'Cy', age: 44 }));
    const refused = await on(`PATCH /users/${id}`, type, change);
    expect(refused).toMatchObject({ status: 422, json: { code: 'REQUEST_INVALID' } });
    expect(refused.text).toContain(words);
    expect(refused.text).toContain(place);
    expect((await on(`GET /users/${id}`)).json).toMatchObject({ id, name: 'Cy', age: 44 });
  });

  it('is taken where it is right, and mends nothing that it did not touch', async () => {
    const on = await bench();
    const id = idOf(await on('POST /users', JSON_TYPE, { name: 'Cy', age: 44 }));
    expect(await on(`PATCH /users/${id}`, MERGE, { age: 45 })).toMatchObject({ status: 200, json: { age: 45 } });
    const steps = [{ op: 'add', path: '/tags', value: ['a'] }];
    expect(await on(`PATCH /users/${id}`, STEPS, steps)).toMatchObject({ status: 200, json: { tags: ['a'] } });
  });

  it('leaves as it was what the document lets a request send and no answer show', async () => {
    const on = await bench();
    const id = idOf(await on('POST /users', JSON_TYPE, { name: 'Cy', age: 44 }));
    await on(`PATCH /users/${id}`, MERGE, { group: { title: 'crew' } });
    const replaced = await on(`PUT /users/${id}`, JSON_TYPE, { name: 'Di', age: 12, group: 'g-7' });
    expect(replaced).toMatchObject({ status: 200, json: { name: 'Di', age: 44, group: { title: 'crew' } } });
  });
});

describe('what no answer shows', () => {
  it('is in none: writeOnly at every depth, and what only the request has', async () => {
    const on = await bench();
    const sent = { name: 'Cy', password: 'hunter2', secretWord: 'hunter2', card: { number: 'hunter2', name: 'CY' } };
    const made = await on('POST /users', JSON_TYPE, sent);
    const id = idOf(made);
    expect(made.json).toMatchObject({ name: 'Cy', card: { name: 'CY' } });
    const changed = await on(`PATCH /users/${id}`, MERGE, { password: 'hunter2', card: { number: 'hunter2' } });
    const replaced = await on(`PUT /users/${id}`, JSON_TYPE, sent);
    const page = await on('PATCH /pages/1', JSON_TYPE, { hint: 'hunter2' });
    const answers = [made, changed, replaced, page, await on(`GET /users/${id}`), await on('GET /users?limit=50')];
    expect(answers.map(({ status }) => status)).toEqual([201, 200, 200, 200, 200, 200]);
    expect(answers.map(({ text }) => text.includes('hunter2'))).toEqual(answers.map(() => false));
  });
});

describe('a creation', () => {
  it('keeps what was sent as JSON where the document names a form first', async () => {
    const on = await bench();
    const made = await on('POST /users', JSON_TYPE, { name: 'Cy', age: 30, tags: ['mine'] });
    expect(made.json).toMatchObject({ name: 'Cy', age: 30, tags: ['mine'] });
  });

  it('makes no id of what somebody is called', async () => {
    const on = await bench();
    expect(idOf(await on('POST /users', JSON_TYPE, { name: 'Grace Hopper' }))).not.toMatch(/grace/i);
  });
});

describe('an item that would be too large', () => {
  it('is refused with 507, and stays as it was', async () => {
    const on = await bench();
    const id = idOf(await on('POST /users', JSON_TYPE, { name: 'Cy' }));
    const half = 'x'.repeat(9 * 1024 * 1024);
    expect((await on(`PATCH /users/${id}`, MERGE, { one: half })).status).toBe(200);
    const refused = await on(`PATCH /users/${id}`, MERGE, { two: half });
    expect(refused).toMatchObject({ status: 507, json: { code: 'SANDBOX_FULL' } });
    expect(refused.text).toContain('The item would have more than 16 MB as JSON.');
    expect(Object((await on(`GET /users/${id}`)).json).two).toBeUndefined();
  });

  it('is refused where small parts take more memory than a sandbox may have, however short their JSON is', async () => {
    const on = await bench();
    const id = idOf(await on('POST /users', JSON_TYPE, { name: 'Cy' }));
    const parts = Array.from({ length: 2_200_000 }, () => ({}));
    expect((await on(`PATCH /users/${id}`, MERGE, { one: parts })).status).toBe(200);
    const refused = await on(`PATCH /users/${id}`, MERGE, { two: parts });
    expect([refused.status, refused.text.slice(0, 1000)]).toEqual([507, expect.stringContaining('256 MB of memory')]);
    expect((await on(`PATCH /users/${id}`, MERGE, { one: null })).status).toBe(200);
    expect((await on(`PATCH /users/${id}`, MERGE, { two: parts.slice(0, 1000) })).status).toBe(200);
  });

  it('is refused, too, where the answer to its creation shows nothing of it', async () => {
    const on = await bench();
    const large = { id: 7, text: 'x'.repeat(17 * 1024 * 1024) };
    expect(await on('POST /pages', JSON_TYPE, large)).toMatchObject({ status: 507, json: { code: 'SANDBOX_FULL' } });
    expect((await on('POST /pages', JSON_TYPE, { id: 7, text: 'x' })).status).toBe(201);
  });
});

describe('a list that nobody wrote to', () => {
  it('comes to an end behind the page that the document shows', async () => {
    const on = await bench();
    const first = await on('GET /users');
    expect(first.json).toMatchObject({ nextCursor: 'c2' });
    const next = await on('GET /users?cursor=c2');
    expect([next.json, next.headers['stunt-source']]).toEqual([{ data: [], nextCursor: null }, 'example']);
    expect((await on('GET /pages')).json).toEqual([{ id: 1 }, { id: 2 }]);
    expect((await on('GET /pages?page=1')).json).toEqual([{ id: 1 }, { id: 2 }]);
    expect((await on('GET /pages?page=2')).json).toEqual([]);
  });
});

describe('the entity tag of an item that nobody wrote', () => {
  it('is one, and holds where it is sent back', async () => {
    const on = await bench();
    const { headers } = await on('GET /users/u9');
    expect(headers.etag).toMatch(/^"[^"]+"$/);
    const changed = await on('PATCH /users/u9', { ...MERGE, 'if-match': headers.etag }, { age: 20 });
    expect(changed.status).toBe(200);
    expect((await on('PATCH /users/u9', { ...MERGE, 'if-match': headers.etag }, { age: 21 })).status).toBe(412);
  });
});
