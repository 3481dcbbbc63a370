import { describe, expect, it } from '@jest/globals';
import { documentOf, engineOf, send } from '../../testing/engine-of.ts';
import { describeState } from './describe-state.ts';

/** Paths that end in a format, parameters and members that are called otherwise than what they name. */

const CALLS = `
openapi: 3.0.3
info: { title: calls, version: 1.0.0 }
paths:
  /Accounts/{AccountSid}/Calls.json:
    parameters: [{ name: AccountSid, in: path, required: true, schema: { type: string } }]
    get:
      operationId: listCalls
      parameters: [{ name: FriendlyName, in: query, schema: { type: string } }]
      responses:
        '200':
          description: all
          content: { application/json: { schema: { type: object, properties: { calls: { type: array, items: { $ref: '#/components/schemas/Call' } } } } } }
    post:
      operationId: createCall
      requestBody:
        content: { application/x-www-form-urlencoded: { schema: { type: object, required: [To], properties: { To: { type: string }, FriendlyName: { type: string } } } } }
      responses: { '201': { description: made, content: { application/json: { schema: { $ref: '#/components/schemas/Call' } } } } }
  /Accounts/{AccountSid}/Calls/{Sid}.json:
    parameters:
      - { name: AccountSid, in: path, required: true, schema: { type: string } }
      - { name: Sid, in: path, required: true, schema: { type: string } }
    get: { operationId: fetchCall, responses: { '200': { description: one, content: { application/json: { schema: { $ref: '#/components/schemas/Call' } } } } } }
    post:
      operationId: updateCall
      requestBody: { content: { application/x-www-form-urlencoded: { schema: { type: object, properties: { FriendlyName: { type: string } } } } } }
      responses: { '200': { description: one, content: { application/json: { schema: { $ref: '#/components/schemas/Call' } } } } }
    delete: { operationId: deleteCall, responses: { '204': { description: gone } } }
components:
  schemas:
    Call:
      type: object
      properties:
        sid: { type: string, pattern: '^CA[0-9a-f]{32}$' }
        account_sid: { type: string }
        to: { type: string }
        friendly_name: { type: string }
`;
const form = { 'content-type': 'application/x-www-form-urlencoded' };

describe('a collection whose paths end in a format', () => {
  it('keeps what is written, under the names that answers have for it', async () => {
    const engine = await engineOf(CALLS, { auth: 'off', stateBase: 'empty' });
    const made = await send(engine, 'POST /Accounts/AC1/Calls.json', form, 'To=%2B41&FriendlyName=first');
    expect(made.json).toMatchObject({ to: '+41', friendly_name: 'first', account_sid: expect.any(String) });
    const { sid } = made.json as { sid: string };
    expect(sid).toMatch(/^CA[0-9a-f]{32}$/);
    const item = `/Accounts/AC1/Calls/${sid}.json`;
    expect(made.headers.location).toBe(item);
    expect((await send(engine, `GET ${item}`)).json).toEqual(made.json);
    await send(engine, `POST ${item}`, form, 'FriendlyName=second');
    expect((await send(engine, `GET ${item}`)).json).toMatchObject({ to: '+41', friendly_name: 'second' });
    const list = (name: string) => send(engine, `GET /Accounts/AC1/Calls.json?FriendlyName=${name}`);
    expect((await list('second')).json).toMatchObject({ calls: [{ sid }] });
    expect((await list('first')).json).toMatchObject({ calls: [] });
    expect((await send(engine, `DELETE ${item}`)).status).toBe(204);
    expect((await send(engine, `GET ${item}`)).status).toBe(404);
  });

  it('is one resource, not one for its list and one for its items', async () => {
    expect(describeState(await documentOf(CALLS)).map(({ resource }) => resource)).toEqual([
      '/Accounts/{AccountSid}/Calls/{Sid}.json',
    ]);
  });
});

const named = (collection: string, parameter: string): string => `
openapi: 3.0.3
info: { title: t, version: 1.0.0 }
paths:
  /${collection}:
    get: { operationId: list, responses: { '200': { description: all, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Thing' } } } } } } }
  /${collection}/{${parameter}}:
    get:
      operationId: read
      parameters: [{ name: ${parameter}, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: one, content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } } }
components: { schemas: { Thing: { type: object, properties: { id: { type: string }, name: { type: string } } } } }
`;

describe('the parameter of an item', () => {
  it.each([
    ['payment_intents', 'intent'],
    ['shipping_rates', 'shipping_rate_token'],
    ['balance_transactions', 'transaction'],
    ['people', 'person'],
    ['value-list-items', 'item'],
  ])('of /%s, {%s}, names it by its id', async (collection, parameter) => {
    expect(describeState(await documentOf(named(collection, parameter)))[0]?.idField).toBe('id');
  });

  it.each([
    ['assignments', 'assignee'],
    ['orders', 'payment'],
    ['shipments', 'token'],
  ])('of /%s, {%s}, may name something else', async (collection, parameter) => {
    expect(describeState(await documentOf(named(collection, parameter)))[0]?.idField).toBeNull();
  });
});
