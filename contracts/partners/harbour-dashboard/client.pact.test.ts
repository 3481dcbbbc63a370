/**
 * What the dashboard relies on, as a contract: the fields that it shows, how a list goes on, and which refusals it tells apart. Each
 * interaction is called through the dashboard itself; what it does not read does not stand here.
 */
import { afterAll, describe, expect, it } from '@jest/globals';
import { MatchersV3, PactV4 } from '@pact-foundation/pact';
import { pactOutput } from '../../pact-output.ts';
import { type Dashboard, dashboard } from './client.ts';

const { eachLike, fromProviderState, integer, regex, string } = MatchersV3;

const output = pactOutput(import.meta.filename, 'harbour-dashboard');
const pact = new PactV4(output.options);
afterAll(() => output.discard());

const harbour = 'prt_01HV3PBHEG79FAMF';
const first = 'int_01KJQ7K0FPY2Y414';
const second = 'int_01KJ8MNQ16H2688A';

const time = (example: string) => regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.source, example);
const id = (example: string) => regex('^int_[0-9A-HJKMNP-TV-Z]{16}$', example);
const listed = {
  id: id(first),
  subject: string('Access to building records, site 42'),
  priority: regex('^(low|normal|high)$', 'high'),
  submittedAt: time('2026-03-02T09:20:05Z'),
};
const authorization = { authorization: regex('^Bearer .+$', 'Bearer example-token') };
const retryAfter = { 'retry-after': regex('^\\d+$', '12') };

const problem = (code: string) => ({ code });

function dashboardOf(baseUrl: string, pageSize?: number): Dashboard {
  return dashboard({
    baseUrl,
    token: { get: async () => 'example-token', forget: () => {} },
    now: () => 0,
    sleep: async () => {},
    ...(pageSize !== undefined && { pageSize }),
  });
}

const interaction = () =>
  pact
    .addInteraction()
    .testName(output.testName)
    .given('the client is authorised', { participantId: harbour, scopes: ['intakes:read'] });

describe('the dashboard and the platform', () => {
  it('agree on the intakes that were submitted', async () => {
    await interaction()
      .given('an intake exists', { id: first, status: 'submitted' })
      .uponReceiving('a request for the submitted intakes')
      .withRequest('GET', '/intakes', (builder) =>
        builder.query({ status: 'submitted', limit: '50' }).headers(authorization),
      )
      .willRespondWith(200, (builder) =>
        builder
          .headers({ 'Content-Type': 'application/json' })
          .jsonBody({ data: eachLike(listed), page: { hasMore: false } }),
      )
      .executeTest(async ({ url }) => {
        expect(await dashboardOf(url).submittedIntakes()).toEqual({
          kind: 'current',
          intakes: [
            {
              id: first,
              subject: 'Access to building records, site 42',
              priority: 'high',
              submittedAt: '2026-03-02T09:20:05Z',
            },
          ],
        });
      });
  });

  it('agree on the committed pact', () => {
    const { written, committed } = output.compare();
    expect(committed).toEqual(written);
  });
});
