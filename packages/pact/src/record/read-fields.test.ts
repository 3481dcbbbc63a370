import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadDocument } from '@stuntdouble/engine';
import type { Json } from '../pact/pact.ts';
import { readFields } from './read-fields.ts';
import { recordPact } from './record-pact.ts';

const folder = mkdtempSync(join(tmpdir(), 'stunt-fields-'));
writeFileSync(
  join(folder, 'shop.yaml'),
  `
openapi: 3.1.0
info: { title: shop, version: 1.0.0 }
paths:
  /orders/{id}:
    get:
      operationId: getOrder
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: ok, content: { application/json: { schema: { type: object, required: [id, status], properties: { id: { type: string }, status: { type: string }, note: { type: string }, items: { type: array, items: { type: object, properties: { sku: { type: string }, qty: { type: integer } } } } } } } } } }
`,
);
const document = await loadDocument(join(folder, 'shop.yaml'));
rmSync(folder, { recursive: true });

const exchange = {
  operation: 'getOrder',
  request: { method: 'GET', target: '/orders/1', headers: [], body: '' },
  answer: {
    status: 200,
    headers: ['content-type', 'application/json'],
    body: JSON.stringify({ id: '1', status: 'open', note: 'x', items: [{ sku: 'a', qty: 1 }] }),
  },
};

/** The names in the recorded answer, as a person reads them. */
async function recorded(fields: Json | undefined): Promise<unknown> {
  const { pact } = await recordPact({
    ...{ consumer: 'app', provider: 'shop', document, exchanges: [exchange] },
    ...(fields !== undefined && { fields: readFields(fields, 'used.json', [document]) }),
  });
  const text = JSON.stringify(pact, (name, value) => (name === 'matchingRules' ? undefined : value));
  return JSON.parse(text).interactions[0].response.body.content;
}

describe('readFields', () => {
  it('narrows an answer to the fields that are named, by pointer or by dotted path', async () => {
    const text = expect.any(String);
    expect(await recorded(undefined)).toEqual({ id: text, status: text });
    expect(await recorded({ getOrder: ['/note', '/items/0/sku'] })).toEqual({ note: text, items: [{ sku: text }] });
    expect(await recorded({ getOrder: ['status', '$.items[*].qty'] })).toEqual({
      status: text,
      items: [{ qty: expect.any(Number) }],
    });
    expect(await recorded({ getOrder: ['items[]'] })).toEqual({ items: [{ sku: text, qty: expect.any(Number) }] });
  });

  it('tells which of them no answer had', async () => {
    const of = async (fields: readonly string[]) => {
      const given = readFields({ getOrder: [...fields] }, 'used.json', [document]);
      const { unmetFields } = await recordPact({
        ...{ consumer: 'app', provider: 'shop', document, exchanges: [exchange] },
        fields: given,
      });
      return unmetFields;
    };
    expect(await of(['status', '/items/0/sku', 'items[].qty', 'items[]', '/items'])).toEqual([]);
    expect(await of(['status', '/statsu', 'items[*].price', 'note.text'])).toEqual([
      'getOrder /statsu',
      'getOrder /items/*/price',
      'getOrder /note/text',
    ]);
  });

  it('takes a pact that was written by hand for the list', async () => {
    const byHand = {
      ...{ consumer: { name: 'app' }, provider: { name: 'shop' } },
      interactions: [
        {
          description: 'x',
          request: { method: 'GET', path: '/orders/7' },
          response: { status: 200, body: { items: [{ qty: 3 }] } },
        },
      ],
    };
    expect(await recorded(byHand)).toEqual({ items: [{ qty: expect.any(Number) }] });
  });

  it.each([
    ['a list', [], /used\.json holds a list/],
    ['an unknown operation', { getOrders: [] }, /the operation getOrders, which no document has: getOrder/],
    ['no list of fields', { getOrder: 'id' }, /\/getOrder is a string/],
    ['a number as a field', { getOrder: [1] }, /\/getOrder has 1/],
  ])('refuses %s', (_, given, message) => {
    expect(() => readFields(given, 'used.json', [document])).toThrow(
      expect.objectContaining({ code: 'FIELDS_INVALID', message: expect.stringMatching(message) }),
    );
  });
});
