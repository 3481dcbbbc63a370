/** What the inbox asks of the platform, as a contract: to accept an offer, and which offers are open. */
import { afterAll, describe, expect, it } from '@jest/globals';
import { MatchersV3, PactV4 } from '@pact-foundation/pact';
import { pactOutput } from '../../pact-output.ts';
import { type InboxClient, inboxClient } from './client.ts';

const { eachLike, regex } = MatchersV3;

const output = pactOutput(import.meta.filename, 'lakeside-inbox');
const pact = new PactV4(output.options);
afterAll(() => {
  const { written, committed } = output.compare();
  output.discard();
  // Not equal? `npm run pacts` writes what is committed.
  expect(committed).toEqual(written);
});

const lakeside = 'prt_01HV3QK7C2M9XDVA';
const northgate = 'prt_01HV3N2THB1J1Z4D';
const exchangeId = 'exc_01KJQASX8E25EABN';
const documentId = 'doc_01KJ8MFKA8JJPVEF';

const apiKey = { 'X-Api-Key': regex('^\\S+$', 'example-key') };
const json = { 'Content-Type': 'application/json' };
const problem = { 'Content-Type': 'application/problem+json' };
const id = (prefix: string, example: string) => regex(`^${prefix}_[0-9A-HJKMNP-TV-Z]{16}$`, example);

const clientOf = (baseUrl: string): InboxClient =>
  inboxClient({ baseUrl, apiKey: 'example-key', participantId: lakeside });
const authorised = (scope: string) =>
  pact
    .addInteraction()
    .testName(output.testName)
    .given('the client is authorised', { participantId: lakeside, scopes: [scope] });

describe('the inbox and the platform', () => {
  it(
    'agree on the offers that are open',
    output.agrees(async () => {
      await authorised('exchanges:read')
        .given('an exchange exists', { id: exchangeId, status: 'pending', recipientId: lakeside })
        .uponReceiving('a request for the open offers')
        .withRequest('GET', '/exchanges', (request) =>
          request.query({ status: 'pending', recipientId: lakeside, sort: 'createdAt' }).headers(apiKey),
        )
        .willRespondWith(200, (response) =>
          response.headers(json).jsonBody({
            data: eachLike({
              id: id('exc', exchangeId),
              senderId: id('prt', northgate),
              documentIds: eachLike(id('doc', documentId)),
            }),
            page: { hasMore: false },
          }),
        )
        .executeTest(async ({ url }) => {
          expect(await clientOf(url).openOffers()).toEqual([
            { id: exchangeId, senderId: northgate, documentIds: [documentId] },
          ]);
        });
    }),
  );

  it(
    'agree on accepting an offer, once or again',
    output.agrees(async () => {
      for (const status of ['pending', 'accepted']) {
        await authorised('exchanges:write')
          .given('an exchange exists', { id: exchangeId, status, recipientId: lakeside })
          .uponReceiving(`the acceptance of an offer that is ${status}`)
          .withRequest('POST', `/exchanges/${exchangeId}/accept`, (request) => request.headers(apiKey))
          .willRespondWith(200, (response) => response.headers(json).jsonBody({ id: exchangeId, status: 'accepted' }))
          .executeTest(async ({ url }) => {
            expect(await clientOf(url).accept(exchangeId)).toEqual({ kind: 'accepted' });
          });
      }
    }),
  );

  it(
    'agree on an offer that was over',
    output.agrees(async () => {
      await authorised('exchanges:write')
        .given('an exchange exists', { id: exchangeId, recipientId: lakeside, expiresAt: '2026-03-16T10:00:00Z' })
        .given('the time is', { now: '2026-03-16T10:00:01Z' })
        .uponReceiving('the acceptance of an offer that has expired')
        .withRequest('POST', `/exchanges/${exchangeId}/accept`, (request) => request.headers(apiKey))
        .willRespondWith(409, (response) => response.headers(problem).jsonBody({ code: 'state_conflict' }))
        .executeTest(async ({ url }) => {
          expect(await clientOf(url).accept(exchangeId)).toEqual({ kind: 'too late' });
        });
    }),
  );

  it(
    'agree on an offer that is not there',
    output.agrees(async () => {
      await authorised('exchanges:write')
        .given('no exchange exists', { id: exchangeId })
        .uponReceiving('the acceptance of an offer that does not exist')
        .withRequest('POST', `/exchanges/${exchangeId}/accept`, (request) => request.headers(apiKey))
        .willRespondWith(404, (response) => response.headers(problem).jsonBody({ code: 'resource_not_found' }))
        .executeTest(async ({ url }) => {
          expect(await clientOf(url).accept(exchangeId)).toEqual({ kind: 'gone' });
        });
    }),
  );
});
