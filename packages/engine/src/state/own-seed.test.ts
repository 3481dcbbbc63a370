import { describe, expect, it } from '@jest/globals';
import { engineOf, send } from '../testing/engine-of.ts';

const order = {
  type: 'object',
  required: ['id', 'note'],
  properties: { id: { type: 'integer', minimum: 1 }, note: { type: 'string', minLength: 5 } },
};
const json = (schema: object) => ({ description: 'ok', content: { 'application/json': { schema } } });
const document = {
  openapi: '3.1.0',
  info: { title: 'Orders', version: '1' },
  paths: {
    '/orders': {
      get: { responses: { 200: json({ type: 'array', minItems: 2, items: order }) } },
      post: {
        requestBody: {
          content: { 'application/json': { schema: { type: 'object', properties: { note: { type: 'string' } } } } },
        },
        responses: { 201: json(order) },
      },
    },
    '/orders/{id}': {
      get: {
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
        responses: { 200: json(order) },
      },
    },
  },
};

describe('a sandbox with a seed of its own', () => {
  it('reads back what it wrote, beside what it showed before', async () => {
    const engine = await engineOf(JSON.stringify(document), {
      sandboxes: [{ name: 'acme', auth: 'off', seed: 'another' }],
    });
    const list = async (prefix: string): Promise<unknown[]> => {
      const { json: shown } = await send(engine, `GET ${prefix}/orders`);
      return Array.isArray(shown) ? shown : [];
    };
    const [before, others] = [await list('/~acme'), await list('')];
    expect(before).not.toEqual(others);
    const made = await send(
      engine,
      'POST /~acme/orders',
      { 'content-type': 'application/json' },
      '{"note":"mine, all mine"}',
    );
    expect(made).toMatchObject({ status: 201, json: { note: 'mine, all mine' } });
    const after = await list('/~acme');
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.at(-1)).toMatchObject({ note: 'mine, all mine' });
    expect(await list('')).toEqual(others);
  });

  it('still leaves state aside where the client asks for a seed', async () => {
    const engine = await engineOf(JSON.stringify(document), {
      sandboxes: [{ name: 'acme', auth: 'off', seed: 'another' }],
    });
    await send(engine, 'POST /~acme/orders', { 'content-type': 'application/json' }, '{"note":"mine, all mine"}');
    const { text } = await send(engine, 'GET /~acme/orders', { prefer: 'seed=third' });
    expect(text).not.toContain('mine, all mine');
  });
});
