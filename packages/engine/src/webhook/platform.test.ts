import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadDocument } from '../load/load-document.ts';
import { check } from '../schema/check.ts';
import { type RunningServer, startServer } from '../server.ts';
import { type WebhookReceiver, webhookReceiver } from '../testing/webhook-receiver.ts';
import { describedWebhooks } from './described-webhook.ts';

/** The example platform as a partner meets it: subscribe through the API, change something, take and verify what comes. */

const file = join(import.meta.dirname, '../../../../contracts/platform/openapi.yaml');
let server: RunningServer;
let receiver: WebhookReceiver;
beforeAll(async () => {
  receiver = await webhookReceiver();
  server = await startServer({ documents: [await loadDocument(file)], port: 0, sandboxes: ['acme'] });
}, 30_000);
afterAll(async () => {
  await server.close();
  await receiver.close();
});

async function call(method: string, path: string, body?: unknown) {
  const headers = { 'x-api-key': server.engine.registry.get('acme')?.credentials.apiKey ?? '' };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  const answer = await fetch(`${server.url}/~acme${path}`, { method, headers: { ...headers, ...type }, ...sent });
  const text = await answer.text();
  return { status: answer.status, json: text === '' ? undefined : JSON.parse(text) };
}

describe('webhooks of the example platform', () => {
  it('come when an exchange is offered, signed with the secret of the subscription, and end with it', async () => {
    const subscription = await call('POST', '/webhook-subscriptions', {
      url: receiver.url,
      eventTypes: ['exchange.created'],
    });
    expect(subscription).toMatchObject({ status: 201, json: { secret: expect.stringMatching(/^whsec_/) } });
    const exchange = await call('POST', '/exchanges', {
      recipientId: 'prt_01HV3QK7C2M9XDVA',
      documentIds: ['doc_01KJ8MFKA8JJPVEF'],
      message: 'As agreed',
    });
    expect(exchange.status).toBe(201);
    const [taken] = await receiver.count(1);
    const event = taken?.verify(subscription.json.secret);
    expect(event).toMatchObject({
      type: 'exchange.created',
      data: { id: exchange.json.id, status: 'pending', message: 'As agreed' },
    });
    const described = describedWebhooks([await loadDocument(file)]).get('exchange.created');
    expect(described && check(described.schemas, described.schemas.normalise(described.schema), event)).toEqual([]);
    expect((await call('DELETE', `/webhook-subscriptions/${subscription.json.id}`)).status).toBe(204);
    expect(server.engine.webhooks.subscriptions('acme')).toEqual([]);
  }, 30_000);

  it('are signed by a secret of the subscription that nobody else has', async () => {
    const secrets = new Set<string>();
    for (let i = 0; i < 3; i++) secrets.add((await subscribed('exchange.created')).secret);
    expect(secrets.size).toBe(3);
    expect([...secrets].join()).not.toContain('ZXhhbXBsZS1vbmx5');
  }, 30_000);

  it('name what a transition emits, once it was done', async () => {
    const { secret } = await subscribed('intake.submitted');
    const before = receiver.taken.length;
    const intake = await call('POST', '/intakes', {
      recipientId: 'prt_01HV3PBHEG79FAMF',
      category: 'other',
      subject: 'A',
    });
    const submitted = await call('POST', `/intakes/${intake.json.id}/submit`);
    expect(submitted).toMatchObject({ status: 200, json: { status: 'submitted' } });
    // Done already: nothing happens, and nothing is told.
    await call('POST', `/intakes/${intake.json.id}/submit`);
    await call('DELETE', `/intakes/${intake.json.id}`);
    const told = (await receiver.count(before + 1)).at(before);
    const event = Object(told?.verify(secret));
    expect(event).toEqual({ type: 'intake.submitted', timestamp: expect.any(String), data: submitted.json });
    // Told once it is stored: the clock may have gone on by then.
    expect(Date.parse(event.timestamp)).toBeGreaterThanOrEqual(Date.parse(submitted.json.submittedAt));
    expect(server.engine.webhooks.deliveries('acme').filter(({ event }) => event === 'intake.submitted')).toHaveLength(
      1,
    );
  }, 30_000);

  it('begin with a ping, which goes to its subscription alone, paused or not, and once', async () => {
    const { id, secret } = await subscribed('exchange.accepted');
    await call('POST', '/webhook-subscriptions', {
      url: `${receiver.url}/other`,
      eventTypes: ['intake.submitted', 'exchange.accepted'],
    });
    expect((await call('PATCH', `/webhook-subscriptions/${id}`, { status: 'paused' })).json.status).toBe('paused');
    const before = receiver.taken.length;
    receiver.answer(500);
    const ping = await call('POST', `/webhook-subscriptions/${id}/ping`);
    expect(ping).toMatchObject({ status: 202, json: { subscriptionId: id } });
    const taken = (await receiver.count(before + 1)).at(before);
    expect(taken?.verify(secret)).toMatchObject({ type: 'ping', data: { subscriptionId: id } });
    expect(taken?.headers['webhook-id']).toBe(ping.json.messageId);
    const again = await call('POST', `/webhook-subscriptions/${id}/ping`);
    expect(again.json.messageId).not.toBe(ping.json.messageId);
    const paths = (await receiver.count(before + 2)).slice(before).map(({ path }) => path);
    expect(paths).toEqual(['/hooks', '/hooks']);
    const log = server.engine.webhooks.deliveries('acme').filter(({ event }) => event === 'ping');
    expect(log.map(({ state, status, attempt }) => `${attempt} ${state} ${status}`).at(0)).toBe('1 failed 500');
    expect((await call('POST', '/webhook-subscriptions/whs_01KJH2WZ9G2Y3XW5/ping')).status).toBe(202);
  }, 30_000);

  it('that were missed in a pause come once the subscription is active, as the document says', async () => {
    const { id, secret } = await subscribed('exchange.created');
    const offer = () =>
      call('POST', '/exchanges', { recipientId: 'prt_01HV3QK7C2M9XDVA', documentIds: ['doc_01KJ8MFKA8JJPVEF'] });
    const before = receiver.taken.length;
    await call('PATCH', `/webhook-subscriptions/${id}`, { status: 'paused' });
    const earlier = await offer();
    await call('PATCH', `/webhook-subscriptions/${id}`, { status: 'active' });
    const later = await offer();
    const taken = (await receiver.count(before + 2)).slice(before);
    expect(taken.map((each) => each.verify(secret))).toMatchObject([
      { data: { id: earlier.json.id } },
      { data: { id: later.json.id } },
    ]);
  }, 30_000);
});

async function subscribed(event: string): Promise<{ readonly id: string; readonly secret: string }> {
  for (const each of server.engine.webhooks.subscriptions('acme')) server.engine.webhooks.remove('acme', each.id);
  return (await call('POST', '/webhook-subscriptions', { url: receiver.url, eventTypes: [event] })).json;
}
