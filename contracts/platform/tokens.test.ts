/** The token endpoint over a real socket, and how long what it gives is good. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningPlatform, startPlatform } from './start.ts';

let now = Date.parse('2026-03-02T09:00:00Z');
let running: RunningPlatform;
beforeAll(async () => {
  running = await startPlatform({ clock: { now: () => now } });
});
afterAll(() => running.close());

async function ask(form: Record<string, string>, authorization?: string) {
  const response = await fetch(`${running.url}/_auth/token`, {
    method: 'POST',
    headers: authorization === undefined ? {} : { authorization },
    body: new URLSearchParams(form),
  });
  return { status: response.status, headers: response.headers, fields: Object(await response.json()) };
}

const basic = (id: string, secret: string): string => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
const dashboard = (): string => {
  const { clientId, clientSecret } = running.credentials['harbour-dashboard'];
  return basic(clientId, clientSecret);
};
const grant = { grant_type: 'client_credentials' };

async function list(token: string) {
  const response = await fetch(`${running.url}/intakes`, { headers: { authorization: `Bearer ${token}` } });
  return { status: response.status, code: Object(await response.json()).code };
}

describe('a token', () => {
  it('has the scopes that were asked for, or all of the client', async () => {
    const some = await ask({ ...grant, scope: 'participants:read' }, dashboard());
    expect(some.fields).toMatchObject({ token_type: 'Bearer', expires_in: 900, scope: 'participants:read' });
    expect(some.headers.get('cache-control')).toBe('no-store');
    expect(await list(some.fields.access_token)).toEqual({ status: 403, code: 'insufficient_scope' });
    const all = await ask(grant, dashboard());
    expect(all.fields.scope).toBe('intakes:read participants:read');
    expect((await list(all.fields.access_token)).status).toBe(200);
  });

  it('is good for 15 minutes', async () => {
    const { fields } = await ask(grant, dashboard());
    now += 899_000;
    expect((await list(fields.access_token)).status).toBe(200);
    now += 1000;
    expect(await list(fields.access_token)).toEqual({ status: 401, code: 'token_expired' });
  });

  it('is none when it was changed, or signed by another start', async () => {
    const { fields } = await ask(grant, dashboard());
    const [head, payload, signature] = String(fields.access_token).split('.');
    const more = Buffer.from(String(payload), 'base64url').toString().replace('intakes:read', 'intakes:write');
    const forged = `${head}.${Buffer.from(more).toString('base64url')}.${signature}`;
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
    for (const token of [forged, unsigned, 'abc']) {
      expect(await list(token)).toEqual({ status: 401, code: 'credential_unknown' });
    }
  });
});

describe('the token endpoint', () => {
  it.each([
    ['no client', grant, undefined, 401, 'invalid_client'],
    ['another secret', grant, basic('cli_01HV4C3J7R0Q2N5M', 'wrong'), 401, 'invalid_client'],
    ['an unknown client', grant, basic('cli_unknown', 'x'), 401, 'invalid_client'],
    ['Basic that is no base64', grant, 'Basic %%%', 401, 'invalid_client'],
    ['another grant', { grant_type: 'password' }, undefined, 400, 'unsupported_grant_type'],
  ])('refuses %s', async (_what, form, authorization, status, error) => {
    expect(await ask(form, authorization)).toMatchObject({ status, fields: { error } });
  });

  it('refuses scopes beyond the client', async () => {
    const beyond = await ask({ ...grant, scope: 'intakes:read intakes:write' }, dashboard());
    expect(beyond).toMatchObject({ status: 400, fields: { error: 'invalid_scope' } });
  });

  it('takes id and secret in the form too', async () => {
    const { clientId, clientSecret } = running.credentials['harbour-dashboard'];
    expect((await ask({ ...grant, client_id: clientId, client_secret: clientSecret })).status).toBe(200);
  });
});
