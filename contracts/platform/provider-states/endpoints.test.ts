/**
 * Verification without JavaScript: the service started for it, and pact's own command line. Every sentence of the vocabulary is set over
 * HTTP, and what it promises is read back.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { committedPacts } from '../../pact-output.ts';
import { createChecks } from '../checks.ts';
import { readDocument } from '../document.ts';
import { type RunningPlatform, startPlatform } from '../start.ts';
import { pactVerifier } from '../testing/pact-verifier.ts';

let running: RunningPlatform;
beforeAll(async () => {
  running = await startPlatform({ providerStates: true });
});
afterAll(() => running.close());

const document = readDocument();
const checks = createChecks(document);

async function post(
  path: string,
  body: object,
): Promise<{ status: number; fields: Record<string, unknown>; headers: Headers }> {
  const response = await fetch(`${running.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, fields: Object(await response.json()), headers: response.headers };
}

const set = (state: string, params: object = {}) => post('/_pact/states', { state, params, action: 'setup' });
const get = (path: string) => fetch(`${running.url}${path}`, { headers: { 'x-api-key': 'any' } });

const ids = {
  intake: ['/intakes', 'int_0000000000000001'],
  document: ['/documents', 'doc_0000000000000001'],
  exchange: ['/exchanges', 'exc_0000000000000001'],
  participant: ['/participants', 'prt_0000000000000001'],
  'audit event': ['/audit-events', 'aud_0000000000000001'],
  'webhook subscription': ['/webhook-subscriptions', 'whs_0000000000000001'],
} as const;
const withArticle = (word: string): string => `${/^[aeio]/.test(word) ? 'an' : 'a'} ${word}`;

describe('the state-change endpoint', () => {
  it.each(Object.entries(ids))('puts an item of %s there, and takes it away', async (word, [collection, id]) => {
    await set('the client is authorised');
    expect((await set(`${withArticle(word)} exists`, { collection, id })).status).toBe(200);
    const read = await get(`${collection}/${id}`);
    expect(read.status).toBe(200);
    expect(Object(await read.json()).id).toBe(id);

    await set('the client is authorised');
    await set(`${withArticle(word)} exists`, { collection, id });
    await set(`no ${word} exists`, { collection, id });
    expect((await get(`${collection}/${id}`)).status).toBe(404);
  });

  it('puts a key there for the participant of its collection', async () => {
    const collection = '/participants/prt_01HV3N2THB1J1Z4D/keys';
    await set('the client is authorised');
    await set('a key exists', { collection, id: 'key_0000000000000001' });
    const { data } = Object(await (await get(collection)).json());
    expect(data).toMatchObject([{ id: 'key_0000000000000001', participantId: 'prt_01HV3N2THB1J1Z4D' }]);
  });

  it('gives an item the ETag that a request will send', async () => {
    const id = 'int_0000000000000001';
    await set('the client is authorised');
    await set('an intake exists', { id, etag: '"abc"' });
    const patch = await fetch(`${running.url}/intakes/${id}`, {
      method: 'PATCH',
      headers: { 'x-api-key': 'any', 'content-type': 'application/json', 'if-match': '"abc"' },
      body: '{"priority":"low"}',
    });
    expect([patch.status, patch.headers.get('etag')]).toEqual([200, '"v2"']);
  });

  it('starts each interaction from the seed', async () => {
    await set('the client is authorised');
    await set('an intake exists', { id: 'int_0000000000000001' });
    await get('/intakes');
    expect((await get('/intakes')).status).toBe(200);
    await set('');
    expect((await get('/intakes')).status).toBe(401);
    await set('the client is authorised');
    expect(Object(await (await get('/intakes')).json()).data).toEqual([]);
    await post('/_pact/states', { state: 'the client is authorised', action: 'teardown' });
    expect((await get('/intakes')).status).toBe(401);
  });

  it('keeps the states of an interaction together, those included that ask the service', async () => {
    await set('the client is authorised');
    for (const last of [1, 2]) await set('an intake exists', { id: `int_000000000000000${last}` });
    const page = await set('a page was read', { path: '/intakes', query: { limit: 1 } });
    await set('an exchange exists', { id: 'exc_0000000000000001' });
    expect((await get(`/intakes?limit=1&cursor=${page.fields.nextCursor}`)).status).toBe(200);
    expect((await get('/exchanges/exc_0000000000000001')).status).toBe(200);
  });

  it('says which states there are, and what is wrong with a parameter', async () => {
    const unknown = await set('three intakes exist');
    expect(unknown).toMatchObject({ status: 400, fields: { error: 'There is no state "three intakes exist".' } });
    expect(unknown.fields.states).toContain('an intake exists');
    const wrong = await set('an intake exists', { id: 'int_0000000000000001', status: 'lost' });
    expect(wrong.status).toBe(400);
    expect(wrong.fields.error).toContain('This is no Intake of the document. /status: status must be one of draft,');
    expect((await set('the time is', { now: 'soon' })).fields.error).toMatch(/^now has to be a time/);
    const noPage = await set('a page was read', { path: '/intakes', query: { limit: 1 } });
    expect(noPage.fields.error).toContain('no page follows');
  });

  it('is not there unless it was asked for', async () => {
    const plain = await startPlatform();
    const state = { state: 'the client is authorised' };
    for (const path of ['/_pact/states', '/_pact/messages', '/']) {
      const response = await fetch(`${plain.url}${path}`, { method: 'POST', body: JSON.stringify(state) });
      expect(response.status).toBe(404);
    }
    await plain.close();
  });
});

describe('the message endpoint', () => {
  it.each([
    ['an intake.submitted event', 'an intake exists', 'IntakeSubmittedEvent'],
    ['a document.completed event', 'a document exists', 'DocumentCompletedEvent'],
    ['an exchange.created event', 'a document exists', 'ExchangeCreatedEvent'],
    ['an exchange.accepted event', 'an exchange exists', 'ExchangeAcceptedEvent'],
    ['an exchange.declined event', 'an exchange exists', 'ExchangeDeclinedEvent'],
  ])('gives %s as the platform fires it', async (description, state, schema) => {
    const content = Buffer.from('sample ciphertext: replace with your own encrypted bytes').toString('base64');
    const isOffer = description.includes('exchange.created');
    await set(state, { ...(state.includes('document') && { content }), ...(isOffer && { status: 'available' }) });
    const message = await post('/_pact/messages', { description });
    expect(checks.schema(`/components/schemas/${schema}`)(message.fields)).toEqual(message.fields);
    const metadata = Buffer.from(message.headers.get('pact-message-metadata') ?? '', 'base64').toString();
    expect(JSON.parse(metadata)).toEqual({ contentType: 'application/json' });
  });

  it('says which messages there are, and what one needs', async () => {
    const unknown = await post('/_pact/messages', { description: 'a greeting' });
    expect(unknown).toMatchObject({ status: 400, fields: { error: 'There is no message "a greeting".' } });
    await set('no intake exists');
    const missing = await post('/_pact/messages', { description: 'an intake.submitted event' });
    expect(missing.fields.error).toContain('A state has to put an item there');
    await set('an intake exists', { status: 'submitted' });
    const done = await post('/_pact/messages', { description: 'an intake.submitted event' });
    expect(done.fields.error).toContain('was answered 200 and fired no intake.submitted');
  });
});

describe("pact's command line", () => {
  it('verifies every committed pact, messages included, with no JavaScript between', async () => {
    const { code, output } = await pactVerifier(running.url, '--dir', committedPacts);
    expect(output).not.toContain('FAILED');
    expect(output.match(/^Verifying a pact between/gm)).toHaveLength(3);
    expect(code).toBe(0);
  }, 60_000);
});
