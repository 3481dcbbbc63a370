import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Double, double, hang, rateLimit, reset, status } from '../../packages/testing/src/index.ts';
import '../../packages/testing/src/jest.ts';
import { type ClientOptions, openIntake } from './intake-client.ts';
import type { Operation } from './operations.ts';

// In your own project: '@stuntdouble/testing' and '@stuntdouble/testing/jest'.

let api: Double<Operation>;
let client: ClientOptions;

beforeAll(async () => {
  api = await double<Operation>(join(import.meta.dirname, '../../contracts/platform/openapi.yaml'), {
    auth: 'enforce',
  });
  client = {
    baseUrl: api.url,
    apiKey: api.credentials.apiKey,
    deadline: 3000,
    // No test waits: the double's clock does.
    wait: async (ms) => api.clock.advance(`${ms}ms`),
  };
});
beforeEach(() => api.reset());
afterAll(() => api.close());

describe('openIntake', () => {
  it('opens an intake', async () => {
    expect(await openIntake('Enquiry', client)).toMatchObject({ kind: 'opened', intake: { status: 'draft' } });
    expect(api).toHaveReceived('createIntake', { times: 1, body: { subject: 'Enquiry' } });
  });

  it('waits as it is told', async () => {
    api.fault('createIntake', rateLimit({ retryAfter: 30 }), { times: 1 });
    expect(await openIntake('Enquiry', client)).toMatchObject({ kind: 'opened' });
    expect(api).toHaveHonouredRetryAfter('createIntake');
  });

  it('opens no second intake where the answer was lost after the first was stored', async () => {
    api.fault('createIntake', reset({ at: 'after' }), { times: 1 });
    expect(await openIntake('Lost answer', client)).toMatchObject({ kind: 'opened' });
    expect(api).toHaveRetried('createIntake', { times: 1 });
    const answer = await fetch(`${api.url}/intakes?limit=100`, { headers: { 'x-api-key': client.apiKey } });
    const { data }: { data: readonly { subject: string }[] } = await answer.json();
    expect(data.filter(({ subject }) => subject === 'Lost answer')).toHaveLength(1);
  });

  it('gives up where the platform hangs or is down, and says so', async () => {
    using _ = api.fault('createIntake', hang());
    expect(await openIntake('Enquiry', { ...client, deadline: 50 })).toEqual({ kind: 'unavailable' });
    api.reset();
    api.fault('createIntake', status(503));
    expect(await openIntake('Enquiry', client)).toEqual({ kind: 'unavailable' });
    expect(api).toHaveReceived('createIntake', { times: 3, status: 503 });
  });

  it('does not repeat what is refused', async () => {
    expect(await openIntake('', client)).toEqual({ kind: 'unavailable' });
    expect(api).toHaveReceived('createIntake', { times: 1, status: 422 });
  });
});
