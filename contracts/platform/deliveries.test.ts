/** Deliveries to a real endpoint: signed as Standard Webhooks has it, repeated, kept while paused, ended where they are not wanted. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { type ScriptEntry, type ScriptedServer, scriptedServer } from '../testing/scripted-server.ts';
import { createDeliveries, type Deliveries } from './deliveries.ts';
import { createStore, type OwnedSubscription, type Store } from './store.ts';

const secret = `whsec_${Buffer.alloc(32, 'ours').toString('base64')}`;
const northgate = 'prt_01HV3N2THB1J1Z4D';
const event = { type: 'intake.submitted', data: { id: 'int_1' } };

let store: Store;
let now: number;
let deliveries: Deliveries;
let server: ScriptedServer;
beforeEach(() => {
  store = createStore();
  now = Date.now();
});
afterEach(async () => {
  deliveries.clear();
  await server.close();
});

async function endpoint(
  script: readonly ScriptEntry[],
  more: Partial<OwnedSubscription> = {},
): Promise<OwnedSubscription> {
  server = await scriptedServer(...script);
  deliveries = createDeliveries(store, { now: () => now }, [5, 5, 5]);
  const at = new Date(now).toISOString();
  return store.subscriptions.put({
    id: 'whs_1',
    status: 'active',
    url: server.url,
    eventTypes: ['intake.submitted'],
    clientId: 'cli_1',
    participantId: northgate,
    secret,
    createdAt: at,
    updatedAt: at,
    ...more,
  }).item;
}

const taken: ScriptEntry = { status: 204 };

/** Waits for what the server sees, not for a time. */
async function seen(count: number): Promise<void> {
  while (server.requests.length < count) await new Promise((turn) => setImmediate(turn));
}

const statusOf = (): unknown => store.subscriptions.get('whs_1')?.item.status;

describe('a delivery', () => {
  it('is signed, with the time of the attempt, and with what the endpoint wants as Authorization', async () => {
    await endpoint([taken], { authorization: 'Bearer theirs' });
    deliveries.fire(event, [northgate]);
    await seen(1);
    const { headers = {}, body = '' } = server.requests[0] ?? {};
    const fields = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
    expect(new Webhook(secret).verify(body, fields)).toEqual({ ...event, timestamp: new Date(now).toISOString() });
    expect(headers.authorization).toBe('Bearer theirs');
    expect(headers['webhook-id']).toMatch(/^msg_[0-9A-HJKMNP-TV-Z]{16}$/);
  });

  it('goes to who subscribed to the type and takes part', async () => {
    await endpoint([taken]);
    deliveries.fire({ ...event, type: 'exchange.created' }, [northgate]);
    deliveries.fire(event, ['prt_other']);
    deliveries.fire(event, [northgate]);
    await seen(1);
    expect(JSON.parse(server.requests[0]?.body ?? '{}').type).toBe('intake.submitted');
    expect(server.requests).toHaveLength(1);
  });

  it.each<[string, ScriptEntry]>([
    ['an error', { status: 500 }],
    ['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:1/' } }],
    ['no answer', 'reset'],
  ])('is repeated after %s, with the same id', async (_what, entry) => {
    await endpoint([entry, entry, taken]);
    deliveries.fire(event, [northgate]);
    await seen(3);
    expect(new Set(server.requests.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });

  it('ends after the last attempt', async () => {
    await endpoint([{ status: 500 }]);
    deliveries.fire(event, [northgate]);
    await seen(4);
    deliveries.resume('whs_1');
    deliveries.fire(event, [northgate]);
    await seen(5);
    expect(new Set(server.requests.map(({ headers }) => headers['webhook-id'])).size).toBe(2);
  });

  it('pauses the subscription where it is not wanted any more', async () => {
    await endpoint([{ status: 410 }, taken]);
    deliveries.fire(event, [northgate]);
    while (statusOf() === 'active') await new Promise((turn) => setImmediate(turn));
    expect(statusOf()).toBe('paused');
  });

  it('waits while the subscription is paused, for a day', async () => {
    const subscription = await endpoint([taken], { status: 'paused' });
    deliveries.fire(event, [northgate]);
    now += 25 * 60 * 60 * 1000;
    deliveries.fire(event, [northgate]);
    store.subscriptions.put({ ...subscription, status: 'active' });
    deliveries.resume('whs_1');
    await seen(1);
    await new Promise((turn) => setImmediate(turn));
    expect(server.requests).toHaveLength(1);
  });

  it('of a ping goes to a paused subscription too, once', async () => {
    const subscription = await endpoint([{ status: 500 }, taken], { status: 'paused' });
    const id = deliveries.ping(subscription);
    await seen(1);
    expect(server.requests[0]?.headers['webhook-id']).toBe(id);
    expect(JSON.parse(server.requests[0]?.body ?? '{}')).toMatchObject({
      type: 'ping',
      data: { subscriptionId: 'whs_1' },
    });
  });
});
