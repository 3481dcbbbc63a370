import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Engine } from '../engine.ts';
import type { EngineOptions } from '../options.ts';
import type { StateChange } from '../state-change.ts';
import { memoryStore, type SynchronousStore } from '../store/memory-store.ts';
import { engineOf } from '../testing/engine-of.ts';
import { type WebhookReceiver, webhookReceiver } from '../testing/webhook-receiver.ts';
import { manualClock } from '../time/clock.ts';
import type { DeliveryEntry } from './webhook.ts';

const DOCUMENT = `
openapi: 3.1.0
info: { title: notes, version: '1' }
paths:
  /notes:
    post: { operationId: createNote, responses: { '201': { description: made } } }
  /notes/{id}:
    get: { operationId: getNote, parameters: [{ $ref: '#/components/parameters/Id' }], responses: { '200': { description: one } } }
  /subscriptions:
    post:
      operationId: subscribe
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Subscription' } } } }
      responses: { '201': { description: made } }
  /subscriptions/{id}:
    get: { operationId: getSubscription, parameters: [{ $ref: '#/components/parameters/Id' }], responses: { '200': { description: one } } }
webhooks:
  note.created: { post: { requestBody: { content: { application/json: { schema: { type: object, properties: { data: { type: object } } } } } }, responses: { '204': { description: taken } } } }
components:
  parameters: { Id: { name: id, in: path, required: true, schema: { type: string } } }
  schemas:
    Subscription:
      type: object
      required: [url, events]
      properties: { url: { type: string, format: uri }, events: { type: array, items: { type: string } }, status: { type: string } }
`;

let clock: ReturnType<typeof manualClock>;
let receiver: WebhookReceiver;
let store: SynchronousStore;
let engine: Engine;
beforeEach(async () => {
  // Receivers hold the time that was signed against the time of day.
  clock = manualClock(Date.now());
  receiver = await webhookReceiver();
  store = memoryStore();
  engine = await started();
});
afterEach(async () => {
  await engine.webhooks.close();
  await receiver.close();
});

const started = (options: Partial<EngineOptions> = {}): Promise<Engine> =>
  engineOf(DOCUMENT, { clock, store, sandboxes: ['acme', 'other'], webhooks: { retries: ['1m', '1h'] }, ...options });

/** The next process: all that it has of this one is the store. */
const restart = async (options: Partial<EngineOptions> = {}): Promise<void> => {
  await engine.webhooks.close();
  engine = await started(options);
  engine.webhooks.takeUp();
};

const created = (text: string, sandbox = 'acme'): void =>
  engine.changes.tell({ ...about(sandbox), resource: '/notes/{id}', id: 'n1', item: { id: 'n1', text } });
const subscribed = (status: 'active' | 'paused', kind: StateChange['kind'] = 'created'): void => {
  const item = { url: receiver.url, events: ['note.created'], status };
  engine.changes.tell({ ...about('acme'), kind, resource: '/subscriptions/{id}', id: 'w1', item });
};
const about = (sandbox: string) =>
  ({ sandbox, at: clock.now(), kind: 'created', operation: 'createNote', emit: undefined }) as const;

/** The log of the sandbox once so many attempts are in it. */
const logged = (wanted: number, sandbox = 'acme'): Promise<readonly DeliveryEntry[]> =>
  new Promise((resolve) => {
    const check = (): void => {
      const entries = engine.webhooks.deliveries(sandbox);
      if (entries.length < wanted) return;
      unwatch();
      resolve(entries);
    };
    const unwatch = engine.webhooks.watch(check);
    check();
  });
const states = (entries: readonly DeliveryEntry[]): string[] =>
  entries.map(({ id, attempt, state, status }) => `${id} ${attempt} ${state} ${status}`);
const texts = (): string[] => receiver.taken.map(({ body }) => JSON.parse(body).data.text);
const keptKeys = (): readonly string[] => store.list('delivery/');
const turns = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('deliveries that a process was not done with', () => {
  it('are tried again by the next one when they are due, as the same message', async () => {
    const { secret } = engine.webhooks.add('acme', { url: receiver.url });
    receiver.answer(500, 500);
    created('hello');
    await logged(1);
    await restart();
    expect(states(await logged(1))).toEqual(['d1 1 retrying 500']);
    clock.advance(59_999);
    await turns();
    expect(receiver.taken).toHaveLength(1);
    clock.advance(1);
    expect(states(await logged(2))).toEqual(['d1 1 retrying 500', 'd1 2 retrying 500']);
    await restart();
    clock.advance(3_600_000);
    expect(states(await logged(2))).toEqual(['d1 2 retrying 500', 'd1 3 delivered 204']);
    expect(new Set(receiver.taken.map(({ headers, body }) => `${headers['webhook-id']} ${body}`)).size).toBe(1);
    const times = receiver.taken.map(({ headers }) => Number(headers['webhook-timestamp']));
    expect(times.map((time) => time - (times[0] ?? 0))).toEqual([0, 60, 3660]);
    receiver.taken[1]?.verify(secret);
    expect(keptKeys()).toEqual([]);
  });

  it('are given up after the last attempt, however often the process ended', async () => {
    engine.webhooks.add('acme', { url: receiver.url });
    receiver.answer(500, 500, 500);
    created('hello');
    await logged(1);
    for (const wait of [60_000, 3_600_000]) {
      await restart();
      clock.advance(wait);
      await logged(2);
    }
    expect(states(engine.webhooks.deliveries('acme')).at(-1)).toBe('d1 3 failed 500');
    expect(keptKeys()).toEqual([]);
  });

  it('are made at once, in order, where that is over or where it was the turn of another one', async () => {
    engine.webhooks.add('acme', { url: receiver.url });
    receiver.answer(500, 0);
    for (let i = 0; i < 12; i++) created(`n${i}`);
    await receiver.count(2);
    await engine.webhooks.close();
    clock.advance(60_000);
    receiver.taken.length = 0;
    engine = await started();
    created('new');
    await receiver.count(1);
    engine.webhooks.takeUp();
    await receiver.count(13);
    expect(texts()).toEqual(['new', ...Array.from({ length: 12 }, (_, at) => `n${at}`)]);
    const log = states(await logged(14));
    expect(log.slice(0, 4)).toEqual([
      'd1 1 retrying 500',
      'd13 1 delivered 204',
      'd1 2 delivered 204',
      'd2 1 delivered 204',
    ]);
  });

  it('wait on the clock of their sandbox, which begins anew', async () => {
    engine.webhooks.add('acme', { url: receiver.url });
    engine.clocks.setOffset('acme', 24 * 3_600_000);
    receiver.answer(500);
    created('hello');
    const [before] = await logged(1);
    await restart();
    const [after] = await logged(1);
    expect([(before?.retryAt ?? 0) - clock.now(), (after?.retryAt ?? 0) - clock.now()]).toEqual([86_460_000, 60_000]);
    engine.clocks.advance('acme', 60_000);
    expect(states(await logged(2)).at(-1)).toBe('d1 2 delivered 204');
  });

  it('are held for a subscription that is paused, and sent once it is active again', async () => {
    subscribed('paused');
    created('first');
    await logged(1);
    await restart();
    created('second');
    expect(states(await logged(2))).toEqual(['d1 0 held 0', 'd2 0 held 0']);
    await restart();
    await turns();
    expect(receiver.taken).toEqual([]);
    subscribed('active', 'updated');
    await logged(4);
    expect(texts()).toEqual(['first', 'second']);
    expect(keptKeys()).toEqual([]);
  });

  it('are dropped where they were held for a day meanwhile', async () => {
    subscribed('paused');
    created('first');
    await logged(1);
    await engine.webhooks.close();
    clock.advance(24 * 3_600_000);
    await restart();
    expect(states(await logged(2))).toEqual(['d1 0 held 0', 'd1 0 dropped 0']);
    expect(keptKeys()).toEqual([]);
  });

  it('are as late and as badly signed as a fault had them', async () => {
    const { secret } = engine.webhooks.add('acme', { url: receiver.url });
    const faults = [
      { mode: 'late', by: '1m' },
      { mode: 'bad-signature', times: 1 },
    ];
    for (const options of faults) engine.faults.put('acme', { kind: 'webhook', options, when: { times: 1 } });
    created('hello');
    await restart();
    await turns();
    expect(receiver.taken).toEqual([]);
    receiver.answer(401);
    clock.advance(60_000);
    const [first] = await logged(1);
    expect(first).toMatchObject({ state: 'retrying', fault: 'r1 late, r2 bad-signature' });
    expect(() => receiver.taken[0]?.verify(secret)).toThrow('No matching signature');
  });

  it('count among those that may wait', async () => {
    engine.webhooks.add('acme', { url: receiver.url });
    receiver.answer(0);
    for (let i = 0; i < 1000; i++) created('waits');
    await receiver.count(1);
    await engine.webhooks.close();
    engine = await started();
    created('one more');
    expect(states(await logged(1))).toEqual(['d1001 0 dropped 0']);
    expect(keptKeys()).toHaveLength(1000);
  });
});

describe('what the store keeps of deliveries', () => {
  it('is nothing of those that are made at once, and all others before the process is told to end', async () => {
    const written: string[] = [];
    store.watch('delivery/', (key) => written.push(key));
    engine.webhooks.add('acme', { url: receiver.url });
    created('made');
    await logged(1);
    receiver.answer(0);
    created('unanswered');
    created('behind it');
    await receiver.count(2);
    clock.advance(49);
    await turns();
    expect(written).toEqual([]);
    clock.advance(1);
    await turns();
    expect(written).toEqual(['delivery/acme/d2', 'delivery/acme/d3']);
    // As a kill does: what is on its way is not told to end.
    const killed = engine;
    engine = await started();
    engine.webhooks.takeUp();
    await receiver.count(4);
    await killed.webhooks.close();
    expect(texts()).toEqual(['made', 'unanswered', 'unanswered', 'behind it']);
  });

  /** One in each sandbox that waits. */
  const waiting = async (): Promise<void> => {
    receiver.answer(500, 500);
    for (const sandbox of ['acme', 'other']) {
      engine.webhooks.add(sandbox, { url: receiver.url });
      created('canary of ada', sandbox);
      await logged(1, sandbox);
    }
    expect(keptKeys()).toEqual(['delivery/acme/d1', 'delivery/other/d1']);
  };

  it.each<[string, () => unknown]>([
    ['reset', () => engine.registry.reset('acme')],
    ['deleted', () => engine.registry.delete('acme')],
  ])('goes with the sandbox that is %s, and nothing of it comes later', async (_, end) => {
    await waiting();
    end();
    expect(keptKeys()).toEqual(['delivery/other/d1']);
    await restart();
    clock.advance(60_000);
    await logged(2, 'other');
    expect([receiver.taken.length, engine.webhooks.deliveries('acme')]).toEqual([3, []]);
  });

  it('goes with a reset before it was gone on with', async () => {
    await waiting();
    await engine.webhooks.close();
    engine = await started();
    engine.registry.reset('acme');
    engine.webhooks.takeUp();
    expect(keptKeys()).toEqual(['delivery/other/d1']);
  });

  it('goes at the next start where its sandbox was over by then', async () => {
    engine.registry.create({ name: 'brief', ttl: 60_000 });
    engine.webhooks.add('brief', { url: receiver.url });
    receiver.answer(500);
    created('hello', 'brief');
    await logged(1, 'brief');
    await engine.webhooks.close();
    clock.advance(60_000);
    await restart();
    expect(keptKeys()).toEqual([]);
  });

  it('goes at the next start where nobody is told any more', async () => {
    await waiting();
    engine.webhooks.remove('acme', 's1');
    await restart();
    expect(keptKeys()).toEqual(['delivery/other/d1']);
  });

  it('is nothing of streams, which end with the process', async () => {
    const taken: unknown[] = [];
    engine.webhooks.listen('acme', {
      events: undefined,
      secret: undefined,
      take: (delivery) => taken.push(delivery),
      gone() {},
    });
    created('hello');
    while (taken.length === 0) await turns();
    clock.advance(50);
    await engine.webhooks.close();
    expect(keptKeys()).toEqual([]);
  });

  it('is in no log', async () => {
    const lines: string[] = [];
    await waiting();
    await restart({ onLog: (line) => lines.push(line) });
    clock.advance(60_000);
    expect(`${JSON.stringify(await logged(2))}${lines.join()}`).not.toMatch(/canary|whsec|hooks/);
  });

  it('stops nobody where it cannot be read', async () => {
    await waiting();
    store.put('delivery/acme/d1', { id: 'd1', sandbox: 'acme' });
    await restart();
    expect(keptKeys()).toEqual(['delivery/other/d1']);
    clock.advance(60_000);
    expect(states(await logged(2, 'other')).at(-1)).toBe('d1 2 delivered 204');
  });
});
