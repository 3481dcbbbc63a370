import { describe, expect, it } from '@jest/globals';
import type { Engine } from '../engine.ts';
import { startServer } from '../server.ts';
import { documentOf, engineOf, send } from '../testing/engine-of.ts';
import { manualClock } from '../time/clock.ts';

const DOCUMENT = `
openapi: 3.1.0
info: { title: notes, version: 1.0.0 }
paths:
  /notes:
    post:
      operationId: addNote
      requestBody: { content: { application/json: { schema: { type: object } } } }
      responses: { '201': { description: made } }
  /notes/{id}:
    get:
      operationId: getNote
      responses: { '200': { description: one, content: { application/json: { example: { id: n1 } } } } }
`;
const JSON_BODY = { 'content-type': 'application/json' };
/** Noted by the metrics in the store, which tells that they were fed without asking them. */
const isFed = ({ options }: Engine): boolean => options.store.get('first-success/default') !== undefined;

describe('records', () => {
  it('gives a reader all that was added, in its order, however many there are', async () => {
    const engine = await engineOf(DOCUMENT);
    for (let n = 1; n <= 100; n++) {
      await send(engine, `GET /notes/${n}`);
      if (n % 7 === 0) expect(engine.journal.entries()).toHaveLength(n);
    }
    const ids = engine.journal.entries().map(({ id }) => id);
    expect(ids).toEqual([...ids].sort());
    const { classes } = engine.metrics.sandboxes.get('default')?.operations.get('getNote') ?? {};
    expect(classes?.[2]).toBe(100);
  });

  it('collects small ones, and tells large ones at once', async () => {
    const engine = await engineOf(DOCUMENT);
    await send(engine, 'POST /notes', JSON_BODY, '{"text":"small"}');
    expect(isFed(engine)).toBe(false);
    await send(engine, 'POST /notes', JSON_BODY, JSON.stringify({ text: 'x'.repeat(20_000) }));
    expect(isFed(engine)).toBe(true);
  });

  it('collects no more than 32', async () => {
    const engine = await engineOf(DOCUMENT);
    for (let n = 1; n < 32; n++) await send(engine, 'GET /notes/1');
    expect(isFed(engine)).toBe(false);
    await send(engine, 'GET /notes/1');
    expect(isFed(engine)).toBe(true);
  });

  it('tells what had to wait at once', async () => {
    const clock = manualClock(0);
    const engine = await engineOf(DOCUMENT, { clock });
    engine.faults.put('default', { kind: 'latency', options: { fixed: '2s' } });
    const waiting = send(engine, 'GET /notes/1');
    await clock.advance(2000);
    await waiting;
    expect(isFed(engine)).toBe(true);
  });

  it('tells who watches of each, before the next one', async () => {
    const engine = await engineOf(DOCUMENT);
    await send(engine, 'GET /notes/1');
    const seen: string[] = [];
    engine.journal.watch(({ operation }) => seen.push(operation ?? ''));
    await send(engine, 'GET /notes/2');
    expect(seen).toEqual(['getNote']);
  });

  it('forgets what was collected with its sandbox', async () => {
    const engine = await engineOf(DOCUMENT, { sandboxes: ['acme', 'beta'] });
    for (const name of ['acme', 'beta']) await send(engine, `GET /~${name}/notes/1`);
    engine.registry.reset('acme');
    expect(engine.journal.entries().map(({ sandbox }) => sandbox)).toEqual(['beta']);
    expect([...engine.metrics.sandboxes.keys()]).toEqual(['beta']);
    await send(engine, 'GET /~beta/notes/1');
    engine.journal.forget('beta');
    expect(engine.journal.entries()).toEqual([]);
  });

  it('knows when each was over, whenever it is told', async () => {
    const clock = manualClock(1000);
    const engine = await engineOf(DOCUMENT, { clock });
    await send(engine, 'GET /notes/1');
    await clock.advance(5000);
    expect(await engine.metrics.firstSuccesses.of('default')).toMatchObject({ at: 1000 });
    expect(engine.journal.entries()[0]).toMatchObject({ at: 1000, durationMs: 0 });
  });

  it('holds nothing once the answers of a turn have left', async () => {
    const server = await startServer({ documents: [await documentOf(DOCUMENT)], port: 0 });
    try {
      const answer = await fetch(`http://127.0.0.1:${server.port}/notes/1`);
      expect(answer.status).toBe(200);
      // The client reads in a later turn than the one in which the answer left.
      expect(isFed(server.engine)).toBe(true);
    } finally {
      await server.close();
    }
  });
});
