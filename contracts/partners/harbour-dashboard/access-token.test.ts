import { afterEach, describe, expect, it } from '@jest/globals';
import { type ScriptEntry, type ScriptedServer, scriptedServer } from '../../testing/scripted-server.ts';
import { type AccessToken, accessToken } from './access-token.ts';

let server: ScriptedServer;
let now = 0;
afterEach(() => server.close());

const token = (value: string): ScriptEntry => ({ status: 200, json: { access_token: value, expires_in: 900 } });

async function tokenFrom(...script: ScriptEntry[]): Promise<AccessToken> {
  server = await scriptedServer(...script);
  now = 0;
  return accessToken({
    url: server.url,
    clientId: 'cli:1',
    clientSecret: 'a/b',
    scope: 'intakes:read',
    now: () => now,
  });
}

describe('the access token', () => {
  it('is asked for once, by Basic, for the scope that is needed', async () => {
    const access = await tokenFrom(token('one'), token('two'));
    expect([await access.get(), await access.get()]).toEqual(['one', 'one']);
    const [request] = server.requests;
    expect(request?.body).toBe('grant_type=client_credentials&scope=intakes%3Aread');
    const [, basic = ''] = request?.headers.authorization?.split(' ') ?? [];
    expect(Buffer.from(basic, 'base64').toString()).toBe('cli%3A1:a%2Fb');
  });

  it('is replaced shortly before it expires, and after it was refused', async () => {
    const access = await tokenFrom(token('one'), token('two'), token('three'));
    await access.get();
    now = 870_000;
    expect(await access.get()).toBe('two');
    access.forget();
    expect(await access.get()).toBe('three');
  });

  it('is asked for again after a failure', async () => {
    const access = await tokenFrom({ status: 401 }, token('one'));
    await expect(access.get()).rejects.toThrow('The token endpoint answered 401; check client id and secret.');
    expect(await access.get()).toBe('one');
  });
});
