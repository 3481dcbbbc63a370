import { describe, expect, it } from '@jest/globals';
import { documentOf, engineOf, send } from '../testing/engine-of.ts';
import { describeState } from './infer/describe-state.ts';

/** What is listed at a path below its collection, changed by a query, tagged in a member, and made of a file. */

const PETS = `
openapi: 3.0.3
info: { title: pets, version: 1.0.0 }
paths:
  /pet:
    post:
      operationId: addPet
      parameters: [{ name: name, in: query, schema: { type: string } }, { name: filename, in: query, schema: { type: string } }]
      requestBody:
        content:
          application/octet-stream: { schema: { type: string, format: binary } }
          application/json: { schema: { type: object, properties: { name: { type: string }, status: { type: string } } } }
          multipart/form-data: { schema: { type: object, properties: { photo: { type: string, format: binary } } } }
      responses: { '200': { description: made, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } }
  /pet/findByStatus:
    get:
      operationId: findByStatus
      parameters: [{ name: status, in: query, required: true, schema: { type: string, default: available } }]
      responses: { '200': { description: some, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Pet' } } } } } }
  /pet/newest:
    get:
      operationId: newest
      responses: { '200': { description: some, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Pet' } }, example: [{ id: 7, name: Newest }] } } } }
  /pet/{petId}:
    parameters: [{ name: petId, in: path, required: true, schema: { type: integer } }]
    get: { operationId: getPet, responses: { '200': { description: one, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } } }
    post:
      operationId: updatePetWithForm
      parameters: [{ name: name, in: query, schema: { type: string } }, { name: status, in: query, schema: { type: string } }, { name: fields, in: query, schema: { type: string } }]
      responses: { '200': { description: one, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } }
    put:
      operationId: putPet
      parameters: [{ name: If-Match, in: header, schema: { type: string } }]
      requestBody: { content: { application/json: { schema: { type: object, properties: { name: { type: string } } } } } }
      responses: { '200': { description: one, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }, '412': { description: changed meanwhile } }
components:
  schemas:
    Pet:
      type: object
      required: [id]
      properties:
        id: { type: integer, example: 10 }
        name: { type: string }
        status: { type: string, enum: [available, pending, sold] }
        etag: { type: string, example: '1' }
        size: { type: integer }
        filename: { type: string }
`;
const json = { 'content-type': 'application/json' };

describe('pets', () => {
  it('are found in another list of theirs by what it is asked for', async () => {
    const engine = await engineOf(PETS, { auth: 'off' });
    const { json: rex } = await send(engine, 'POST /pet', json, JSON.stringify({ name: 'Rex', status: 'sold' }));
    const found = async (status: string) => (await send(engine, `GET /pet/findByStatus?status=${status}`)).json;
    expect(await found('sold')).toContainEqual(rex);
    expect(await found('pending')).not.toContainEqual(rex);
    expect((await send(engine, 'GET /pet/newest')).json).toEqual([{ id: 7, name: 'Newest' }]);
    const [told] = describeState(await documentOf(PETS));
    expect(told?.why.filter((why) => /lists them, too/.test(why))).toEqual(['findByStatus lists them, too, by status']);
  });

  it('are changed by a query where there is no body', async () => {
    const engine = await engineOf(PETS, { auth: 'off' });
    const made = await send(engine, 'POST /pet', json, JSON.stringify({ name: 'Rex', status: 'sold' }));
    const { id } = made.json as { id: number };
    const changed = await send(engine, `POST /pet/${id}?name=Zed&status=pending&fields=name`);
    expect(changed.json).toMatchObject({ id, name: 'Zed', status: 'pending' });
    expect((await send(engine, `GET /pet/${id}`)).json).toEqual(changed.json);
  });

  it('are guarded by the tag that they show', async () => {
    const engine = await engineOf(PETS, { auth: 'off' });
    const made = await send(engine, 'POST /pet', json, JSON.stringify({ name: 'Rex' }));
    const { id, etag } = made.json as { id: number; etag: string };
    const put = (tag: string) =>
      send(engine, `PUT /pet/${id}`, { ...json, 'if-match': tag }, JSON.stringify({ name: 'Zed' }));
    expect((await put('99')).status).toBe(412);
    const changed = await put(etag);
    expect([etag, changed.json]).toEqual(['1', expect.objectContaining({ name: 'Zed', etag: '2' })]);
    expect((await put(etag)).status).toBe(412);
  });

  it('say what file they were made of, also where none is read back', async () => {
    const engine = await engineOf(PETS, { auth: 'off' });
    const body =
      '--b\r\ncontent-disposition: form-data; name="photo"; filename="a.txt"\r\ncontent-type: text/plain\r\n\r\nhello\r\n--b--\r\n';
    const made = await send(engine, 'POST /pet', { 'content-type': 'multipart/form-data; boundary=b' }, body);
    expect(made.json).toMatchObject({ size: 5, filename: 'a.txt' });
    const raw = await send(
      engine,
      'POST /pet?name=Rex&filename=b.bin',
      { 'content-type': 'application/octet-stream' },
      'hello!',
    );
    const { id } = raw.json as { id: number };
    expect((await send(engine, `GET /pet/${id}`)).json).toMatchObject({ name: 'Rex', size: 6, filename: 'b.bin' });
  });
});
