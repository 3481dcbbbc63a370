/**
 * What the dashboard relies on, as a contract: the fields that it shows, how a list goes on, and which refusals it tells apart. Each
 * interaction is called through the dashboard itself; what it does not read does not stand here.
 */
import { afterAll, describe, expect, it } from '@jest/globals';
import { MatchersV3, PactV4 } from '@pact-foundation/pact';
import { pactOutput } from '../../pact-output.ts';
import { type Dashboard, dashboard } from './client.ts';

const { eachLike, fromProviderState, regex, string } = MatchersV3;

const output = pactOutput(import.meta.filename, 'harbour-dashboard');
const pact = new PactV4(output.options);
afterAll(() => {
  const { written, committed } = output.compare();
  output.discard();
  // Not equal? `npm run pacts` writes what is committed.
  expect(committed).toEqual(written);
});

const harbour = 'prt_01HV3PBHEG79FAMF';
const first = 'int_01KJQ7K0FPY2Y414';
const second = 'int_01KJ8MNQ16H2688A';

const id = (example: string) => regex('^int_[0-9A-HJKMNP-TV-Z]{16}$', example);
const time = (example: string) => regex('^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z$', example);
const shown = {
  id: first,
  subject: 'Access to building records, site 42',
  priority: 'high',
  submittedAt: '2026-03-02T09:20:05Z',
};
/** Both may be missing elsewhere; the state says that they are there. */
const summary = 'Plans and permits of site 42.';
const dueAt = '2026-03-31T16:00:00Z';
const listed = {
  id: id(shown.id),
  subject: string(shown.subject),
  priority: regex('^(low|normal|high)$', shown.priority),
  submittedAt: time(shown.submittedAt),
};
const json = { 'Content-Type': 'application/json' };
const problem = { 'Content-Type': 'application/problem+json' };
const authorization = { Authorization: regex('^Bearer .+$', 'Bearer example-token') };

const dashboardOf = (baseUrl: string, pageSize = 50): Dashboard =>
  dashboard({
    baseUrl,
    token: { get: async () => 'example-token', forget: () => {} },
    now: () => 0,
    sleep: async () => {},
    pageSize,
  });

const interaction = () => pact.addInteraction().testName(output.testName);
const authorised = () =>
  interaction().given('the client is authorised', { participantId: harbour, scopes: ['intakes:read'] });

describe('the dashboard and the platform', () => {
  it(
    'agree on the intakes that were submitted',
    output.agrees(async () => {
      await authorised()
        .given('an intake exists', { id: first, status: 'submitted' })
        .uponReceiving('a request for the submitted intakes')
        .withRequest('GET', '/intakes', (request) =>
          request.query({ status: 'submitted', limit: '50' }).headers(authorization),
        )
        .willRespondWith(200, (response) =>
          response.headers(json).jsonBody({ data: eachLike(listed), page: { hasMore: false } }),
        )
        .executeTest(async ({ url }) => {
          expect(await dashboardOf(url).submittedIntakes()).toEqual({ kind: 'current', intakes: [shown] });
        });
    }),
  );

  it(
    'agree on a list with nothing in it',
    output.agrees(async () => {
      await authorised()
        .given('no intake exists')
        .uponReceiving('a request for the submitted intakes, of which there are none')
        .withRequest('GET', '/intakes', (request) =>
          request.query({ status: 'submitted', limit: '50' }).headers(authorization),
        )
        .willRespondWith(200, (response) => response.headers(json).jsonBody({ data: [], page: { hasMore: false } }))
        .executeTest(async ({ url }) => {
          expect(await dashboardOf(url).submittedIntakes()).toEqual({ kind: 'current', intakes: [] });
        });
    }),
  );

  it(
    'agree on how a list goes on',
    output.agrees(async () => {
      const twoIntakes = () =>
        authorised()
          .given('an intake exists', { id: second, status: 'submitted' })
          .given('an intake exists', { id: first, status: 'submitted' });
      const nextCursor = 'example-cursor';

      twoIntakes()
        .uponReceiving('a request for the first page of submitted intakes')
        .withRequest('GET', '/intakes', (request) =>
          request.query({ status: 'submitted', limit: '1' }).headers(authorization),
        )
        .willRespondWith(200, (response) =>
          response
            .headers(json)
            .jsonBody({ data: eachLike(listed), page: { hasMore: true, nextCursor: string(nextCursor) } }),
        );

      await twoIntakes()
        .given('a page was read', { path: '/intakes', query: { status: 'submitted', limit: '1' } })
        .uponReceiving('a request for the next page of submitted intakes')
        .withRequest('GET', '/intakes', (request) =>
          request
            // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of Pact's
            .query({ status: 'submitted', limit: '1', cursor: fromProviderState('${nextCursor}', nextCursor) })
            .headers(authorization),
        )
        .willRespondWith(200, (response) =>
          response.headers(json).jsonBody({ data: eachLike({ ...listed, id: id(second) }), page: { hasMore: false } }),
        )
        .executeTest(async ({ url }) => {
          const list = await dashboardOf(url, 1).submittedIntakes();
          expect(list).toEqual({ kind: 'current', intakes: [shown, { ...shown, id: second }] });
        });
    }),
  );

  it(
    'agree on one intake',
    output.agrees(async () => {
      await authorised()
        .given('an intake exists', { id: first, status: 'submitted', summary, dueAt })
        .uponReceiving('a request for an intake')
        .withRequest('GET', `/intakes/${first}`, (request) => request.headers(authorization))
        .willRespondWith(200, (response) =>
          response.headers(json).jsonBody({
            ...listed,
            id: first,
            status: 'submitted',
            summary: string(summary),
            dueAt: time(dueAt),
          }),
        )
        .executeTest(async ({ url }) => {
          expect(await dashboardOf(url).intake(first)).toMatchObject({
            kind: 'found',
            intake: { ...shown, status: 'submitted', summary, dueAt },
          });
        });
    }),
  );

  it(
    'agree on an intake without a summary and without a date',
    output.agrees(async () => {
      await authorised()
        .given('an intake exists', { id: first, status: 'submitted', summary: null, dueAt: null })
        .uponReceiving('a request for an intake with its smallest content')
        .withRequest('GET', `/intakes/${first}`, (request) => request.headers(authorization))
        .willRespondWith(200, (response) =>
          response.headers(json).jsonBody({ ...listed, id: first, status: 'submitted', summary: null, dueAt: null }),
        )
        .executeTest(async ({ url }) => {
          expect(await dashboardOf(url).intake(first)).toMatchObject({ intake: { summary: '', dueAt: null } });
        });
    }),
  );

  it(
    'agree on an intake that is not there',
    output.agrees(async () => {
      await authorised()
        .given('no intake exists', { id: first })
        .uponReceiving('a request for an intake that does not exist')
        .withRequest('GET', `/intakes/${first}`, (request) => request.headers(authorization))
        .willRespondWith(404, (response) => response.headers(problem).jsonBody({ code: 'resource_not_found' }))
        .executeTest(async ({ url }) => {
          expect(await dashboardOf(url).intake(first)).toEqual({ kind: 'gone' });
        });
    }),
  );

  it(
    'agree on a token that is not good',
    output.agrees(async () => {
      await interaction()
        .uponReceiving('a request with a token that the platform does not know')
        .withRequest('GET', `/intakes/${first}`, (request) => request.headers(authorization))
        .willRespondWith(401, (response) =>
          response.headers({ ...problem, 'WWW-Authenticate': regex('^Bearer .+$', 'Bearer realm="intake-exchange"') }),
        )
        .executeTest(async ({ url }) => {
          expect(await dashboardOf(url).intake(first)).toMatchObject({ kind: 'unavailable' });
        });
    }),
  );

  it(
    'agree on when to come back',
    output.agrees(async () => {
      await authorised()
        .given('the service is unavailable', { retryAfter: 30 })
        .uponReceiving('a request while the platform is unavailable')
        .withRequest('GET', `/intakes/${first}`, (request) => request.headers(authorization))
        .willRespondWith(503, (response) => response.headers({ ...problem, 'Retry-After': regex('^\\d+$', '30') }))
        .executeTest(async ({ url }) => {
          expect(await dashboardOf(url).intake(first)).toMatchObject({ kind: 'unavailable' });
        });
    }),
  );
});
