import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningServer, startServer } from '../../server.ts';
import { documentOf } from '../../testing/engine-of.ts';
import { type WebhookReceiver, webhookReceiver } from '../../testing/webhook-receiver.ts';
import { manualClock } from '../../time/clock.ts';

const DOCUMENT = `
openapi: 3.1.0
info: { title: notes, version: '1' }
paths:
  /notes/{id}:
    get:
      operationId: getNote
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: one } }
webhooks:
  note.created: { post: { responses: { '204': { description: taken } } } }
  note.deleted: { post: { responses: { '204': { description: taken } } } }
`;

const clock = manualClock(Date.now());
let server: RunningServer;
let receiver: WebhookReceiver;
beforeAll(async () => {
  receiver = await webhookReceiver();
  server = await startServer({ documents: [await documentOf(DOCUMENT)], port: 0, sandboxes: ['acme'], clock });
});
afterEach(async () => {
  server.engine.registry.reset('acme');
  for (const { id } of server.engine.webhooks.subscriptions('acme')) server.engine.webhooks.remove('acme', id);
  receiver.taken.length = 0;
});
afterAll(async () => {
  await server.close();
  await receiver.close();
});

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  const answer = await fetch(`${server.url}/~acme/_stunt${path}`, {
    method,
    headers: { ...type, ...headers },
    ...sent,
  });
  const text = await answer.text();
  return { status: answer.status, json: text === '' ? undefined : JSON.parse(text) };
}

/** The events of a stream as they come. */
async function* eventsOf(
  path: string,
  init: RequestInit = {},
): AsyncGenerator<{ type: string; data: Record<string, unknown> }> {
  const answer = await fetch(`${server.url}/~acme/_stunt${path}`, init);
  let pending = '';
  for await (const chunk of answer.body ?? []) {
    const blocks = (pending + Buffer.from(chunk).toString()).split('\n\n');
    pending = blocks.pop() ?? '';
    for (const block of blocks) {
      const [, type = '', data = ''] = /^event: (\w+)\ndata: (.*)$/.exec(block) ?? [];
      if (type !== '') yield { type, data: JSON.parse(data) };
    }
  }
}

const tell = (): void =>
  server.engine.changes.tell({
    sandbox: 'acme',
    at: clock.now(),
    kind: 'created',
    resource: '/notes/{id}',
    id: 'n1',
    operation: 'createNote',
    item: { id: 'n1' },
    emit: undefined,
  });

describe('webhooks by the control API', () => {
  it('subscribe, send, show the log, send again and end', async () => {
    const added = await call('POST', '/webhooks/subscriptions', { url: receiver.url, events: ['noteCreated'] });
    expect(added).toMatchObject({ status: 201, json: { id: 's1', source: 'added', events: ['note.created'] } });
    const sent = await call('POST', '/webhooks/send', { event: 'note.created', body: { by: 'hand' } });
    expect(sent).toEqual({ status: 200, json: { deliveries: ['d1'] } });
    const [taken] = await receiver.count(1);
    expect(taken?.verify(added.json.secret)).toEqual({ by: 'hand' });
    expect((await call('POST', '/webhooks/send', { event: 'note.deleted' })).json).toEqual({ deliveries: [] });
    expect((await call('POST', '/webhooks/deliveries/d1/replay')).json).toEqual({ delivery: 'd2' });
    await receiver.count(2);
    expect((await call('GET', '/webhooks')).json).toMatchObject({
      events: ['note.created', 'note.deleted'],
      subscriptions: [{ id: 's1', url: receiver.url }],
    });
    expect(JSON.stringify((await call('GET', '/webhooks')).json)).not.toContain('whsec_');
    expect((await call('DELETE', '/webhooks/subscriptions/s1')).status).toBe(204);
    expect((await call('GET', '/webhooks/subscriptions/s1')).status).toBe(404);
  });

  it.each([
    [{ url: 'http://169.254.169.254/' }, 'WEBHOOK_TARGET_REFUSED'],
    [{ url: 'http://0x0a000001/' }, 'WEBHOOK_TARGET_REFUSED'],
    [{ url: 'hooks' }, 'WEBHOOK_TARGET_REFUSED'],
    [{ events: ['note.created'] }, 'WEBHOOK_INVALID'],
    [{ url: 'http://127.0.0.1/', events: 'note.created' }, 'WEBHOOK_INVALID'],
    [{ url: 'http://127.0.0.1/', secret: 'short' }, 'WEBHOOK_INVALID'],
    [{ url: 'http://127.0.0.1/', events: ['note.made'] }, 'WEBHOOK_UNKNOWN'],
  ])('refuse %j', async (body, code) => {
    expect((await call('POST', '/webhooks/subscriptions', body)).json).toMatchObject({ code });
  });

  it('tell of each attempt in the events, without what was sent', async () => {
    const ending = new AbortController();
    const events = eventsOf('/events', { signal: ending.signal });
    const first = events.next();
    await call('POST', '/webhooks/subscriptions', { url: receiver.url });
    tell();
    let event = (await first).value;
    while (event.type !== 'webhook') event = (await events.next()).value;
    expect(event.data).toMatchObject({ event: 'note.created', attempt: 1, state: 'delivered', status: 204 });
    expect(JSON.stringify(event.data)).not.toMatch(/n1|hooks|whsec/);
    ending.abort();
  });

  it('go to a stream that listens, and are tried again by what it reports', async () => {
    const ending = new AbortController();
    const stream = eventsOf('/webhooks/listen', {
      method: 'POST',
      body: '{"events":["note.created"]}',
      headers: { 'content-type': 'application/json' },
      signal: ending.signal,
    });
    const subscription = (await stream.next()).value;
    expect(subscription).toMatchObject({ type: 'subscription', data: { source: 'listen', url: null } });
    tell();
    const taken = (await stream.next()).value.data;
    expect(taken).toMatchObject({ attempt: 1, event: 'note.created', method: 'POST' });
    const outcome = (attempt: number, status: number) =>
      call('POST', `/webhooks/deliveries/${taken.delivery}/outcome`, { attempt, status });
    expect((await outcome(1, 500)).status).toBe(204);
    expect((await outcome(1, 500)).status).toBe(404);
    const again = stream.next();
    clock.advance(1000);
    expect((await again).value.data).toMatchObject({ delivery: taken.delivery, attempt: 2, body: taken.body });
    expect((await outcome(2, 204)).status).toBe(204);
    const { json } = await call('GET', '/webhooks/deliveries');
    expect(json.deliveries.map(({ state }: { state: string }) => state)).toEqual(['retrying', 'delivered']);
    ending.abort();
    while (server.engine.webhooks.subscriptions('acme').length > 0)
      await new Promise((resolve) => setImmediate(resolve));
  });

  it('never control the double itself', async () => {
    await call('POST', '/webhooks/subscriptions', { url: `${server.controlUrl}/reset` });
    const rule = server.engine.faults.put('default', { kind: 'status', where: { path: '/x' } });
    tell();
    let entries = (await call('GET', '/webhooks/deliveries')).json.deliveries;
    while (entries.length === 0) entries = (await call('GET', '/webhooks/deliveries')).json.deliveries;
    expect(entries).toMatchObject([{ status: 403 }]);
    expect(server.engine.faults.list('default')).toEqual([rule]);
  });
});
