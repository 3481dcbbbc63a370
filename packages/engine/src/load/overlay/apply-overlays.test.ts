import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEngine } from '../../engine.ts';
import { send } from '../../testing/engine-of.ts';
import { loadDocument } from '../load-document.ts';

const DOCUMENT = `
openapi: 3.0.3
info: { title: Orders, version: '1' }
tags: [{ name: a }]
paths:
  /orders/{id}:
    get:
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: one, content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } } }
  /orders/{id}/ship:
    post:
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: one, content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } } }
  /old:
    get: { responses: { '200': { description: old } } }
components:
  schemas:
    Order: { type: object, required: [id, status], properties: { id: { type: string }, status: { type: string, enum: [new, shipped] } } }
`;

describe('overlays', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stunt-overlay-'));
    await writeFile(join(folder, 'openapi.yaml'), DOCUMENT);
  });
  afterAll(() => rm(folder, { recursive: true }));

  const load = async (actions: string, name = 'overlay.yaml') => {
    await writeFile(
      join(folder, name),
      actions.startsWith('overlay') ? actions : `overlay: 1.0.0\nactions:\n${actions}`,
    );
    return loadDocument('openapi.yaml', { cwd: folder, overlays: [name] });
  };

  it('give a foreign document a transition without editing it', async () => {
    const document = await load(`
  - target: $.paths['/orders/{id}/ship'].post
    update: { x-stunt-transition: { resource: '/orders/{id}', set: { status: shipped } } }
`);
    const engine = createEngine({ documents: [document] });
    await send(engine, 'POST /orders/7/ship');
    expect((await send(engine, 'GET /orders/7')).json).toEqual({ id: '7', status: 'shipped' });
  });

  it('merge objects, continue lists, and remove', async () => {
    const document = await load(`
  - { target: $, update: { info: { version: '2' } } }
  - { target: $.tags, update: { name: b } }
  - { target: "$.tags[0]", remove: true }
  - { target: "$.paths['/old']", remove: true }
  - { target: $.paths.*.post, update: { operationId: ship } }
`);
    expect(document).toMatchObject({ title: 'Orders', version: '2', root: { tags: [{ name: 'b' }] } });
    expect(document.operations.map(({ id }) => id)).toEqual(['GET /orders/{id}', 'ship']);
  });

  it('say where a target leads nowhere', async () => {
    const { findings } = await load(`  - { target: $.paths.nowhere, remove: true }\n`);
    expect(findings).toMatchObject([
      { code: 'OVERLAY_UNMATCHED', message: expect.stringContaining('overlay.yaml#/actions/0: $.paths.nowhere') },
    ]);
  });

  it.each([
    ['overlay: 2.0.0\nactions: []\n', 'overlay.yaml#/overlay is "2.0.0"; allowed: 1.0.0'],
    ['overlay: 1.0.0\n', 'overlay.yaml#/actions is missing or no list'],
    ['  - { target: "$..post", remove: true }\n', 'overlay.yaml#/actions/0/target is "$..post"'],
    ['  - { target: "$.paths" }\n', 'overlay.yaml#/actions/0 has neither an update nor remove: true'],
    ['  - 5\n', 'overlay.yaml#/actions/0 is no object'],
  ])('refuse %j', async (actions, message) => {
    await expect(load(actions)).rejects.toMatchObject({
      code: 'OVERLAY_INVALID',
      message: expect.stringContaining(message),
    });
  });
});
