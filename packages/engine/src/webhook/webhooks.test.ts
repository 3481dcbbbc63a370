import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Engine } from '../engine.ts';
import type { EngineOptions } from '../options.ts';
import type { StateChange } from '../state-change.ts';
import { engineOf } from '../testing/engine-of.ts';
import { type WebhookReceiver, webhookReceiver } from '../testing/webhook-receiver.ts';
import { manualClock } from '../time/clock.ts';
import type { DeliveryEntry } from './webhook.ts';

const DOCUMENT = `
openapi: 3.1.0
info: { title: notes, version: '1' }
paths:
  /notes:
    post:
      operationId: createNote
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Note' } } } }
      responses: { '201': { description: made } }
  /notes/{id}:
    get: { operationId: getNote, parameters: [{ $ref: '#/components/parameters/Id' }], responses: { '200': { description: one } } }
  /notes/{id}/publish:
    post: { operationId: publishNote, parameters: [{ $ref: '#/components/parameters/Id' }], responses: { '200': { description: done } } }
  /subscriptions:
    post:
      operationId: subscribe
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Subscription' } } } }
      responses: { '201': { description: made } }
  /subscriptions/{id}:
    get: { operationId: getSubscription, parameters: [{ $ref: '#/components/parameters/Id' }], responses: { '200': { description: one } } }
webhooks:
  note.created: { post: { requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Event' } } } }, responses: { '204': { description: taken } } } }
  note.published: { post: { requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Event' } } } }, responses: { '204': { description: taken } } } }
components:
  parameters: { Id: { name: id, in: path, required: true, schema: { type: string } } }
  schemas:
    Note: { type: object, required: [id, text], properties: { id: { type: string }, text: { type: string } } }
    Subscription:
      type: object
      required: [url, events]
      properties: { url: { type: string, format: uri }, events: { type: array, items: { type: string } }, secret: { type: string }, status: { type: string } }
    Event:
      type: object
      required: [id, type, timestamp, data]
      properties:
        id: { type: string }
        type: { type: string }
        timestamp: { type: string, format: date-time }
        data: { $ref: '#/components/schemas/Note' }
`;

const secret = `whsec_${Buffer.from('a secret of twenty-four b').toString('base64')}`;

let clock: ReturnType<typeof manualClock>;
let receiver: WebhookReceiver;
let engine: Engine;
beforeEach(async () => {
  // Receivers hold the time that was signed against the time of day.
  clock = manualClock(Date.now());
  receiver = await webhookReceiver();
  engine = await engineOf(DOCUMENT, { clock, sandboxes: ['acme'] });
});
afterEach(async () => {
  await engine.webhooks.close();
  await receiver.close();
});

const restart = async (options: Partial<EngineOptions>): Promise<void> => {
  await engine.webhooks.close();
  engine = await engineOf(DOCUMENT, { clock, sandboxes: ['acme'], ...options });
};

const change = (parts: Partial<StateChange> = {}): StateChange => ({
  sandbox: 'acme',
  at: clock.now(),
  kind: 'created',
  resource: '/notes/{id}',
  id: 'n1',
  operation: 'createNote',
  item: { id: 'n1', text: 'hello' },
  emit: undefined,
  ...parts,
});

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
  entries.map(({ attempt, state, status }) => `${attempt} ${state} ${status}`);

/** Lets sleeps begin that follow what was just told. */
const turns = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a change of state', () => {
  it('is told to who subscribed, signed as Standard Webhooks has it', async () => {
    const subscription = engine.webhooks.add('acme', { url: receiver.url });
    engine.changes.tell(change());
    const [taken] = await receiver.count(1);
    expect(taken?.verify(subscription.secret)).toEqual({
      id: taken?.headers['webhook-id'],
      type: 'note.created',
      timestamp: new Date(clock.now()).toISOString(),
      data: { id: 'n1', text: 'hello' },
    });
    expect(() => taken?.verify(secret)).toThrow('No matching signature');
    expect(taken).toMatchObject({ method: 'POST', path: '/hooks', headers: { 'content-type': 'application/json' } });
    expect(states(await logged(1))).toEqual(['1 delivered 204']);
  });

  it('fires what its action names, to those that want it, in its own sandbox', async () => {
    engine.webhooks.add('acme', { url: receiver.url, events: ['note.published'] });
    engine.webhooks.add('default', { url: receiver.url });
    engine.changes.tell(change());
    engine.changes.tell(change({ kind: 'updated', operation: 'publishNote' }));
    await logged(1);
    expect(receiver.taken.map(({ body }) => JSON.parse(body).type)).toEqual(['note.published']);
    expect(engine.webhooks.deliveries('default')).toEqual([]);
  });

  it('is told in the order in which it came', async () => {
    engine.webhooks.add('acme', { url: receiver.url });
    for (let i = 0; i < 20; i++) engine.changes.tell(change({ item: { id: `n${i}`, text: '' }, id: `n${i}` }));
    const taken = await receiver.count(20);
    expect(taken.map(({ body }) => JSON.parse(body).data.id)).toEqual(Array.from({ length: 20 }, (_, i) => `n${i}`));
    expect(new Set(taken.map(({ headers }) => headers['webhook-id'])).size).toBe(20);
  });
});

describe('a delivery that fails', () => {
  it('is tried again after 1 s, 5 s and 30 s of the sandbox, as the same message', async () => {
    const { secret: own } = engine.webhooks.add('acme', { url: receiver.url });
    receiver.answer(500, 503, 500);
    engine.changes.tell(change());
    for (const [at, wait] of [1000, 5000, 30_000].entries()) {
      const entries = await logged(at + 1);
      expect(entries.at(-1)).toMatchObject({ state: 'retrying', attempt: at + 1, retryAt: clock.now() + wait });
      clock.advance(wait - 1);
      await turns();
      expect(receiver.taken).toHaveLength(at + 1);
      clock.advance(1);
    }
    expect(states(await logged(4))).toEqual(['1 retrying 500', '2 retrying 503', '3 retrying 500', '4 delivered 204']);
    expect(new Set(receiver.taken.map(({ headers, body }) => `${headers['webhook-id']} ${body}`)).size).toBe(1);
    const times = receiver.taken.map(({ headers }) => Number(headers['webhook-timestamp']));
    expect(times.map((time) => time - (times[0] ?? 0))).toEqual([0, 1, 6, 36]);
    for (const taken of receiver.taken) taken.verify(own);
  });

  it.each([
    ['seconds', () => '90'],
    ['a date', () => new Date(clock.now() + 90_000).toUTCString()],
  ])('is tried again when the receiver asks for it, by %s, but not sooner than by itself', async (_, field) => {
    receiver.answer({ status: 503, 'retry-after': field() }, { status: 429, 'retry-after': '1' });
    engine.webhooks.add('acme', { url: receiver.url });
    engine.changes.tell(change());
    const [first] = await logged(1);
    expect(Math.round(((first?.retryAt ?? 0) - clock.now()) / 10_000)).toBe(9);
    await turns();
    clock.advance(90_000);
    const [, second] = await logged(2);
    expect((second?.retryAt ?? 0) - clock.now()).toBe(5000);
  });

  it('is given up after the last attempt, and can be sent again by hand', async () => {
    await restart({ webhooks: { retries: ['1m'] } });
    engine.webhooks.add('acme', { url: receiver.url });
    receiver.answer(500, 500);
    engine.changes.tell(change());
    const [first] = await logged(1);
    clock.advance(60_000);
    expect(states(await logged(2))).toEqual(['1 retrying 500', '2 failed 500']);
    engine.webhooks.replay('acme', first?.id ?? '');
    expect(states(await logged(3)).at(-1)).toBe('1 delivered 204');
    expect(new Set(receiver.taken.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });

  it('ends the subscription where the answer is 410', async () => {
    engine.webhooks.add('acme', { url: receiver.url });
    receiver.answer(410);
    engine.changes.tell(change());
    expect(states(await logged(1))).toEqual(['1 gone 410']);
    expect(engine.webhooks.subscriptions('acme')).toEqual([]);
  });

  it('is given up after 10 s without an answer, and tried again', async () => {
    engine.webhooks.add('acme', { url: receiver.url });
    receiver.answer(0);
    engine.changes.tell(change());
    await receiver.count(1);
    clock.advance(10_000);
    expect((await logged(1))[0]).toMatchObject({ state: 'retrying', status: 0, reason: 'timeout', durationMs: 10_000 });
  });

  it('does not follow a redirect, and says where one led to a forbidden place', async () => {
    engine.webhooks.add('acme', { url: receiver.url });
    receiver.answer(
      { status: 307, location: 'http://169.254.169.254/latest/meta-data' },
      { status: 307, location: `${receiver.url}/elsewhere` },
    );
    engine.changes.tell(change());
    await logged(1);
    clock.advance(1000);
    expect((await logged(2)).map(({ status, reason, state }) => [status, reason, state])).toEqual([
      [307, 'redirect-refused', 'retrying'],
      [307, 'redirect', 'retrying'],
    ]);
    expect(receiver.taken.map(({ path }) => path)).toEqual(['/hooks', '/hooks']);
  });

  it('holds nobody up: more than a thousand waiting are dropped', async () => {
    engine.webhooks.add('acme', { url: receiver.url });
    receiver.answer(0);
    for (let i = 0; i < 1010; i++) engine.changes.tell(change());
    const entries = await logged(10);
    expect(entries.map(({ state }) => state)).toEqual(Array.from({ length: 10 }, () => 'dropped'));
  });
});

describe('a subscription made through the API', () => {
  const subscribed = (item: object, parts: Partial<StateChange> = {}) =>
    engine.changes.tell(change({ resource: '/subscriptions/{id}', id: 'w1', operation: 'subscribe', item, ...parts }));

  it('is told with the secret of its item, and follows the item', async () => {
    subscribed({ url: receiver.url, events: ['note.created'], secret });
    engine.changes.tell(change());
    await logged(1);
    receiver.taken[0]?.verify(secret);
    subscribed({ url: receiver.url, events: ['note.created'], status: 'disabled' }, { kind: 'updated' });
    engine.changes.tell(change());
    subscribed({ url: `${receiver.url}/2`, events: ['note.created'] }, { kind: 'updated' });
    engine.changes.tell(change());
    await logged(2);
    // What happened while it was disabled does not come later.
    expect(receiver.taken.map(({ path }) => path)).toEqual(['/hooks', '/hooks/2']);
    receiver.taken[1]?.verify(secret);
    subscribed({}, { kind: 'deleted' });
    expect(engine.webhooks.subscriptions('acme')).toEqual([]);
  });

  it('is sent what happened while it was paused once it is active again, in order, up to a day later', async () => {
    const item = { url: receiver.url, events: ['note.created'], secret };
    subscribed({ ...item, status: 'paused' });
    const noteOf = (text: string) => engine.changes.tell(change({ item: { id: 'n1', text } }));
    noteOf('too old');
    await logged(1);
    clock.advance(23 * 3_600_000);
    noteOf('first');
    noteOf('second');
    await logged(3);
    clock.advance(2 * 3_600_000);
    await logged(4);
    expect(receiver.taken).toEqual([]);
    subscribed(item, { kind: 'updated' });
    noteOf('third');
    await logged(7);
    expect(receiver.taken.map(({ body }) => JSON.parse(body).data.text)).toEqual(['first', 'second', 'third']);
    const log = engine.webhooks.deliveries('acme').map(({ state }) => state);
    expect(log).toEqual(['held', 'held', 'held', 'dropped', 'delivered', 'delivered', 'delivered']);
  });

  it('goes with a reset, and what was held for it, and others stay', () => {
    subscribed({ url: receiver.url, events: ['note.created'], status: 'paused' });
    engine.changes.tell(change());
    subscribed({ url: receiver.url, events: [] });
    engine.webhooks.add('acme', { url: receiver.url });
    engine.registry.reset('acme');
    expect(engine.webhooks.subscriptions('acme')).toMatchObject([{ source: 'added' }]);
    engine.registry.delete('acme');
    expect(engine.webhooks.subscriptions('acme')).toEqual([]);
  });

  it('is refused where it leads off this machine, and the operator hears of it once', async () => {
    const lines: string[] = [];
    await restart({ onLog: (line) => lines.push(line) });
    subscribed({ url: 'http://169.254.169.254/hooks', events: [] });
    engine.changes.tell(change());
    engine.changes.tell(change());
    expect((await logged(2)).map(({ state, status }) => [state, status])).toEqual([
      ['refused', 0],
      ['refused', 0],
    ]);
    expect(lines).toEqual([expect.stringContaining('subscription s1 of sandbox acme')]);
  });
});

describe('faults of deliveries', () => {
  const disturbed = async (options: object, changes = 1): Promise<void> => {
    engine.webhooks.add('acme', { url: receiver.url, secret });
    engine.faults.put('acme', { kind: 'webhook', options, when: { times: 1 } });
    for (let i = 0; i < changes; i++) engine.changes.tell(change({ item: { id: `n${i}`, text: '' } }));
  };
  const ids = (): string[] => receiver.taken.map(({ body }) => JSON.parse(body).data.id);

  it('lose one, and tell only the log', async () => {
    await disturbed({ mode: 'lost' }, 2);
    expect((await logged(2)).map(({ state, fault }) => [state, fault])).toEqual([
      ['lost', 'r1 lost'],
      ['delivered', undefined],
    ]);
    expect(ids()).toEqual(['n1']);
  });

  it('send one late', async () => {
    await disturbed({ mode: 'late', by: '1m' });
    await turns();
    await turns();
    clock.advance(59_999);
    await turns();
    expect(receiver.taken).toEqual([]);
    clock.advance(1);
    await logged(1);
    expect(ids()).toEqual(['n0']);
  });

  it('send one three times, under one webhook-id', async () => {
    await disturbed({ mode: 'duplicate', times: 3 });
    await logged(3);
    expect(ids()).toEqual(['n0', 'n0', 'n0']);
    expect(new Set(receiver.taken.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });

  it('send one behind the next', async () => {
    await disturbed({ mode: 'reordered' }, 3);
    await logged(3);
    expect(ids()).toEqual(['n1', 'n0', 'n2']);
  });

  it('send a reordered one by itself where none follows', async () => {
    await disturbed({ mode: 'reordered', by: '5s' });
    await turns();
    await turns();
    expect(receiver.taken).toEqual([]);
    clock.advance(5000);
    await logged(1);
    expect(ids()).toEqual(['n0']);
  });

  it('sign one wrong, and then right', async () => {
    await disturbed({ mode: 'bad-signature', times: 1 });
    receiver.answer(401);
    await logged(1);
    clock.advance(1000);
    await logged(2);
    expect(() => receiver.taken[0]?.verify(secret)).toThrow('No matching signature');
    receiver.taken[1]?.verify(secret);
  });

  it('disturb only the webhook that is named', async () => {
    await disturbed({ mode: 'lost', event: 'note.published' });
    expect(states(await logged(1))).toEqual(['1 delivered 204']);
  });
});

describe('what is remembered of deliveries', () => {
  it('has no URL, no secret and nothing of a body', async () => {
    engine.webhooks.add('acme', { url: `${receiver.url}?token=canary-url`, secret });
    receiver.answer(500);
    engine.changes.tell(change({ id: 'canary-id', item: { id: 'canary-id', text: 'canary-text' } }));
    const text = JSON.stringify(await logged(1));
    expect(Object.keys(engine.webhooks.deliveries('acme')[0] ?? {})).toEqual([
      'id',
      'sandbox',
      'at',
      'event',
      'subscription',
      'attempt',
      'state',
      'status',
      'durationMs',
      'reason',
      'retryAt',
      'fault',
    ]);
    expect(text).not.toMatch(/canary|whsec|hooks|127\.0/);
  });
});
