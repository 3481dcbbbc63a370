import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Double, double, rateLimit, status } from '../index.ts';
import '../jest.ts';

const platform = join(import.meta.dirname, '../../../../contracts/platform/openapi.yaml');
let api: Double;

beforeAll(async () => {
  api = await double(platform, { auth: 'off' });
});
beforeEach(() => api.reset());
afterAll(() => api.close());

const intake = { subject: 'Invoices of March', recipient: 'org_4821', type: 'general' };
const post = (body: object, key?: string): Promise<Response> =>
  fetch(`${api.url}/intakes`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key && { 'idempotency-key': key }) },
    body: JSON.stringify(body),
  });

function messageOf(assert: () => void): string {
  try {
    assert();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'passed';
}

describe('toHaveReceived', () => {
  it('holds operation, number, body, header fields, query and status against what came', async () => {
    await fetch(`${api.url}/intakes?limit=2`, { headers: { 'x-team': 'north' } });
    await post(intake);
    expect(api).toHaveReceived('listIntakes', {
      times: 1,
      query: { limit: '2' },
      headers: { 'X-Team': /^n/ },
      status: 200,
    });
    expect(api).toHaveReceived('createIntake', { body: { subject: expect.any(String) } });
    expect(api).not.toHaveReceived('getIntake');
    expect(api).not.toHaveReceived('listIntakes', { query: { limit: '3' } });
  });

  it('shows the nearest request, and what of it is other than expected', async () => {
    await post(intake);
    const message = messageOf(() => expect(api).toHaveReceived('createIntake', { body: { subject: 'Other' } }));
    expect(message).toContain(
      'It was to receive createIntake at least once with {"body":{"subject":"Other"}}, and received it 0 times.',
    );
    expect(message).toContain('Nearest: POST /intakes: body.subject is "Invoices of March" instead of "Other"');
  });

  it('lists what came where the operation was never asked for', async () => {
    await post(intake);
    const message = messageOf(() => expect(api).toHaveReceived('getIntake'));
    expect(message).toMatch(/Received:\n {2}POST \/intakes → \d+ {2}createIntake/);
  });

  it('knows the operations of the document, and says which one was meant, of the opposite, too', () => {
    const meant = 'The document has no operation "createIntakes". Did you mean createIntake?';
    expect(messageOf(() => expect(api).not.toHaveReceived('createIntakes'))).toContain(meant);
    expect(messageOf(() => expect(api).toHaveReceived('createIntakes', { times: 0 }))).toContain(meant);
    expect(messageOf(() => expect(api).not.toHaveRetried('createIntakes'))).toContain(meant);
    expect(messageOf(() => expect(api).not.toHaveHonouredRetryAfter('createIntakes'))).toContain(meant);
    expect(() => api.requests({ operation: 'createIntakes' })).toThrow(meant);
    expect(() => api.requests({ operation: '' })).toThrow('The document has no operation "". It has ');
  });

  it('is for doubles only', () => {
    expect(messageOf(() => expect(3).toHaveReceived('x'))).toBe(
      'toHaveReceived is for a double or a sandbox of one: expect(api).toHaveReceived(…)',
    );
  });
});

describe('toHaveRetried', () => {
  it('counts the same request that came again, and no other', async () => {
    await post(intake, 'a');
    await post({ ...intake, subject: 'Other' }, 'b');
    expect(api).not.toHaveRetried('createIntake');
    await post(intake, 'a');
    expect(api).toHaveRetried('createIntake', { times: 1 });
    expect(messageOf(() => expect(api).toHaveRetried('createIntake', { times: 2 }))).toContain(
      'It was to be retried 2 times, and createIntake was retried 1 time.',
    );
  });
});

describe('toHaveHonouredRetryAfter', () => {
  const read = (): Promise<Response> => fetch(`${api.url}/intakes`);

  it('passes where nobody asked again too early, by the double’s clock', async () => {
    api.fault('listIntakes', rateLimit({ retryAfter: 30 }), { times: 1 });
    await read();
    api.clock.advance('31s');
    await read();
    expect(api).toHaveHonouredRetryAfter('listIntakes');
  });

  it('fails where somebody did, and says by how much', async () => {
    api.fault('listIntakes', rateLimit({ retryAfter: 30 }), { times: 1 });
    await read();
    await read();
    expect(messageOf(() => expect(api).toHaveHonouredRetryAfter('listIntakes'))).toMatch(
      /GET \/intakes → 429 .*: asked again (29|30)\d* ms too early\./,
    );
  });

  it('fails where no answer asked to wait, for it would say nothing', async () => {
    api.fault('listIntakes', status(500), { times: 1 });
    await read();
    const words = 'No answer to listIntakes asked to wait';
    expect(messageOf(() => expect(api).toHaveHonouredRetryAfter('listIntakes'))).toContain(words);
    expect(messageOf(() => expect(api).not.toHaveHonouredRetryAfter('listIntakes'))).toContain(words);
  });
});

describe('toMatchContract', () => {
  const pact = {
    consumer: { name: 'dashboard' },
    provider: { name: 'platform' },
    metadata: { pactSpecification: { version: '3.0.0' } },
    interactions: [
      {
        description: 'a page of intakes',
        request: { method: 'GET', path: '/intakes', query: { limit: ['2'] } },
        response: { status: 200 },
      },
    ],
  };
  const folder = mkdtempSync(join(tmpdir(), 'stunt-contract-'));
  writeFileSync(join(folder, 'dashboard.json'), JSON.stringify(pact));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('holds what came against a folder of pacts', async () => {
    await fetch(`${api.url}/intakes?limit=2`);
    await expect(api).toMatchContract(folder);
    await fetch(`${api.url}/intakes?limit=3`);
    await expect(expect(api).toMatchContract(folder)).rejects.toThrow(
      /1 of 2 requests were not agreed:\n.*\n {2}nearest: "a page of intakes": query limit is 3 instead of 2/,
    );
  });

  it('fails where nothing came, and names a contract that is not there', async () => {
    await expect(expect(api).toMatchContract(folder)).rejects.toThrow('Nothing was received');
    await expect(expect(api).not.toMatchContract(folder)).rejects.toThrow('Nothing was received');
    await expect(expect(api).toMatchContract('no/pacts')).rejects.toMatchObject({ code: 'PACT_NOT_FOUND' });
  });
});
