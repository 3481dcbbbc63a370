import { describe, expect, it } from '@jest/globals';
import { contractOf, documentOfText } from '../testing/impact-of-texts.ts';
import { personalKind } from './find-personal.ts';
import { payloadUse, topmostUnused } from './payload-use.ts';

const document = `
openapi: 3.0.3
info: { title: shop, version: "1" }
paths:
  /orders/{id}:
    get:
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Order' }
              example: { id: a, buyer: { email: a@b.example, code: x }, lines: [{ sku: s, weight: 1 }, { sku: t, weight: 2 }] }
  /orders:
    get: { responses: { '200': { description: ok } } }
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [sku, reason]
              properties: { sku: { type: string }, reason: { type: string }, gift: { type: boolean } }
      responses: { '201': { description: made } }
components:
  schemas:
    Order:
      type: object
      properties:
        id: { type: string }
        buyer:
          type: object
          properties: { email: { type: string, format: email }, code: { type: string, x-personal-data: true } }
        lines: { type: array, items: { type: object, properties: { sku: { type: string }, weight: { type: number } } } }
`;

const read = (body: { readonly [name: string]: string | readonly object[] | object }) => ({
  request: { method: 'GET', path: '/orders/1' },
  response: { status: 200, body: JSON.parse(JSON.stringify(body)) },
});

describe('payloadUse', () => {
  it('measures what is served and counts what nobody reads, once', async () => {
    const contracts = [contractOf('reader', [read({ id: 'a', lines: [{ sku: 's' }] })])];
    const { totals, operations } = await payloadUse(await documentOfText(document), contracts);
    const served =
      '{"id":"a","buyer":{"email":"a@b.example","code":"x"},"lines":[{"sku":"s","weight":1},{"sku":"t","weight":2}]}';
    const [order] = operations;
    expect(order?.offeredBytes).toBe(served.length);
    expect(topmostUnused(order?.fields ?? []).map(({ field, bytes }) => [field, bytes])).toEqual([
      ['buyer', '"buyer":{"email":"a@b.example","code":"x"},'.length],
      ['lines[].weight', 2 * '"weight":1,'.length],
    ]);
    expect(totals).toMatchObject({ operations: 3, called: 1, unusedBytes: 43 + 22, unusedFields: 4 });
  });

  it('names the readers of each field, and keeps what was only offered apart', async () => {
    const contracts = [
      contractOf('one', [read({ id: 'a' })]),
      contractOf('two', [read({ id: 'a' })]),
      contractOf('seen', [read({ id: 'a', buyer: { email: 'x' } })], true),
    ];
    const [order] = (await payloadUse(await documentOfText(document), contracts)).operations;
    const of = (name: string) => order?.fields.find(({ field }) => field === name);
    expect(of('id')).toMatchObject({ use: 'read', readBy: ['one', 'two'], offeredTo: ['seen'] });
    expect(of('buyer.email')).toMatchObject({ use: 'offered', readBy: [], offeredTo: ['seen'] });
    expect(of('lines')).toMatchObject({ use: 'unused', readBy: [], offeredTo: [] });
  });

  it('takes an empty list for all of it, unless the same partner says more elsewhere', async () => {
    const some = [contractOf('all', [read({ lines: [] })])];
    const more = [contractOf('sku', [read({ lines: [] }), read({ lines: [{ sku: 's' }] })])];
    const useOf = async (contracts: typeof some) =>
      (await payloadUse(await documentOfText(document), contracts)).operations[0]?.fields.find(
        ({ field }) => field === 'lines[].weight',
      )?.use;
    expect([await useOf(some), await useOf(more)]).toEqual(['read', 'unused']);
  });

  it('finds data about persons by format and by what the schema says', async () => {
    const { personal } = await payloadUse(await documentOfText(document), [contractOf('one', [read({ id: 'a' })])]);
    expect(personal.map(({ field, kind, readBy }) => [field, kind, readBy])).toEqual([
      ['buyer.email', 'email', []],
      ['buyer.code', 'personal', []],
    ]);
  });

  it('names what has to be sent and is not, and operations that nobody calls', async () => {
    const send = { request: { method: 'POST', path: '/orders', body: { sku: 's' } }, response: { status: 201 } };
    const { operations, uncalled } = await payloadUse(await documentOfText(document), [contractOf('one', [send])]);
    expect(operations[0]?.requests).toEqual({ requiredNeverSent: ['reason'], optionalNeverSent: ['gift'] });
    expect(uncalled).toEqual(['GET /orders/{id}', 'GET /orders']);
  });
});

describe('personalKind', () => {
  it.each([
    ['emailAddress', 'email'],
    ['first_name', 'name'],
    ['birthDate', 'date of birth'],
    ['shippingAddress', 'address'],
    ['taxId', 'identity number'],
    ['userName', 'name'],
    ['fileName', undefined],
    ['status', undefined],
    ['mobilePhone', 'phone'],
    ['ip', 'network address'],
    ['description', undefined],
  ])('takes %s for %s', (name, kind) => {
    expect(personalKind(name, undefined, undefined)).toBe(kind);
  });

  it('lets the schema overrule the guess', () => {
    expect([personalKind('email', 'email', false), personalKind('x', undefined, 'phone')]).toEqual([
      undefined,
      'phone',
    ]);
  });
});
