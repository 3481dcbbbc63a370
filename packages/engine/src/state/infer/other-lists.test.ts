import { describe, expect, it } from '@jest/globals';
import { documentOf, engineOf, type Seen, send } from '../../testing/engine-of.ts';
import { describeState } from './describe-state.ts';

/** Orders are made at `/orders`, and listed of a user as well; `owner` is the YAML of what an order says of whose it is. */
const orders = (owner: string, parameter = 'user_id'): string => `
openapi: 3.1.0
info: { title: orders, version: 1.0.0 }
paths:
  /v1/orders:
    get: { operationId: listOrders, responses: { '200': { description: all, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Order' } } } } } } }
    post:
      operationId: createOrder
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } }
      responses: { '201': { description: made, content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } } }
  /v1/orders/{order_id}:
    parameters: [{ name: order_id, in: path, required: true, schema: { type: integer } }]
    get: { operationId: getOrder, responses: { '200': { description: one, content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } } } }
    delete: { operationId: deleteOrder, responses: { '204': { description: gone } } }
  /v1/users/{${parameter}}/orders:
    get:
      operationId: listOfUser
      parameters:
        - { name: ${parameter}, in: path, required: true, schema: { type: string } }
        - { name: limit, in: query, schema: { type: integer } }
        - { name: state, in: query, schema: { type: string } }
      responses: { '200': { description: some, content: { application/json: { schema: { type: object, required: [data, total], properties: { total: { type: integer }, data: { type: array, items: { $ref: '#/components/schemas/Order' } } } } } } } }
components:
  schemas:
    Order: { type: object, required: [id], properties: { id: { type: integer, readOnly: true }, state: { type: string }, ${owner} } }
`;
const ID = 'user_id: { type: string }';
const THING = 'user: { type: object, properties: { id: { type: string } } }';

const post = (engine: Awaited<ReturnType<typeof engineOf>>, body: object): Promise<Seen> =>
  send(engine, 'POST /v1/orders', { 'content-type': 'application/json' }, JSON.stringify(body));
const ids = ({ json }: Seen): unknown => (json as { data: { id: number }[] }).data.map(({ id }) => id);

describe('a list of what is made elsewhere', () => {
  it.each([
    [ID, 'user_id', { user_id: 'u1' }, { user_id: 'u2' }],
    [ID, 'id', { user_id: 'u1' }, { user_id: 'u2' }],
    [THING, 'user_id', { user: { id: 'u1' } }, { user: { id: 'u2' } }],
    ['userId: { type: string }', 'uuid', { userId: 'u1' }, { userId: 'u2' }],
  ])('shows those of one thing, by { %s } and {%s}', async (owner, parameter, mine, theirs) => {
    const engine = await engineOf(orders(owner, parameter), { auth: 'off', stateBase: 'empty' });
    for (const each of [mine, theirs, mine]) await post(engine, { ...each, state: 'new' });
    const list = (path: string) => send(engine, `GET /v1/users/${path}`);
    expect(ids(await list('u1/orders'))).toEqual([1, 3]);
    expect(ids(await list('u2/orders'))).toEqual([2]);
    expect((await list('u1/orders?limit=1')).json).toMatchObject({ total: 2, data: [{ id: 1 }] });
    expect(ids(await list('u1/orders?state=old'))).toEqual([]);
    await send(engine, 'DELETE /v1/orders/1');
    expect(ids(await list('u1/orders'))).toEqual([3]);
  });

  it('is answered as without state where nothing says whose they are', async () => {
    const yaml = orders('note: { type: string }');
    const [engine, stateless] = [
      await engineOf(yaml, { auth: 'off' }),
      await engineOf(yaml, { auth: 'off', state: false }),
    ];
    await post(engine, { state: 'new' });
    const [ours, theirs] = await Promise.all([engine, stateless].map((each) => send(each, 'GET /v1/users/u1/orders')));
    expect(ours?.text).toBe(theirs?.text);
  });

  it('is said to be one', async () => {
    const told = async (yaml: string) => describeState(await documentOf(yaml)).flatMap(({ why }) => why.slice(-1));
    expect(await told(orders(ID))).toEqual(['listOfUser lists those of user_id, by user_id']);
    expect(await told(orders('note: { type: string }'))).not.toContain('listOfUser lists those of user_id, by note');
  });
});
