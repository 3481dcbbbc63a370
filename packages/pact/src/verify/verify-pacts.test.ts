import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PactError } from '../errors.ts';
import type { Json } from '../pact/pact.ts';
import { pactOf } from '../pact/read-pact.ts';
import { startVerifier } from './run-verifier.ts';
import { verifyPacts } from './verify-pacts.ts';

const patience = 60_000;
/** What the provider and its endpoints were asked, in order. */
let asked: string[] = [];
let server: Server;
let base: URL;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    asked.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''} ${body}`.trim());
    const answers: Record<string, () => void> = {
      '/api/orders/1': () => response.setHeader('content-type', 'application/json').end('{"id":"1","total":"much"}'),
      '/api/slow': () => {},
      '/api/dribble': () => response.write('{'),
      '/api/reset': () => request.socket.resetAndDestroy(),
      '/states': () => response.setHeader('content-type', 'application/json').end('{}'),
      '/no-states': () => response.writeHead(500).end('{}'),
      '/messages': () => response.setHeader('content-type', 'application/json').end('{"event":"paid"}'),
    };
    (answers[request.url ?? ''] ?? (() => response.writeHead(404).end()))();
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  base = new URL(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const get = (description: string, path: string, status = 200, more: Record<string, Json> = {}): Json => ({
  type: 'Synchronous/HTTP',
  description,
  request: { method: 'GET', path },
  response: { status },
  ...more,
});
const message: Json = {
  type: 'Asynchronous/Messages',
  description: 'an order was paid',
  contents: { content: { event: 'paid' }, contentType: 'application/json', encoded: false },
};

function pactWith(interactions: readonly Json[], pending = false) {
  const json = {
    consumer: { name: 'shop' },
    provider: { name: 'orders' },
    interactions,
    metadata: { pactSpecification: { version: '4.0' } },
  };
  return { pact: pactOf(json, 'shop-orders.json'), source: 'shop-orders.json', pending, notices: [] };
}

function verify(interactions: readonly Json[], pending = false, more: object = {}) {
  asked = [];
  return verifyPacts([pactWith(interactions, pending)], {
    provider: 'orders',
    providerUrl: new URL('/api', base),
    stateChangeUrl: new URL('/states', base),
    messageUrl: new URL('/messages', base),
    headers: { Authorization: 'Bearer t' },
    timeoutMs: 300,
    environment: process.env,
    ...more,
  });
}

describe('verifyPacts', () => {
  it(
    'says of each interaction whether the provider keeps it, and what differs',
    async () => {
      const body = { content: { id: '1', total: 3 }, contentType: 'application/json', encoded: false };
      const verification = await verify([
        get('an order', '/orders/1', 200, {
          providerStates: [{ name: 'an order exists', params: { id: '1' } }],
          response: { status: 200, body },
        }),
        get('a missing order', '/orders/2', 404),
        get('never answered', '/slow'),
        get('never ended', '/dribble'),
        get('reset', '/reset'),
        get('not yet', '/later', 200, { pending: true }),
        message,
      ]);
      const [{ interactions = [], success } = {}] = verification.pacts;
      expect(success).toBe(false);
      expect(
        interactions.map(({ description, outcome, problems }) => [
          description,
          outcome,
          problems[0]?.kind,
          problems[0]?.at,
        ]),
      ).toEqual([
        ['an order', 'failed', 'body', '$.total'],
        ['a missing order', 'verified', undefined, undefined],
        ['never answered', 'failed', 'no-answer', undefined],
        ['never ended', 'failed', 'no-answer', undefined],
        ['reset', 'failed', 'no-answer', undefined],
        ['not yet', 'pending', 'status', undefined],
        ['an order was paid', 'verified', undefined, undefined],
      ]);
      expect(interactions[2]?.problems[0]?.message).toBe('no complete answer within 300 ms');
      expect(interactions[4]?.problems[0]?.message).toMatch(/^the connection was closed, or reset/);
      // The state before its request and after it; nobody is asked for states without a name.
      expect(asked.filter((line) => line.includes('/states'))).toEqual([
        expect.stringMatching(/^POST \/states Bearer t .*"action":"setup".*"an order exists"/),
        expect.stringMatching(/^POST \/states Bearer t .*"action":"teardown"/),
      ]);
      expect(asked).toContain('GET /api/orders/1 Bearer t');
    },
    patience,
  );

  it(
    'does not fail for a pact that the broker calls pending, and says that it would publish a failure',
    async () => {
      const { pacts } = await verify([get('an order', '/orders/7')], true);
      expect(pacts[0]).toMatchObject({ success: false, pending: true, interactions: [{ outcome: 'pending' }] });
    },
    patience,
  );

  it(
    'says which state could not be set up, and which message was not made, in no time',
    async () => {
      const state = { providerStates: [{ name: 'an order exists' }] };
      const urls = { stateChangeUrl: new URL('/no-states', base), messageUrl: new URL('/slow', base) };
      const { pacts } = await verify(
        [get('an order', '/orders/1', 200, state), { ...message, contents: {} }],
        false,
        urls,
      );
      expect(pacts[0]?.interactions.map(({ outcome, problems }) => [outcome, problems])).toEqual([
        [
          'failed',
          [
            expect.objectContaining({
              kind: 'state',
              message: '"an order exists" could not be set up: it answered with 500',
            }),
          ],
        ],
        ['failed', [expect.objectContaining({ message: 'the message was not made: it answered with 404' })]],
      ]);
    },
    patience,
  );

  it(
    'is led astray by nothing in the environment',
    async () => {
      const astray = {
        PACT_BROKER_BASE_URL: 'http://127.0.0.1:1',
        PACT_DESCRIPTION: 'another one',
        HTTP_PROXY: 'http://127.0.0.1:1',
        HTTPS_PROXY: 'http://127.0.0.1:1',
      };
      const more = { environment: { ...process.env, ...astray } };
      const { pacts } = await verify([get('a missing order', '/orders/2', 404)], false, more);
      expect(pacts[0]?.interactions).toMatchObject([{ outcome: 'verified' }]);
    },
    patience,
  );

  it('ends a verifier that does not end', async () => {
    const verifier = startVerifier(process.env);
    const nothing = {
      provider: 'orders',
      providerBaseUrl: base.href,
      pactUrls: [],
      providerStatesSetupUrl: base.href,
      transports: [],
    };
    const asked = verifier.verify({ ...nothing, timeout: 1000, logLevel: 'error' }, 1);
    await expect(asked).rejects.toMatchObject({
      code: 'VERIFIER_FAILED',
      message: expect.stringContaining('was stopped'),
    });
    verifier.end();
  });

  it(
    'goes on without an endpoint for messages where they are pending, and says which were not made',
    async () => {
      const kept = get('no order', '/orders/2', 404);
      const noEndpoint = { messageUrl: undefined };
      const { pacts } = await verify([kept, message], true, noEndpoint);
      expect(pacts[0]?.interactions).toMatchObject([
        { description: 'no order', outcome: 'verified' },
        { outcome: 'pending', problems: [{ message: expect.stringContaining('--message-url') }] },
      ]);
      const own = await verify([kept, { ...Object(message), pending: true }], false, noEndpoint);
      expect(own.pacts[0]?.interactions.map(({ outcome }) => outcome)).toEqual(['verified', 'pending']);
    },
    patience,
  );

  it('says before it begins that a message needs an endpoint, and that nothing listens', async () => {
    await expect(verify([message], false, { messageUrl: undefined })).rejects.toMatchObject({
      code: 'MESSAGE_URL_MISSING',
    });
    const nowhere = { providerUrl: new URL('http://127.0.0.1:1') };
    const failed = await verify([get('an order', '/orders/1')], false, nowhere).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(PactError);
    expect(failed).toMatchObject({
      code: 'PROVIDER_UNREACHABLE',
      message: expect.stringContaining('nothing listens there'),
    });
  });
});
