import { hash } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { createRemoteJWKSet, customFetch, decodeJwt, jwtVerify } from 'jose';
import type { Engine } from '../engine.ts';
import { memoryStore } from '../store/memory-store.ts';
import { engineOf, type Seen, send } from '../testing/engine-of.ts';
import { manualClock } from '../time/clock.ts';

const document = `
openapi: 3.1.0
info: { title: Orders, version: 1.0.0 }
paths:
  /orders:
    get: { operationId: list, security: [{ oauth: ['orders:read'] }], responses: { '200': { description: all } } }
    post: { operationId: add, security: [{ oauth: ['orders:write'] }], responses: { '201': { description: added } } }
  /me: { get: { security: [{ openid: [openid] }], responses: { '200': { description: me } } } }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows: { clientCredentials: { tokenUrl: /t, scopes: { 'orders:read': r, 'orders:write': w } } }
    openid: { type: openIdConnect, openIdConnectUrl: /.well-known/openid-configuration }
`;

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const VERIFIER = 'v'.repeat(50);
const CALLBACK = 'http://localhost:3000/callback';

describe('issuer', () => {
  let engine: Engine;
  const clock = manualClock(Date.UTC(2026, 0, 1));
  beforeEach(async () => {
    engine = await engineOf(document, { clock, sandboxes: ['acme', 'globex'] });
  });

  const credentials = (name = 'acme') => {
    const record = engine.registry.get(name);
    if (record === undefined) throw new Error(`no ${name}`);
    return record.credentials;
  };
  const basic = (name = 'acme', secret = credentials(name).clientSecret) =>
    `Basic ${Buffer.from(`${credentials(name).clientId}:${secret}`).toString('base64')}`;
  const post = (
    path: string,
    form: Record<string, string>,
    authorization: string | undefined = basic(),
    at = '/~acme',
  ) =>
    send(
      engine,
      `POST ${at}/_auth/${path}`,
      { ...FORM, ...(authorization !== '' && { authorization }) },
      new URLSearchParams(form).toString(),
    );
  const get = (path: string) => send(engine, `GET /~acme/_auth/${path}`);
  const tokenOf = async (scope?: string): Promise<string> => text(await post('token', ccg(scope)), 'access_token');
  const call = (line: string, token: string) => send(engine, line, { authorization: `Bearer ${token}` });

  it('is told by the public address, which does not hang on what a client sends as Host', async () => {
    engine = await engineOf(document, { clock, sandboxes: ['acme'], publicUrl: 'https://api.example.com/sandboxes/' });
    for (const [path, issuer] of [
      ['/~acme/_auth', 'https://api.example.com/sandboxes/~acme/_auth'],
      ['/_auth', 'https://api.example.com/sandboxes/_auth'],
    ]) {
      const found = await send(engine, `GET ${path}/.well-known/openid-configuration`, { host: 'evil.example' });
      expect(found.json).toMatchObject({ issuer, token_endpoint: `${issuer}/token` });
    }
    const token = await tokenOf('orders:read');
    expect(decodeJwt(token).iss).toBe('https://api.example.com/sandboxes/~acme/_auth');
    expect((await call('GET /~acme/orders', token)).status).toBe(200);
  });

  it('gives a token for client id and secret, good for what was asked', async () => {
    const seen = await post('token', ccg('orders:read'));
    expect(seen).toMatchObject({
      status: 200,
      headers: { 'cache-control': 'no-store', 'content-type': 'application/json' },
      json: { token_type: 'Bearer', expires_in: 3600, scope: 'orders:read' },
    });
    const token = text(seen, 'access_token');
    expect((await call('GET /~acme/orders', token)).status).toBe(200);
    expect((await call('POST /~acme/orders', token)).status).toBe(403);
    expect(decodeJwt(token)).toMatchObject({ iss: 'http://localhost/~acme/_auth', scope: 'orders:read' });
  });

  it('takes the secret in the body as well, and grants all scopes where none is asked for', async () => {
    const { clientId, clientSecret } = credentials();
    const seen = await post('token', { ...ccg(), client_id: clientId, client_secret: clientSecret }, '');
    expect(seen.json).toMatchObject({ scope: 'email offline_access openid orders:read orders:write profile' });
  });

  it('grants of the scopes those that the document knows', async () => {
    expect((await post('token', ccg('orders:read root'))).json).toMatchObject({ scope: 'orders:read' });
    expect(await post('token', ccg('root'))).toMatchObject({ status: 400, json: { error: 'invalid_scope' } });
  });

  it.each([
    ['a wrong secret', 401, 'invalid_client', () => post('token', ccg(), basic('acme', 'wrong'))],
    ['the client of another sandbox', 401, 'invalid_client', () => post('token', ccg(), basic('globex'))],
    ['no client', 401, 'invalid_client', () => post('token', ccg(), '')],
    ['another scheme', 401, 'invalid_client', () => post('token', ccg(), 'Bearer x')],
    ['a secret twice', 400, 'invalid_request', () => post('token', { ...ccg(), client_secret: 'x' })],
    ['a grant that is unknown', 400, 'unsupported_grant_type', () => post('token', { grant_type: 'password' })],
    ['no grant', 400, 'invalid_request', () => post('token', {})],
    ['a code that is none', 400, 'invalid_grant', () => post('token', { grant_type: 'authorization_code', code: 'x' })],
    [
      'JSON',
      400,
      'invalid_request',
      () => send(engine, 'POST /_auth/token', { 'content-type': 'application/json' }, '{}'),
    ],
    ['a parameter twice', 400, 'invalid_request', () => send(engine, 'POST /_auth/token', FORM, 'scope=a&scope=b')],
    ['a GET', 405, 'invalid_request', () => send(engine, 'GET /_auth/token')],
    ['what is not there', 404, 'not_found', () => send(engine, 'GET /_auth/nothing')],
    ['a name of objects', 404, 'not_found', () => send(engine, 'GET /_auth/constructor')],
  ])('refuses %s as OAuth says: %d %s', async (_, status, error, ask) => {
    const seen = await ask();
    expect(seen).toMatchObject({ status, json: { error }, headers: { 'cache-control': 'no-store' } });
    if (status === 401) expect(seen.headers['www-authenticate']).toContain('Basic realm="sandbox"');
  });

  const authorizeQuery = (more: Record<string, string | undefined> = {}) => {
    const challenge = hash('sha256', VERIFIER, 'base64url');
    const query = {
      response_type: 'code',
      client_id: credentials().clientId,
      redirect_uri: CALLBACK,
      state: 'a b&c',
      code_challenge: challenge,
      code_challenge_method: 'S256',
      ...more,
    };
    return new URLSearchParams(
      Object.entries(query).flatMap(([name, value]): [string, string][] =>
        value === undefined ? [] : [[name, value]],
      ),
    ).toString();
  };
  const codeOf = async (more?: Record<string, string>): Promise<string> => {
    const { headers } = await get(`authorize?${authorizeQuery(more)}`);
    return new URL(headers.location ?? '').searchParams.get('code') ?? '';
  };
  const exchangeCode = (code: string, more: Record<string, string> = {}, authorization = basic()) =>
    post(
      'token',
      { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, code_verifier: VERIFIER, ...more },
      authorization,
    );

  it('sends a browser back with a code, which becomes tokens once', async () => {
    const { status, headers } = await get(`authorize?${authorizeQuery({ scope: 'orders:read openid', nonce: 'n1' })}`);
    const back = new URL(headers.location ?? '');
    expect([status, back.origin + back.pathname, back.searchParams.get('state')]).toEqual([302, CALLBACK, 'a b&c']);
    const code = back.searchParams.get('code') ?? '';
    const seen = await exchangeCode(code);
    expect(seen).toMatchObject({ status: 200, json: { scope: 'openid orders:read' } });
    expect(decodeJwt(text(seen, 'id_token'))).toMatchObject({ nonce: 'n1', aud: credentials().clientId });
    expect((await call('GET /~acme/orders', text(seen, 'access_token'))).status).toBe(200);
    expect((await call('GET /~acme/me', text(seen, 'access_token'))).status).toBe(200);
    expect(await exchangeCode(code)).toMatchObject({ status: 400, json: { error: 'invalid_grant' } });
    expect((await call('GET /~acme/orders', text(seen, 'access_token'))).status).toBe(401);
  });

  it('lets a client without secrets come with PKCE alone', async () => {
    const seen = await exchangeCode(await codeOf(), { client_id: credentials().clientId }, '');
    expect(seen.status).toBe(200);
  });

  it.each([
    ['another verifier', { code_verifier: 'w'.repeat(50) }, 'invalid_grant'],
    ['no verifier', { code_verifier: '' }, 'invalid_request'],
    ['another redirect', { redirect_uri: 'http://localhost:3000/other' }, 'invalid_grant'],
  ])('refuses a code with %s', async (_, more, error) => {
    expect(await exchangeCode(await codeOf(), more)).toMatchObject({ status: 400, json: { error } });
  });

  it('refuses a code that is older than a minute', async () => {
    const code = await codeOf();
    engine.clocks.advance('acme', 60_000);
    expect(await exchangeCode(code)).toMatchObject({ status: 400, json: { error: 'invalid_grant' } });
  });

  it.each([
    'http://example.com/cb',
    'javascript:alert(1)',
    'https://user:pw@example.com/',
    'https://example.com/#x',
    'http://localhost.example.com/',
    'http://127.0.0.1.example.com/',
    '//example.com',
    'data:text/html,x',
    `https://example.com/${'x'.repeat(2000)}`,
  ])('never sends anybody to %s', async (redirect_uri) => {
    const seen = await get(`authorize?${authorizeQuery({ redirect_uri })}`);
    expect([seen.status, seen.headers.location]).toEqual([400, undefined]);
  });

  it.each([
    [{ code_challenge_method: 'plain' }, 'invalid_request'],
    [{ code_challenge: undefined }, 'invalid_request'],
    [{ response_type: 'token' }, 'unsupported_response_type'],
    [{ scope: 'root' }, 'invalid_scope'],
  ])('tells the client of its mistake %j', async (more, error) => {
    const { headers } = await get(`authorize?${authorizeQuery(more)}`);
    expect(new URL(headers.location ?? '').searchParams.get('error')).toBe(error);
  });

  it('keeps line breaks of a state out of header fields', async () => {
    const { headers } = await get(`authorize?${authorizeQuery({ state: 'x\r\nSet-Cookie: a=b' })}`);
    expect(headers.location).toMatch(/^[\x21-\x7e]+$/);
  });

  it('renews a token once, and takes all back where it is tried twice', async () => {
    const first = await exchangeCode(await codeOf());
    const renew = (token: string, more = {}) =>
      post('token', { grant_type: 'refresh_token', refresh_token: token, ...more });
    const second = await renew(text(first, 'refresh_token'), { scope: 'orders:read' });
    expect(second).toMatchObject({ status: 200, json: { scope: 'orders:read' } });
    expect((await renew(text(first, 'refresh_token'))).json).toMatchObject({ error: 'invalid_grant' });
    expect((await renew(text(second, 'refresh_token'))).json).toMatchObject({ error: 'invalid_grant' });
    expect((await call('GET /~acme/orders', text(second, 'access_token'))).status).toBe(401);
  });

  it('never renews to more than was granted, and says what that is', async () => {
    const first = await exchangeCode(await codeOf({ scope: 'orders:read' }));
    const renew = (scope: string) =>
      post('token', { grant_type: 'refresh_token', refresh_token: text(first, 'refresh_token'), scope });
    for (const scope of ['orders:write', 'orders:read orders:write'])
      expect(await renew(scope)).toMatchObject({
        status: 400,
        json: {
          error: 'invalid_scope',
          error_description:
            'A refresh cannot widen what was granted (RFC 6749 6). The token has orders:read; ask for some of these, or leave scope out.',
        },
      });
    // What was refused is not spent.
    expect(await renew('orders:read')).toMatchObject({ status: 200 });
  });

  it('revokes a token, and says of what is revoked that it is not active', async () => {
    const token = await tokenOf();
    expect((await call('GET /~acme/orders', token)).status).toBe(200);
    expect((await post('introspect', { token })).json).toMatchObject({
      active: true,
      client_id: credentials().clientId,
    });
    expect((await post('revoke', { token })).status).toBe(200);
    expect((await call('GET /~acme/orders', token)).headers['www-authenticate']).toContain('the token was revoked');
    expect((await post('introspect', { token })).json).toEqual({ active: false });
    expect((await post('revoke', { token: 'unknown' })).status).toBe(200);
  });

  it('describes itself below the sandbox and host that were asked, with keys that a client can verify by', async () => {
    const seen = await send(engine, 'GET /~acme/_auth/.well-known/openid-configuration', { host: 'double:4010' });
    const issuer = 'http://double:4010/~acme/_auth';
    expect(seen.json).toMatchObject({ issuer, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks` });
    const token = await tokenOf();
    const fetched: typeof fetch = async () => Response.json((await get('jwks')).json);
    const keys = createRemoteJWKSet(new URL(`${issuer}/jwks`), { [customFetch]: fetched });
    const audience = 'urn:stuntdouble:sandbox:acme';
    expect((await jwtVerify(token, keys, { audience, currentDate: new Date(clock.now()) })).payload.sub).toBe(
      credentials().clientId,
    );
    expect((await get('jwks')).text).not.toContain('"d"');
  });

  it.each(['a/b', 'x"y', 'evil.com/~acme/_auth#', 'a b', '<x>'])('puts no Host like %s into links', async (host) => {
    const seen = await send(engine, 'GET /_auth/.well-known/openid-configuration', { host });
    expect(seen.json).toMatchObject({ issuer: 'http://localhost/_auth' });
  });

  it('tells whose token it is', async () => {
    expect((await call('GET /~acme/_auth/userinfo', await tokenOf())).json).toEqual({ sub: credentials().clientId });
    expect((await call('GET /~acme/_auth/userinfo', 'x')).status).toBe(401);
    expect((await send(engine, 'GET /~acme/_auth/userinfo')).status).toBe(401);
  });

  it('keeps key and revocations over a restart', async () => {
    const store = memoryStore();
    const first = await engineOf(document, { clock, store, sandboxes: ['acme'] });
    const second = await engineOf(document, { clock, store, sandboxes: ['acme'] });
    const record = first.registry.get('acme');
    if (record === undefined) throw new Error('no acme');
    const claims = {
      kind: 'access',
      grant: 'g',
      issuer: 'http://x/_auth',
      clientId: record.credentials.clientId,
    } as const;
    const token = await first.tokens.issue(record, { ...claims, scopes: [], lifetime: 1000 });
    const verdict = await second.tokens.verify(record, token);
    expect(verdict.kind).toBe('good');
    if (verdict.kind === 'good') await first.tokens.revoke('acme', verdict.claims, 'token');
    expect(await second.tokens.verify(record, token)).toMatchObject({ kind: 'bad', flaw: 'revoked' });
  });
});

const ccg = (scope?: string): Record<string, string> => ({
  grant_type: 'client_credentials',
  ...(scope !== undefined && { scope }),
});

function text({ json }: Seen, name: string): string {
  const value = typeof json === 'object' && json !== null ? Reflect.get(json, name) : undefined;
  if (typeof value !== 'string') throw new Error(`no ${name} in ${JSON.stringify(json)}`);
  return value;
}
