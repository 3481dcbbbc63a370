import { describe, expect, it } from '@jest/globals';
import type { Operation } from '@stuntdouble/engine';
import { documentOf } from '../testing/compare-bed.ts';
import { createKnownIds } from './known-ids.ts';

async function operation(template: string): Promise<Operation> {
  const paths = { [template]: { get: { responses: { 200: { description: 'ok' } } } } };
  const { operations } = await documentOf({ openapi: '3.1.0', info: { title: 'x', version: '1' }, paths });
  const [only] = operations;
  if (only === undefined) throw new Error('the document has no operation');
  return only;
}

describe('createKnownIds', () => {
  it.each<[string, string, unknown, object]>([
    ['/orders/{id}', '/orders?limit=2', [{ id: 'o 1' }, { id: 'o2' }], { id: 'o 1' }],
    ['/orders/{orderId}', '/orders', { data: [{ id: 7 }], next: null }, { orderId: 7 }],
    ['/orders/{order_number}', '/orders', [{ id: 1, order_number: 'A' }], { order_number: 'A' }],
    ['/countries/{code}', '/countries/', [{ code: 'BE' }], { code: 'BE' }],
    ['/orders/{id}', '/orders', { id: 'made', tags: [] }, { id: 'made' }],
    ['/orders/{id}', '/orders', { data: [], page: 1 }, {}],
    ['/orders/{id}', '/others', [{ id: 1 }], {}],
  ])('knows of %s what %s showed', async (template, target, body, expected) => {
    const known = createKnownIds();
    known.learn(target, body);
    expect(known.valuesFor(await operation(template))).toEqual(expected);
  });

  it('follows lists below items, and keeps what an empty page does not show', async () => {
    const known = createKnownIds();
    known.learn('/orders', [{ id: 'o 1' }]);
    known.learn('/orders?status=none', []);
    known.learn('/orders/o%201/lines', [{ id: 3 }]);
    expect(known.valuesFor(await operation('/orders/{orderId}/lines/{lineId}'))).toEqual({ orderId: 'o 1', lineId: 3 });
  });

  it('puts ids into bodies where they are named after what they refer to', () => {
    const known = createKnownIds();
    known.learn('/orders', [{ id: 'o1' }]);
    expect(known.referring({ orderId: 'x', order_id: 'y', lines: [{ orderId: 'z' }], id: 'i', orderid: 5 })).toEqual({
      ...{ orderId: 'o1', order_id: 'o1', lines: [{ orderId: 'o1' }], id: 'i', orderid: 5 },
    });
  });
});
