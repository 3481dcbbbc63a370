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
});
