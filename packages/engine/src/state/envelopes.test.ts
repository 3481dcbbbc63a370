import { describe, expect, it } from '@jest/globals';
import { engineOf, send } from '../testing/engine-of.ts';

/** `answer` is the YAML of what creating and reading an order answers, around the order that it has in `name`. */
const orders = (name: string, more: string): string => {
  const answer = `{ type: object, required: [${name}], properties: { ${name}: { $ref: '#/components/schemas/Order' }, ${more} } }`;
  return `
openapi: 3.1.0
info: { title: orders, version: 1.0.0 }
paths:
  /v1/purchase-orders:
    get: { operationId: list, responses: { '200': { description: all, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Order' } } } } } } }
    post:
      operationId: create
      requestBody: { content: { application/json: { schema: { type: object, properties: { note: { type: string } } } } } }
      responses: { '201': { description: made, content: { application/json: { schema: ${answer} } } } }
  /v1/purchase-orders/{order_id}:
    parameters: [{ name: order_id, in: path, required: true, schema: { type: string } }]
    get: { operationId: read, responses: { '200': { description: one, content: { application/json: { schema: ${answer} } } } } }
    delete: { operationId: remove, responses: { '204': { description: gone } } }
components:
  schemas:
    Order: { type: object, required: [id], properties: { id: { type: string, format: uuid }, note: { type: string } } }
    Customer: { type: object, required: [id], properties: { id: { type: string } } }
`;
};
const CUSTOMER = "customer: { $ref: '#/components/schemas/Customer' }";

describe('an item in an envelope', () => {
  it.each([
    ['order', 'message: { type: string, example: made }'],
    ['purchaseOrder', CUSTOMER],
    ['data', `success: { type: boolean }, ${CUSTOMER}`],
    ['result', 'errors: { type: array, items: { type: string } }'],
    ['anything', ''],
  ])('is found in %s beside { %s }', async (name, more) => {
    const engine = await engineOf(orders(name, more), { auth: 'off' });
    const made = await send(
      engine,
      'POST /v1/purchase-orders',
      { 'content-type': 'application/json' },
      '{"note":"mine"}',
    );
    const order = (made.json as Record<string, { id: string }>)[name];
    expect(order).toMatchObject({ note: 'mine' });
    const path = `/v1/purchase-orders/${order?.id}`;
    expect((await send(engine, `GET ${path}`)).json).toMatchObject({ [name]: order });
    expect((await send(engine, 'GET /v1/purchase-orders')).json).toContainEqual(order);
    await send(engine, `DELETE ${path}`);
    expect((await send(engine, `GET ${path}`)).status).toBe(404);
  });

  it('is not what only belongs to it', async () => {
    const engine = await engineOf(orders('customer', 'total: { type: integer }'), { auth: 'off' });
    const made = await send(
      engine,
      'POST /v1/purchase-orders',
      { 'content-type': 'application/json' },
      '{"note":"mine"}',
    );
    expect(made.headers['stunt-source']).not.toBe('stored');
  });
});
