import { describe, expect, it } from '@jest/globals';
import { engineOf, type Seen, send } from '../../testing/engine-of.ts';

const FOLDERS = `
openapi: 3.1.0
info: { title: folders, version: 1.0.0 }
paths:
  /folders:
    get: { operationId: list, responses: { '200': { description: all, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Folder' } } } } } } }
    post:
      operationId: create
      requestBody: { content: { application/json: { schema: { type: object, properties: { name: { type: string }, note: { type: string } } } } } }
      responses: { '201': { description: made, content: { application/json: { schema: { $ref: '#/components/schemas/Folder' } } } } }
  /folders/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
    get: { operationId: read, responses: { '200': { description: one, content: { application/json: { schema: { $ref: '#/components/schemas/Folder' } } } } } }
    patch:
      operationId: change
      requestBody: { content: { application/json: { schema: { type: object, properties: { name: { type: string } } } } } }
      responses: { '200': { description: one, content: { application/json: { schema: { $ref: '#/components/schemas/Folder' } } } } }
    delete: { operationId: remove, responses: { '204': { description: gone } } }
  /folders/{id}/copy:
    post:
      operationId: copy
      parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
      requestBody: { content: { application/json: { schema: { type: object, properties: { name: { type: string } } } } } }
      responses:
        '201':
          description: made
          headers: { Location: { schema: { type: string } } }
          content: { application/json: { schema: { $ref: '#/components/schemas/Folder' } } }
components:
  schemas:
    Folder: { type: object, required: [id, name], properties: { id: { type: integer, readOnly: true }, name: { type: string }, note: { type: string } } }
`;
const json = { 'content-type': 'application/json' };

describe('a copy', () => {
  it('is a new item like the other one, with what was sent, and changes on its own', async () => {
    const engine = await engineOf(FOLDERS, { auth: 'off', stateBase: 'empty' });
    const post = (path: string, body: object): Promise<Seen> =>
      send(engine, `POST ${path}`, json, JSON.stringify(body));
    await post('/folders', { name: 'one', note: 'kept' });
    const copied = await post('/folders/1/copy', { name: 'two' });
    expect(copied).toMatchObject({ status: 201, headers: { location: '/folders/2' } });
    expect(copied.json).toEqual({ id: 2, name: 'two', note: 'kept' });
    await send(engine, 'PATCH /folders/2', json, JSON.stringify({ name: 'three' }));
    expect((await send(engine, 'GET /folders')).json).toEqual([
      { id: 1, name: 'one', note: 'kept' },
      { id: 2, name: 'three', note: 'kept' },
    ]);
    await send(engine, 'DELETE /folders/1');
    expect((await post('/folders/1/copy', {})).status).toBe(404);
  });
});
