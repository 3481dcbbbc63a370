import { describe, expect, it } from '@jest/globals';
import type { Engine } from '../engine.ts';
import { memoryStore } from '../store/memory-store.ts';
import { engineOf, send } from '../testing/engine-of.ts';
import { manualClock } from '../time/clock.ts';
import { expose } from './exposition.ts';
import { createMetrics } from './metrics.ts';
import { type Stats, statsOf } from './stats.ts';

const DOCUMENT = `
openapi: 3.1.0
info: { title: notes, version: 1.0.0 }
paths:
  /notes:
    post:
      operationId: addNote
      requestBody:
        required: true
        content: { application/json: { schema: { type: object, required: [text], properties: { text: { type: string } } } } }
      responses: { '201': { description: made, content: { application/json: { example: { id: n1 } } } } }
  /notes/{id}:
    get:
      operationId: getNote
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: one, content: { application/json: { example: { id: n1 } } } } }
`;
const JSON_BODY = { 'content-type': 'application/json' };

const clock = () => manualClock(Date.parse('2026-01-01T00:00:00Z'));
const stats = (engine: Engine, sandbox?: string): Promise<Stats> => statsOf(engine.metrics, engine.registry, sandbox);
const scrape = async (engine: Engine, sandbox?: string): Promise<string[]> =>
  (await expose({ metrics: engine.metrics, registry: engine.registry, version: '1.2.3', sandbox })).text.split('\n');

describe('metrics', () => {
  it('counts requests by sandbox and status class, refusals by cause, and faults by kind', async () => {
    const engine = await engineOf(DOCUMENT, { sandboxes: ['acme'] });
    await send(engine, 'GET /notes/1');
    await send(engine, 'GET /~acme/notes/1');
    await send(engine, 'POST /~acme/notes', JSON_BODY, '{}');
    await send(engine, 'GET /~acme/nowhere');
    await send(engine, 'PUT /~acme/notes');
    engine.faults.put('acme', { kind: 'status', options: { code: 503 } });
    engine.faults.put('acme', { kind: 'empty' });
    await send(engine, 'GET /~acme/notes/1');
    engine.metrics.delivered('acme', 'failed');
    expect(await scrape(engine)).toEqual(
      expect.arrayContaining([
        'stunt_requests_total{sandbox="default",status_class="2xx"} 1',
        'stunt_requests_total{sandbox="acme",status_class="2xx"} 1',
        'stunt_requests_total{sandbox="acme",status_class="4xx"} 3',
        'stunt_refusals_total{sandbox="acme",cause="request_invalid"} 1',
        'stunt_refusals_total{sandbox="acme",cause="route_not_found"} 1',
        'stunt_refusals_total{sandbox="acme",cause="method_not_allowed"} 1',
        'stunt_faults_fired_total{sandbox="acme",kind="status"} 1',
        'stunt_webhook_deliveries_total{sandbox="acme",outcome="failed"} 1',
        'stunt_info{version="1.2.3"} 1',
        'stunt_sandboxes 2',
      ]),
    );
    expect((await scrape(engine, 'acme')).filter((line) => line.includes('default'))).toEqual([]);
  });

  it('has a histogram by operation whose buckets grow, in seconds', async () => {
    const time = clock();
    const engine = await engineOf(DOCUMENT, { clock: time });
    engine.faults.put('default', { kind: 'latency', options: { fixed: '300ms' } });
    const answer = send(engine, 'GET /notes/1');
    time.advance(300);
    await answer;
    const lines = (await scrape(engine)).filter((line) => line.includes('operation="getNote"'));
    expect(lines).toEqual(
      expect.arrayContaining([
        'stunt_request_duration_seconds_bucket{operation="getNote",le="0.256"} 0',
        'stunt_request_duration_seconds_bucket{operation="getNote",le="0.512"} 1',
        'stunt_request_duration_seconds_bucket{operation="getNote",le="+Inf"} 1',
        'stunt_request_duration_seconds_sum{operation="getNote"} 0.3',
        'stunt_request_duration_seconds_count{operation="getNote"} 1',
      ]),
    );
  });

  it('counts a document that refuses in its own words like any other refusal', async () => {
    const refusal = "'422': { description: no, content: { application/json: { example: { no: 1 } } } }";
    const engine = await engineOf(DOCUMENT.replace("responses: { '201'", `responses: { ${refusal}, '201'`));
    expect((await send(engine, 'POST /notes', JSON_BODY, '{}')).json).toEqual({ no: 1 });
    expect(await scrape(engine)).toContain('stunt_refusals_total{sandbox="default",cause="request_invalid"} 1');
  });

  it('forgets a sandbox that is reset or gone, and keeps what its operations took', async () => {
    const engine = await engineOf(DOCUMENT, { sandboxes: ['acme', 'beta'] });
    for (const name of ['acme', 'beta']) await send(engine, `GET /~${name}/notes/1`);
    engine.registry.reset('acme');
    engine.registry.delete('beta');
    const lines = await scrape(engine);
    expect(lines.filter((line) => line.startsWith('stunt_requests_total{'))).toEqual([]);
    expect(lines).toContain('stunt_request_duration_seconds_count{operation="getNote"} 2');
    expect((await stats(engine)).sandboxes.map(({ sandbox, requests }) => [sandbox, requests])).toEqual([
      ['acme', 0],
      ['default', 0],
    ]);
  });

  it('has no more series after a thousand paths and keys than after one', async () => {
    const engine = await engineOf(DOCUMENT, { sandboxes: ['acme'] });
    const ask = async (n: number): Promise<void> => {
      await send(engine, `GET /~acme/nowhere/${n}`, { 'x-api-key': `k${n}` });
      await send(engine, `GET /~acme/notes/${n}?q${n}=1`);
      await send(engine, `GET /~nobody-${n}/notes/1`);
      await send(engine, 'POST /~acme/notes', JSON_BODY, JSON.stringify({ [`n${n}`]: n }));
    };
    await ask(0);
    const { length } = await scrape(engine);
    for (let n = 1; n < 1000; n++) await ask(n);
    expect(await scrape(engine)).toHaveLength(length);
  });

  it('holds so many sandboxes and operations, and counts the others as one', async () => {
    const { registry, options } = await engineOf(DOCUMENT);
    const metrics = createMetrics({ ...options, registry });
    for (let n = 0; n < 12_000; n++) metrics.delivered(`s${n}`, `outcome-${n % 300}`);
    expect(metrics.sandboxes.size).toBe(10_001);
    for (let n = 0; n < 300; n++) metrics.delivered('s1', `outcome-${n}`);
    expect(metrics.sandboxes.get('s1')?.deliveries.entries()).toHaveLength(101);
  });
});

describe('stats', () => {
  it('tells volume, success, durations and where a partner is stuck, by operation', async () => {
    const engine = await engineOf(DOCUMENT, { clock: clock() });
    for (let n = 0; n < 3; n++) await send(engine, 'GET /notes/1');
    for (let n = 0; n < 2; n++) await send(engine, 'POST /notes', JSON_BODY, '{}');
    await send(engine, 'POST /notes', JSON_BODY, '{"text":1}');
    expect(await stats(engine)).toMatchObject({
      sandboxes: [
        {
          sandbox: 'default',
          requests: 6,
          successRate: 0.5,
          operations: [
            { operation: 'getNote', requests: 3, successRate: 1, refusals: [], violations: [] },
            {
              operation: 'addNote',
              requests: 3,
              successRate: 0,
              refusals: [{ cause: 'request_invalid', count: 3 }],
              violations: [
                { what: 'body required ', count: 2 },
                { what: 'body type /text', count: 1 },
              ],
            },
          ],
        },
      ],
    });
  });

  it('tells how long a partner took to its first successful call, once, and over a restart and a reset', async () => {
    const time = clock();
    const store = memoryStore();
    const engine = await engineOf(DOCUMENT, { clock: time, store });
    engine.registry.create({ name: 'acme' });
    time.advance(60_000);
    await send(engine, 'POST /~acme/notes', JSON_BODY, '{}');
    expect((await stats(engine, 'acme')).sandboxes[0]?.firstSuccess).toBeNull();
    time.advance(30_000);
    await send(engine, 'GET /~acme/notes/1');
    time.advance(5000);
    await send(engine, 'GET /~acme/notes/1');
    engine.registry.reset('acme');
    await send(engine, 'GET /~acme/notes/1');
    const first = { at: '2026-01-01T00:01:30.000Z', afterMs: 90_000 };
    expect((await stats(engine, 'acme')).sandboxes[0]?.firstSuccess).toEqual(first);
    expect(await scrape(engine, 'acme')).toContain('stunt_first_success_seconds{sandbox="acme"} 90');
    const restarted = await engineOf(DOCUMENT, { clock: time, store, sandboxes: ['acme'] });
    await send(restarted, 'GET /~acme/notes/1');
    expect((await stats(restarted, 'acme')).sandboxes[0]?.firstSuccess).toEqual(first);
    restarted.registry.delete('acme');
    expect(await store.get('first-success/acme')).toBeUndefined();
  });
});
