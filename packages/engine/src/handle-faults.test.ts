import { describe, expect, it } from '@jest/globals';
import type { Engine } from './engine.ts';
import { handle } from './handle.ts';
import { documentOf, engineOf, send } from './testing/engine-of.ts';
import { manualClock } from './time/clock.ts';

const document = (path: string, title = 'Intakes') => `
openapi: 3.1.0
info: { title: ${title}, version: '1' }
paths:
  ${path}/{id}:
    get:
      operationId: get${title}
      tags: [documents]
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        '200':
          description: one
          content:
            application/json:
              schema: { type: object, required: [name], properties: { name: { type: string } } }
              example: { name: Ada }
        '503':
          description: down
          content:
            application/json:
              schema: { type: object, required: [reason], properties: { reason: { type: string } } }
`;
const intakes = document('/intakes');

const down = { kind: 'status', options: { code: 503 } };
const journalled = (engine: Engine) => engine.journal.entries().at(-1);

describe('handle under rules', () => {
  it('tells of a request that waits once its operation is known, and what is known of it by then', async () => {
    const waiting: string[] = [];
    const clock = manualClock();
    const engine: Engine = await engineOf(intakes, {
      clock,
      capture: true,
      onWaiting(exchange) {
        const { operation, status, faults } = engine.journal.entryOf(exchange, clock.now());
        waiting.push([operation, status, ...faults, engine.capture?.entryOf(exchange).answer.status].join(' '));
      },
    });
    // The first one of all waits for what makes bodies to be loaded.
    await send(engine, 'GET /intakes/7');
    waiting.length = 0;
    await send(engine, 'GET /intakes/7');
    expect(waiting).toEqual([]);
    engine.faults.put('default', { kind: 'latency', options: { fixed: '1s' } });
    const asked = send(engine, 'GET /intakes/7');
    expect(waiting).toEqual(['getIntakes 0 r1 latency fired 0']);
    expect(engine.journal.entries()).toHaveLength(2);
    clock.advance(1000);
    expect((await asked).status).toBe(200);
  });

  it('says which of the rules that it starts with is refused', async () => {
    const faults = [down, { ...down, where: { operation: 'nowhere' } }];
    await expect(engineOf(intakes, { faults })).rejects.toThrow(/^faults\[1\]: where\.operation is "nowhere"/);
  });

  it("answers in the document's words, says that it is a fault, and which rule", async () => {
    const engine = await engineOf(intakes, { faults: [down] });
    const seen = await send(engine, 'GET /intakes/7');
    expect(seen).toMatchObject({ status: 503, headers: { 'stunt-source': 'fault' } });
    expect(seen.json).toHaveProperty('reason');
    expect(journalled(engine)).toMatchObject({ status: 503, source: 'fault', faults: ['r1 status fired'] });
  });

  it('comes before admission, and after a healthy answer has been made', async () => {
    const engine = await engineOf(intakes, { faults: [{ kind: 'drift', options: { mode: 'missing-required' } }] });
    expect((await send(engine, 'GET /intakes/7')).json).toEqual({});
    expect(journalled(engine)).toMatchObject({
      status: 200,
      source: 'fault',
      faults: [expect.stringContaining('r1 drift fired: /name')],
    });
    engine.faults.put('default', down);
    expect((await send(engine, 'GET /intakes/7?limit=many')).status).toBe(503);
  });

  it('hits paths without an operation, preflights by the API, and the issuer; never what is for control', async () => {
    const engine = await engineOf(intakes, { faults: [{ ...down, where: { api: 'openapi.yaml' } }] });
    expect((await send(engine, 'GET /elsewhere')).status).toBe(503);
    expect((await send(engine, 'DELETE /intakes/7')).status).toBe(503);
    const preflight = { origin: 'https://a.example', 'access-control-request-method': 'GET' };
    expect((await send(engine, 'OPTIONS /intakes/7', preflight)).status).toBe(503);
    expect((await send(engine, 'GET /_stunt/health')).status).toBe(404);
    expect((await send(engine, 'GET /_auth/token')).status).toBe(503);
  });

  it('tells the APIs apart, also where nothing matches', async () => {
    const documents = await Promise.all([intakes, document('/orders', 'Orders')].map(documentOf));
    const engine = await engineOf(intakes, {
      documents: documents.map((one, at) => ({ ...one, name: at === 0 ? 'intakes' : 'orders' })),
      faults: [{ ...down, where: { api: 'orders' } }],
    });
    const status = async (line: string) => (await send(engine, line)).status;
    expect(await Promise.all(['GET /orders/7', 'GET /intakes/7'].map(status))).toEqual([503, 200]);
    expect(await Promise.all(['DELETE /orders/7', 'DELETE /intakes/7', 'GET /none'].map(status))).toEqual([
      503, 405, 404,
    ]);
  });

  it('keeps to the sandbox, whose prefix is no part of the path', async () => {
    const engine = await engineOf(intakes, {
      sandboxes: ['acme'],
      faults: [{ sandbox: 'acme', ...down, where: { path: '/intakes/7' } }],
    });
    const status = async (line: string) => (await send(engine, line)).status;
    expect(await Promise.all(['GET /~acme/intakes/7', 'GET /~acme/intakes/8', 'GET /intakes/7'].map(status))).toEqual([
      503, 200, 200,
    ]);
  });

  it('lets a request ask for its own fault, on loopback', async () => {
    const asking = { 'x-stunt-fault': 'status;code=502' };
    const engine = await engineOf(intakes);
    expect((await send(engine, 'GET /intakes/7', asking)).status).toBe(502);
    expect(journalled(engine)?.faults).toEqual(['request status fired']);
    expect((await send(engine, 'GET /intakes/7', { prefer: 'fault=sattus' })).json).toMatchObject({
      code: 'PREFERENCE_INVALID',
      detail: expect.stringMatching(/^The fault that the request asks for was "sattus"\. There is no kind .*[^.]\.$/),
      hint: expect.stringContaining('X-Stunt-Fault: status;code=503'),
    });
    const open = await engineOf(intakes, { loopback: false });
    expect((await send(open, 'GET /intakes/7', asking)).status).toBe(200);
    const forced = await engineOf(intakes, { loopback: false, requestFaults: true });
    expect((await send(forced, 'GET /intakes/7', asking)).status).toBe(502);
  });

  it('keeps what a client asked for out of the journal', async () => {
    const engine = await engineOf(intakes);
    await send(engine, 'GET /intakes/7', { 'x-stunt-fault': 'drift;path=/SECRET' });
    expect(journalled(engine)?.faults).toEqual(['request drift not fired: no place for any mode in this answer']);
    engine.faults.put('default', { kind: 'drift', options: { path: '/mine' } });
    await send(engine, 'GET /intakes/7');
    expect(journalled(engine)?.faults).toEqual(['r1 drift not fired: no place for any mode in this answer at /mine']);
  });

  it('holds requests by the clock of the sandbox and gives them a healthy answer when the rule goes', async () => {
    const engine = await engineOf(intakes, {
      clock: manualClock(),
      sandboxes: ['acme'],
      faults: [{ kind: 'latency', options: { fixed: '30s' }, sandbox: '*' }, { kind: 'hang' }],
    });
    const acme = send(engine, 'GET /~acme/intakes/7');
    const held = send(engine, 'GET /intakes/7');
    // Both have reached their rule once a request without one is answered.
    await new Promise((resolve) => setImmediate(resolve));
    engine.clocks.advance('acme', 30_000);
    expect(await acme).toMatchObject({ status: 200, headers: { 'stunt-source': 'example' } });
    engine.faults.clear(undefined);
    expect(await held).toMatchObject({ status: 200, json: { name: 'Ada' } });
  });

  it('records no status where none got through', async () => {
    const engine = await engineOf(intakes, { faults: [{ kind: 'reset' }] });
    const request = { method: 'GET', target: '/intakes/7', headers: { host: 'localhost' }, body: new Uint8Array() };
    const answer = await handle(engine, request);
    expect(answer.delivery).toMatchObject({ end: { kind: 'nothing', by: 'reset' } });
    expect(journalled(engine)).toMatchObject({ status: 0, source: 'fault', faults: ['r1 reset fired'] });
  });

  it('refuses an engine whose rules are wrong', async () => {
    await expect(engineOf(intakes, { faults: [{ kind: 'sattus' }] })).rejects.toThrow('Nearest: status');
    await expect(engineOf(intakes, { faults: [{ ...down, sandbox: 'acme' }] })).rejects.toThrow('no sandbox');
  });
});
