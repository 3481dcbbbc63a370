import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Engine } from '../../engine.ts';
import type { Firing } from '../../exchange.ts';
import { engineOf, send } from '../../testing/engine-of.ts';
import { ajvOf } from './drift-fixture.ts';

const ORDER = {
  type: 'object',
  required: ['id', 'placedAt'],
  properties: { id: { type: 'integer' }, placedAt: { type: 'string', format: 'date-time' } },
};
const DOCUMENT = `
openapi: 3.0.3
info: { title: orders, version: 1.0.0 }
paths:
  /orders/{id}:
    get:
      operationId: getOrder
      parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
      responses:
        '200': { description: one, content: { application/json: { schema: ${JSON.stringify(ORDER)} } } }
  /orders:
    get:
      operationId: listOrders
      responses: { '204': { description: nothing } }
`;

let engine: Engine;
let firings: (readonly Firing[])[];
beforeEach(async () => {
  firings = [];
  engine = await engineOf(DOCUMENT, { onExchange: (exchange) => firings.push(exchange.firings ?? []) });
});

describe('a rule of drift', () => {
  it('changes what the client gets, and writes the pointer down', async () => {
    engine.faults.put('default', { kind: 'drift', options: { mode: 'renamed', path: '/placedAt' } }, 'r1');
    const { status, json, text, headers } = await send(engine, 'GET /orders/7');
    expect([status, headers['stunt-source'], Number(headers['content-length'])]).toEqual([200, 'fault', text.length]);
    expect(json).toEqual({ id: 7, placed_at: expect.any(String) });
    expect(ajvOf({ schema: ORDER })(json)).toBe(false);
    expect(firings).toEqual([[{ rule: 'r1', kind: 'drift', fired: true, note: '/placedAt (renamed, violating)' }]]);
  });

  it('answers healthily where it does not apply, writes down why, and after it is cleared', async () => {
    engine.faults.put('default', { kind: 'drift', options: { mode: 'missing-required' } }, 'r1');
    expect((await send(engine, 'GET /orders')).status).toBe(204);
    expect(firings[0]).toEqual([expect.objectContaining({ fired: false, note: 'the answer has no body' })]);
    expect(ajvOf({ schema: ORDER })((await send(engine, 'GET /orders/7')).json)).toBe(false);
    engine.faults.clear('default');
    expect(ajvOf({ schema: ORDER })((await send(engine, 'GET /orders/7')).json)).toBe(true);
  });
});
