/** The inbox as a whole: offers are accepted however the platform behaves meanwhile, and no lost webhook loses one. */
import type { Server } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { stateHandlers } from '../../platform/provider-states/vocabulary.ts';
import { type RunningPlatform, startPlatform } from '../../platform/start.ts';
import { type ScriptEntry, type ScriptedServer, scriptedServer } from '../../testing/scripted-server.ts';
import { inboxClient } from './client.ts';
import { type Inbox, inbox } from './inbox.ts';
import { receiverServer } from './receiver.ts';

const lakeside = 'prt_01HV3QK7C2M9XDVA';
const offer = (id: string) => ({ kind: 'offer', id, senderId: 'prt_1', documentIds: ['doc_1'] }) as const;

let server: ScriptedServer | undefined;
let platform: RunningPlatform | undefined;
let receiving: Server | undefined;
let now = 0;
afterEach(async () => {
  await server?.close();
  await platform?.close();
  receiving?.close();
  receiving?.closeAllConnections();
  server = undefined;
  platform = undefined;
  receiving = undefined;
});

async function inboxAt(...script: ScriptEntry[]): Promise<Inbox> {
  server = await scriptedServer(...script);
  now = 0;
  const client = inboxClient({ baseUrl: server.url, apiKey: 'key', participantId: lakeside, answerMs: 2000 });
  return inbox({ client, now: () => now });
}

const accepted: ScriptEntry = { status: 200, json: {} };

describe('the inbox', () => {
  it('lists what was submitted, and accepts what was offered', async () => {
    const box = await inboxAt(accepted);
    box.take({ kind: 'intake', id: 'int_1', subject: 'Site 42', priority: 'high' });
    box.take(offer('exc_1'));
    box.take({ kind: 'ping' });
    await box.work();
    expect([...box.contents.intakes]).toEqual([['int_1', 'Site 42']]);
    expect([...box.contents.accepted]).toEqual(['exc_1']);
    expect(box.contents.waiting.size).toBe(0);
  });

  it('leaves the platform alone for as long as it says, and goes on afterwards', async () => {
    const box = await inboxAt({ status: 503, headers: { 'retry-after': '60' } }, accepted);
    box.take(offer('exc_1'));
    box.take(offer('exc_2'));
    await box.work();
    now = 59_999;
    await box.work();
    expect(server?.requests).toHaveLength(1);
    now = 60_000;
    await box.work();
    expect([...box.contents.accepted]).toEqual(['exc_1', 'exc_2']);
  });

  it.each<[string, ScriptEntry]>([
    ['closes the connection', 'reset'],
    ['never answers', 'silence'],
    ['answers 500', { status: 500 }],
    ['does not know the key', { status: 401 }],
  ])('keeps an offer when the platform %s', async (_how, entry) => {
    const box = await inboxAt(entry, accepted);
    box.take(offer('exc_1'));
    await box.work();
    expect([...box.contents.waiting]).toEqual(['exc_1']);
    now = 30_000;
    await box.work();
    expect([...box.contents.accepted]).toEqual(['exc_1']);
  });

  it('forgets what is too late or gone', async () => {
    const box = await inboxAt({ status: 409 }, { status: 404 });
    box.take(offer('exc_1'));
    box.take(offer('exc_2'));
    await box.work();
    expect(box.contents.waiting.size + box.contents.accepted.size).toBe(0);
  });

  it('finds offers that no webhook told of, on all pages, and none where the platform cannot be asked', async () => {
    const { kind: _kind, ...listed } = offer('exc_1');
    const box = await inboxAt(
      { status: 200, json: { data: [listed], page: { hasMore: true, nextCursor: 'c' } } },
      { status: 200, json: { data: [{ ...listed, id: 'exc_2' }], page: { hasMore: false, nextCursor: null } } },
      { status: 503 },
    );
    await box.catchUp();
    expect([...box.contents.waiting]).toEqual(['exc_1', 'exc_2']);
    expect(server?.requests[1]?.line).toContain('cursor=c');
    await box.catchUp();
    expect(box.contents.waiting.size).toBe(2);
  });

  it('takes the deliveries of the platform itself, and accepts there', async () => {
    platform = await startPlatform();
    const { apiKey } = platform.credentials['lakeside-inbox'];
    const client = inboxClient({ baseUrl: platform.url, apiKey, participantId: lakeside });
    const box = inbox({ client, now: Date.now });
    const arrived = Promise.withResolvers<void>();
    const port = await reserve();
    const subscription = await call(platform.url, apiKey, '/webhook-subscriptions', {
      url: `http://localhost:${port}/`,
      eventTypes: ['exchange.created'],
    });
    receiving = receiverServer({
      secrets: [String(subscription.secret)],
      handle: (event) => {
        box.take(event);
        if (event.kind === 'offer') arrived.resolve();
      },
    });
    await new Promise<void>((listening) => receiving?.listen(port, 'localhost', listening));
    stateHandlers(platform.app, platform.platform).get('a document exists')?.({
      status: 'available',
      encryption: readable,
    });
    const [document] = platform.platform.store.documents.all();
    const northgate = platform.credentials['northgate-uploads'].apiKey;
    const { id } = await call(platform.url, northgate, '/exchanges', {
      recipientId: lakeside,
      documentIds: [document?.id],
    });
    await arrived.promise;
    await box.work();
    expect([...box.contents.accepted]).toEqual([id]);
    expect(platform.platform.store.exchanges.get(String(id))?.item.status).toBe('accepted');
  }, 30_000);
});

const readable = {
  algorithm: 'AES-256-GCM',
  iv: 'S-SBkbigkSnr86l7',
  tag: '8nQoc1NnZSpHItTIdxACgQ',
  wrappedKeys: [{ algorithm: 'RSA-OAEP-256', recipientKeyId: 'key_01HV3RG1JZESVV2C', wrappedKey: 'k'.repeat(43) }],
};

async function call(url: string, apiKey: string, path: string, json: object): Promise<Record<string, unknown>> {
  const headers = { 'x-api-key': apiKey, 'content-type': 'application/json' };
  const response = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(json) });
  expect(response.status).toBe(201);
  return Object(await response.json());
}

/** A port that is free: the subscription names it before there is a secret to listen with. */
async function reserve(): Promise<number> {
  const probe = await scriptedServer('reset');
  await probe.close();
  return Number(new URL(probe.url).port);
}
