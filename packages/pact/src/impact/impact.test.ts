import { describe, expect, it } from '@jest/globals';
import type { Json } from '../pact/pact.ts';
import { pactOf } from '../pact/read-pact.ts';
import { contractOf, type GivenInteraction, impactOfTexts } from '../testing/impact-of-texts.ts';
import type { Impact } from './impact.ts';

const order = `
      type: object
      required: [id, total]
      properties:
        id: { type: string }
        total: { type: integer }
        note: { type: string }
        status: { type: string, enum: [open, closed] }
        lines: { type: array, items: { $ref: '#/components/schemas/Line' } }
        parent: { $ref: '#/components/schemas/Order' }
`;
const line = `
      type: object
      required: [sku]
      properties: { sku: { type: string }, quantity: { type: integer, minimum: 1 } }
`;

interface Parts {
  readonly order?: string;
  readonly line?: string;
  readonly input?: string;
  readonly get?: string;
  readonly extra?: string;
}

const shop = ({ order: given = order, line: item = line, input = line, get = '', extra = '' }: Parts = {}): string => `
openapi: 3.0.3
info: { title: shop, version: "1" }
paths:
  /orders/{id}:
    get:
      operationId: getOrder
      ${get}
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } }
  /lines:
    post:
      operationId: addLine
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Input' } } } }
      responses: { '201': { description: made } }
components:
  schemas:
    Order: ${given}
    Line: ${item}
    Input: ${input}
${extra}
`;

const rulesOf = ({ differences }: Impact): string[] => differences.map(({ rule }) => rule).toSorted();

const read = (body: GivenInteraction['response']): GivenInteraction => ({
  description: 'an order',
  request: { method: 'GET', path: '/orders/1' },
  response: { status: 200, headers: { 'Content-Type': 'application/json' }, body },
});

const send = (body: GivenInteraction['request']): GivenInteraction => ({
  description: 'a new line',
  request: { method: 'POST', path: '/lines', headers: { 'Content-Type': 'application/json' }, body },
  response: { status: 201 },
});

describe('impactOf', () => {
  it('finds nothing between a document and itself, circles included', async () => {
    expect((await impactOfTexts(shop(), shop())).differences).toEqual([]);
  });

  it.each([
    ['a field less', { order: order.replace('note: { type: string }', '') }, ['response-property-removed']],
    [
      'a field more',
      { order: order.replace('note:', 'memo: { type: object }\n        note:') },
      ['response-property-added'],
    ],
    ['a value more in an answer', { order: order.replace('closed]', 'closed, lost]') }, ['response-enum-value-added']],
    ['a value less in an answer', { order: order.replace('open, closed', 'open') }, ['response-enum-value-removed']],
    [
      'null in an answer',
      { order: order.replace('total: { type: integer', 'total: { type: integer, nullable: true') },
      ['response-became-nullable'],
    ],
    [
      'a field that may be missing',
      { order: order.replace('[id, total]', '[id]') },
      ['response-property-became-optional'],
    ],
    [
      'a required field to send',
      { input: line.replace('[sku]', '[sku, quantity]') },
      ['request-property-became-required'],
    ],
    [
      'another type to send',
      { input: line.replace('quantity: { type: integer', 'quantity: { type: string') },
      ['request-type-changed'],
    ],
    [
      'a wider type to send',
      { input: line.replace('quantity: { type: integer', 'quantity: { type: number') },
      ['request-type-widened'],
    ],
    ['a smaller range to send', { input: line.replace('minimum: 1', 'minimum: 2') }, ['request-range-narrowed']],
    ['a larger range to send', { input: line.replace('minimum: 1', 'minimum: 0') }, ['request-range-widened']],
    ['deprecation', { get: 'deprecated: true' }, ['operation-deprecated']],
    ['a rate limit', { get: 'x-stunt-rate-limit: { limit: 5, window: 1s }' }, ['rate-limit-added']],
    ['a base path', { extra: 'servers: [{ url: /v2 }]' }, ['server-base-path-added', 'server-base-path-removed']],
    [
      'credentials',
      {
        get: 'security: [{ key: [] }]',
        extra: '  securitySchemes: { key: { type: apiKey, in: header, name: X-Key } }',
      },
      ['security-added'],
    ],
  ])('names %s by its rule', async (_, parts: Parts, expected: string[]) => {
    expect(rulesOf(await impactOfTexts(shop(), shop(parts)))).toEqual(expected);
  });

  it('says once what two operations share, with file, line and pointer', async () => {
    const changed = shop({ line: line.replace('sku: { type: string }', 'sku: { type: integer }') });
    const { differences } = await impactOfTexts(shop(), changed);
    expect(differences).toHaveLength(1);
    expect(differences[0]).toMatchObject({
      rule: 'response-type-changed',
      severity: 'breaking',
      old: { pointer: '/components/schemas/Line/properties/sku', file: 'openapi.yaml' },
      uses: [{ operation: 'GET /orders/{id}', part: 'response 200 application/json', field: 'lines[].sku' }],
    });
  });

  it('suggests what a field was renamed to', async () => {
    const { differences } = await impactOfTexts(shop(), shop({ order: order.replace('note:', 'orderNote:') }));
    expect(differences.find(({ rule }) => rule === 'response-property-removed')?.renamed).toBe('orderNote');
  });

  it('tells who reads what is gone from who does not', async () => {
    const changed = shop({ order: order.replace('note: { type: string }', '') });
    const contracts = [
      contractOf('reader', [read({ id: 'x', note: 'hello' })]),
      contractOf('other', [read({ id: 'x' })]),
    ];
    const { partners } = await impactOfTexts(shop(), changed, contracts);
    expect(partners?.map(({ consumer, verdict }) => [consumer, verdict])).toEqual([
      ['reader', 'breaks'],
      ['other', 'untouched'],
    ]);
    expect(partners?.[0]?.findings).toMatchObject([
      { interaction: 'an order', operation: 'GET /orders/{id}', field: 'note', rule: 'response-property-removed' },
    ]);
  });

  it('follows a contract through lists and circles', async () => {
    const changed = shop({ line: line.replace('quantity: {', 'amount: {') });
    const contract = contractOf('deep', [read({ parent: { lines: [{ quantity: 3 }] } })]);
    const { partners } = await impactOfTexts(shop(), changed, [contract]);
    expect(partners?.[0]?.findings.map(({ field }) => field)).toEqual(['parent.lines[].quantity']);
  });

  it('looks at the values that are sent: what is still right is untouched', async () => {
    const changed = shop({ input: line.replace('minimum: 1', 'minimum: 5') });
    const contracts = [
      contractOf('small', [send({ sku: 'a', quantity: 3 })]),
      contractOf('large', [send({ sku: 'a', quantity: 9 })]),
    ];
    const { partners } = await impactOfTexts(shop(), changed, contracts);
    expect(partners?.map(({ verdict }) => verdict)).toEqual(['breaks', 'untouched']);
  });

  it('holds a required field against those who do not send it', async () => {
    const changed = shop({ input: line.replace('[sku]', '[sku, quantity]') });
    const contracts = [
      contractOf('sends', [send({ sku: 'a', quantity: 3 })]),
      contractOf('leaves out', [send({ sku: 'a' })]),
    ];
    const { partners } = await impactOfTexts(shop(), changed, contracts);
    expect(partners?.map(({ verdict }) => verdict)).toEqual(['untouched', 'breaks']);
  });

  it('does not take what was recorded for what was read', async () => {
    const changed = shop({ order: order.replace('note: { type: string }', '') });
    const { partners } = await impactOfTexts(shop(), changed, [contractOf('seen', [read({ note: 'x' })], true)]);
    expect(partners?.[0]).toMatchObject({ verdict: 'at-risk', recorded: true });
  });

  it('holds messages against the payload of the webhook that they name', async () => {
    const hooks = (field: string) => `
openapi: 3.1.0
info: { title: shop, version: "1" }
webhooks:
  order.paid:
    post:
      requestBody:
        content: { application/json: { schema: { type: object, properties: { type: { const: order.paid }, ${field}: { type: string } } } } }
`;
    const message: Json = {
      consumer: { name: 'listener' },
      provider: { name: 'shop' },
      messages: [{ description: 'an order is paid', contents: { type: 'order.paid', id: 'a' } }],
      metadata: { pactSpecification: { version: '3.0.0' } },
    };
    const contract = { ...contractOf('listener', []), pact: pactOf(message, 'listener.json') };
    const { partners } = await impactOfTexts(hooks('id'), hooks('orderId'), [contract]);
    expect(partners?.[0]?.findings).toMatchObject([
      { effect: 'breaks', rule: 'response-property-removed', operation: 'webhook order.paid', field: 'id' },
    ]);
  });

  it('names interactions that the old document does not describe', async () => {
    const contract = contractOf('lost', [{ request: { method: 'GET', path: '/nowhere' }, response: { status: 200 } }]);
    const { partners } = await impactOfTexts(shop(), shop(), [contract]);
    expect(partners?.[0]).toMatchObject({ verdict: 'untouched', unknown: [{ asked: 'GET /nowhere' }] });
  });
});
