import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CompactSign, exportSPKI, generateKeyPair, SignJWT } from 'jose';
import type { Engine } from '../engine.ts';
import { audienceOf } from '../issuer/claims.ts';
import { startServer } from '../server.ts';
import { engineOf, type Seen, send } from '../testing/engine-of.ts';
import { manualClock } from '../time/clock.ts';

const document = `
openapi: 3.1.0
info: { title: Secured, version: 1.0.0 }
paths:
  /header: { get: { security: [{ header: [] }], responses: { '200': { description: ok } } } }
  /word: { get: { security: [{ word: [] }], responses: { '200': { description: ok } } } }
  /query: { get: { security: [{ query: [] }], responses: { '200': { description: ok } } } }
  /cookie: { get: { security: [{ cookie: [] }], responses: { '200': { description: ok } } } }
  /basic: { get: { security: [{ basic: [] }], responses: { '200': { description: ok } } } }
  /bearer: { get: { security: [{ bearer: [] }], responses: { '200': { description: ok } } } }
  /roles: { get: { security: [{ bearer: [admin] }], responses: { '200': { description: ok } } } }
  /read: { get: { security: [{ oauth: [read] }], responses: { '200': { description: ok } } } }
  /write: { get: { security: [{ oauth: [read, write] }], responses: { '200': { description: ok } } } }
  /undeclared: { get: { security: [{ header: [], oauth: [read] }, { oauth: [audit] }], responses: { '200': { description: ok } } } }
  /either: { get: { security: [{ oauth: [write] }, { header: [] }], responses: { '200': { description: ok } } } }
  /both: { get: { security: [{ oauth: [read], header: [] }], responses: { '200': { description: ok } } } }
  /optional: { get: { security: [{}, { header: [] }], responses: { '200': { description: ok } } } }
  /open: { get: { responses: { '200': { description: ok } } } }
  /examples:
    get:
      security: [{ oauth: [read] }]
      responses:
        '200': { description: ok }
        '401':
          description: no
          content:
            application/json:
              schema: { type: object, required: [code], properties: { code: { type: string } } }
              examples:
                tokenExpired: { value: { code: expired } }
                credentialInvalid: { value: { code: bad_credential } }
  /own:
    get:
      security: [{ oauth: [write] }]
      responses:
        '200': { description: ok }
        '401': { $ref: '#/components/responses/Failed' }
        '403': { $ref: '#/components/responses/Failed' }
components:
  responses:
    Failed:
      description: no
      content:
        application/json:
          schema: { type: object, required: [message], properties: { message: { type: string } } }
  securitySchemes:
    header: { type: apiKey, in: header, name: X-Api-Key }
    word: { type: apiKey, in: header, name: Authorization }
    query: { type: apiKey, in: query, name: key }
    cookie: { type: apiKey, in: cookie, name: session }
    basic: { type: http, scheme: basic }
    bearer: { type: http, scheme: bearer }
    oauth: { type: oauth2, flows: { clientCredentials: { tokenUrl: /t, scopes: { read: r, write: w } } } }
`;

const HOUR = 3_600_000;

describe('enforced credentials', () => {
  let engine: Engine;
  const clock = manualClock(Date.UTC(2026, 0, 1));
  const credentialsSeen: (string | undefined)[] = [];
  beforeAll(async () => {
    engine = await engineOf(document, {
      clock,
      sandboxes: ['acme', 'globex'],
      onExchange: ({ credential }) => void credentialsSeen.push(credential),
    });
  });

  const record = (name = 'acme') => recordOf(engine, name);
  const token = (scopes: readonly string[] = ['read', 'write'], name = 'acme', more: { lifetime?: number } = {}) =>
    engine.tokens.issue(record(name), {
      kind: 'access',
      grant: 'g',
      issuer: `http://localhost/~${name}/_auth`,
      clientId: record(name).credentials.clientId,
      scopes,
      lifetime: HOUR,
      ...more,
    });
  const get = (path: string, headers: Record<string, string> = {}) => send(engine, `GET /~acme${path}`, headers);
  const withToken = (path: string, sent: string) => get(path, { authorization: `Bearer ${sent}` });
  const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

  it('takes the key of the sandbox in header, query and cookie, and names it without saying it', async () => {
    const { apiKey } = record().credentials;
    credentialsSeen.length = 0;
    expect((await get('/header', { 'x-api-key': apiKey })).status).toBe(200);
    expect((await get(`/query?key=${encodeURIComponent(apiKey)}`)).status).toBe(200);
    expect((await get('/cookie', { cookie: `a=b; session=${apiKey}` })).status).toBe(200);
    expect((await get('/bearer', { authorization: `Bearer ${apiKey}` })).status).toBe(200);
    expect((await get('/roles', { authorization: `Bearer ${apiKey}` })).status).toBe(200);
    expect(credentialsSeen).toEqual(['key', 'key', 'key', 'key', 'key']);
  });

  it('takes client id and secret by HTTP basic', async () => {
    const { clientId, clientSecret } = record().credentials;
    credentialsSeen.length = 0;
    expect((await get('/basic', { authorization: basic(clientId, clientSecret) })).status).toBe(200);
    expect((await get('/basic', { authorization: basic(clientId, 'wrong') })).status).toBe(401);
    expect(credentialsSeen).toEqual([clientId, undefined]);
  });

  it('takes a token where tokens are asked for, the second time without waiting', async () => {
    const sent = await token();
    expect((await withToken('/read', sent)).status).toBe(200);
    expect((await withToken('/bearer', sent)).status).toBe(200);
    expect(engine.tokens.verify(record(), sent)).toMatchObject({ kind: 'good' });
  });

  it('names the scopes that are missing, and those that are there', async () => {
    const seen = await withToken('/write', await token(['read']));
    expect(seen).toMatchObject({ status: 403, json: { code: 'SCOPE_MISSING', missing: ['write'], held: ['read'] } });
    expect(seen.headers['www-authenticate']).toBe(
      'Bearer realm="sandbox", error="insufficient_scope", error_description="the token lacks write", scope="read write"',
    );
    expect((await withToken('/roles', await token(['read']))).json).toMatchObject({ missing: ['admin'] });
  });

  it('asks for scopes too that the flows of the scheme do not declare', async () => {
    const seen = await withToken('/undeclared', await token(['read']));
    expect(seen).toMatchObject({ status: 403, json: { missing: ['audit'], held: ['read'] } });
    expect((await withToken('/undeclared', await token(['audit']))).status).toBe(200);
    const { apiKey } = record().credentials;
    const both = { 'x-api-key': apiKey, authorization: `Bearer ${await token(['read'])}` };
    expect((await get('/undeclared', both)).status).toBe(200);
  });

  it('takes a key in Authorization behind the word that clients of such an API send, and as it is', async () => {
    const { apiKey } = record().credentials;
    for (const sent of [apiKey, `Bot ${apiKey}`, `Token  ${apiKey}`])
      expect((await get('/word', { authorization: sent })).status).toBe(200);
    for (const sent of ['Bot x', 'Bot', `Bot x ${apiKey}`, `B\u00f6t ${apiKey}`, `Bot${apiKey}`, ` , ${apiKey}`])
      expect((await get('/word', { authorization: sent })).status).toBe(401);
    expect((await get('/header', { 'x-api-key': `Bot ${apiKey}` })).status).toBe(401);
  });

  it('is content with one alternative, and asks for all of a set', async () => {
    const { apiKey } = record().credentials;
    const sent = await token(['read']);
    expect((await withToken('/either', sent)).status).toBe(403);
    expect((await get('/either', { authorization: `Bearer ${sent}`, 'x-api-key': apiKey })).status).toBe(200);
    expect((await get('/both', { authorization: `Bearer ${sent}`, 'x-api-key': apiKey })).status).toBe(200);
    expect((await get('/both', { authorization: `Bearer ${sent}`, 'x-api-key': 'x' })).status).toBe(401);
    expect((await withToken('/both', sent)).json).toMatchObject({
      code: 'UNAUTHORIZED',
      missing: ['header X-Api-Key'],
    });
  });

  it('asks nothing where the document asks nothing', async () => {
    expect((await get('/open', { authorization: 'Bearer x' })).status).toBe(200);
    expect((await get('/optional', { 'x-api-key': 'wrong' })).status).toBe(200);
  });

  it('refuses in the shape that the document gives 401 and 403', async () => {
    expect(await withToken('/own', await token(['read']))).toMatchObject({
      status: 403,
      headers: { 'content-type': 'application/json' },
      json: { message: expect.stringContaining('lacks write') },
    });
    expect(await withToken('/own', 'a.b.c')).toMatchObject({ status: 401, json: { message: expect.any(String) } });
  });

  it('takes the example that says expired only where that is so', async () => {
    const code = async (path: string, sent: string) => (await withToken(path, sent)).json;
    expect(await code('/examples', 'a.b.c')).toMatchObject({ code: 'bad_credential' });
    expect(await code('/examples', await token(['read'], 'acme', { lifetime: 0 }))).toMatchObject({ code: 'expired' });
  });

  it.each(['/header', '/query?key=KEY', '/cookie', '/bearer', '/basic'])(
    'takes nothing of another sandbox: %s',
    async (path) => {
      const { apiKey, clientId, clientSecret } = record('globex').credentials;
      const headers = {
        'x-api-key': apiKey,
        cookie: `session=${apiKey}`,
        authorization: path === '/basic' ? basic(clientId, clientSecret) : `Bearer ${apiKey}`,
      };
      const seen = await get(path.replace('KEY', apiKey), headers);
      expect([seen.status, seen.text.includes(apiKey), seen.text.includes('globex')]).toEqual([401, false, false]);
      expect(await sendDefault(path.replace('KEY', apiKey), headers)).toBe(200);
    },
  );
  /** The default sandbox asks for presence only. */
  const sendDefault = async (path: string, headers: Record<string, string>) =>
    (await send(engine, `GET ${path}`, headers)).status;

  it('refuses a token of another sandbox, and says so', async () => {
    expect(challengeOf(await withToken('/read', await token(['read'], 'globex')))).toContain(
      'error="invalid_token", error_description="the token was not issued by this sandbox',
    );
  });

  it('refuses a token when its time on the sandbox’s clock is over', async () => {
    const sent = await token(['read'], 'globex', { lifetime: HOUR });
    const ask = () => send(engine, 'GET /~globex/read', { authorization: `Bearer ${sent}` });
    expect((await ask()).status).toBe(200);
    engine.clocks.advance('globex', HOUR);
    expect(challengeOf(await ask())).toContain('the token expired at 2026-01-01T01:00:00.000Z');
    engine.clocks.setOffset('globex', 0);
    expect((await ask()).status).toBe(200);
  });

  it('refuses a token of credentials that were replaced, and all of a sandbox that was deleted', async () => {
    engine.registry.create({ name: 'temp' });
    const sent = await token(['read'], 'temp');
    const ask = () => send(engine, 'GET /~temp/read', { authorization: `Bearer ${sent}` });
    expect((await ask()).status).toBe(200);
    engine.registry.rotateKeys('temp');
    expect(challengeOf(await ask())).toContain('replaced');
    engine.registry.delete('temp');
    engine.registry.create({ name: 'temp' });
    expect(challengeOf(await ask())).toContain('not issued by this sandbox');
  });

  it('says that the API key is no token', async () => {
    expect(challengeOf(await withToken('/read', record().credentials.apiKey))).toContain('the API key is no token');
  });

  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const header = async () => ({ alg: 'ES256', typ: 'at+jwt', kid: (await engine.tokens.keyOf('acme')).id });
  const claims = () => ({
    iss: 'http://localhost/~acme/_auth',
    aud: audienceOf('acme'),
    sub: 'x',
    client_id: record().credentials.clientId,
    scope: 'read write',
    jti: 'j',
    grant: 'g',
    iat: clock.now() / 1000,
    exp: clock.now() / 1000 + 3600,
  });
  const signed = async (payload: object, more: object = {}) => {
    const { privateKey } = await engine.tokens.keyOf('acme');
    return new SignJWT({ ...claims(), ...payload })
      .setProtectedHeader({ ...(await header()), ...more })
      .sign(privateKey);
  };

  /** Signed by our key, whatever it is that is signed. */
  const signedBytes = async (payload: unknown, more: object = {}) => {
    const { privateKey } = await engine.tokens.keyOf('acme');
    const bytes = Buffer.from(JSON.stringify(payload));
    const critical = { crit: { x: false } };
    return new CompactSign(bytes).setProtectedHeader({ ...(await header()), ...more }).sign(privateKey, critical);
  };

  it('takes what the forgeries below are made of', async () => {
    expect((await withToken('/read', await signed({}))).status).toBe(200);
    expect((await withToken('/read', await signedBytes(claims()))).status).toBe(200);
  });

  it.each<[string, () => Promise<string>]>([
    ['without a signature', async () => `${part({ ...(await header()), alg: 'none' })}.${part(claims())}.`],
    ['with alg None in another case', async () => `${part({ ...(await header()), alg: 'nOnE' })}.${part(claims())}.`],
    ['with an empty signature', async () => `${part(await header())}.${part(claims())}.`],
    ['with another sandbox as audience', () => signed({ aud: audienceOf('globex') })],
    ['with another sandbox as issuer', () => signed({ iss: 'http://localhost/~globex/_auth' })],
    ['with an issuer elsewhere', () => signed({ iss: 'https://issuer.example/' })],
    ['with no issuer', () => signed({ iss: undefined })],
    ['with no audience', () => signed({ aud: undefined })],
    ['that has expired', () => signed({ exp: clock.now() / 1000 })],
    ['without an expiry', () => signed({ exp: undefined })],
    ['with an expiry that is no number', () => signedBytes({ ...claims(), exp: '9999999999' })],
    ['whose payload is a list', () => signedBytes([claims()])],
    ['whose payload is nothing', () => signedBytes(null)],
    ['of another client', () => signed({ client_id: 'other' })],
    ['of another type', () => signed({}, { typ: 'rt+jwt' })],
    ['of no type', () => signed({}, { typ: undefined })],
    ['with a critical header that nobody knows', () => signedBytes(claims(), { crit: ['x'], x: 1 })],
    [
      'signed by a key of its own, under our key id',
      async () => {
        const { privateKey } = await generateKeyPair('ES256');
        return new SignJWT(claims()).setProtectedHeader(await header()).sign(privateKey);
      },
    ],
    [
      'signed by HMAC with our public key',
      async () => {
        const pem = await exportSPKI((await engine.tokens.keyOf('acme')).publicKey);
        const body = `${part({ ...(await header()), alg: 'HS256' })}.${part(claims())}`;
        return `${body}.${createHmac('sha256', pem).update(body).digest('base64url')}`;
      },
    ],
    [
      'with a key in its header',
      async () => {
        const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
        const { exportJWK } = await import('jose');
        const jwk = await exportJWK(publicKey);
        return new SignJWT(claims()).setProtectedHeader({ ...(await header()), jwk }).sign(privateKey);
      },
    ],
    [
      'whose payload was changed',
      async () => {
        const [head, , signature] = (await token(['read'])).split('.');
        return `${head}.${part({ ...claims(), scope: 'read write admin' })}.${signature}`;
      },
    ],
    ['that is huge', async () => `${part(await header())}.${'A'.repeat(12_000)}.AAAA`],
    ['with four parts', async () => `${await signed({})}.x`],
    ['that is an ID token', () => signed({}, { typ: 'JWT' })],
  ])('refuses a token %s', async (_, make) => {
    const seen = await withToken('/read', await make());
    expect([seen.status, challengeOf(seen)]).toEqual([401, expect.stringContaining('error="invalid_token"')]);
  });

  it.each([
    ['two tokens in one field', (sent: string) => `Bearer ${sent}, Bearer ${sent}`],
    ['two words', (sent: string) => `Bearer ${sent} x`],
    ['nothing', () => 'Bearer '],
    ['another scheme', (sent: string) => `Token ${sent}`],
  ])('refuses %s', async (_, field) => {
    expect((await get('/read', { authorization: field(await token()) })).status).toBe(401);
  });

  it('takes the first of several Authorization fields, and never a later one', async () => {
    const server = await startServer({ ...engine.options, port: 0 });
    try {
      const sent = await server.engine.tokens.issue(recordOf(server.engine), {
        kind: 'access',
        grant: 'g',
        issuer: 'http://localhost/~acme/_auth',
        clientId: recordOf(server.engine).credentials.clientId,
        scopes: ['read'],
        lifetime: HOUR,
      });
      const status = (...fields: string[]) =>
        new Promise((resolve, reject) => {
          const headers = fields.flatMap((field) => ['Authorization', field]);
          const asked = request(
            `${server.url}/~acme/read`,
            { headers: ['Host', 'localhost', ...headers] },
            (response) => {
              response.resume();
              resolve(response.statusCode);
            },
          );
          asked.on('error', reject).end();
        });
      expect(await status(`Bearer ${sent}`)).toBe(200);
      expect(await status('Bearer x', `Bearer ${sent}`)).toBe(401);
      expect(await status('Basic x', `Bearer ${sent}`)).toBe(401);
    } finally {
      await server.close();
    }
  });

  it('refuses a key that is sent twice', async () => {
    const { apiKey } = record().credentials;
    expect((await get('/header', { 'x-api-key': `${apiKey}, ${apiKey}` })).status).toBe(401);
    expect((await get(`/query?key=${apiKey}&key=${apiKey}`)).status).toBe(401);
  });

  it('takes no token of which one character was changed', async () => {
    const good = await token();
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), fc.constantFrom(...'ABCxyz019-_.'), async (at, char) => {
        const sent = good.slice(0, at) + char + good.slice(at + 1);
        // The last character of a signature has bits that say nothing.
        fc.pre(sent !== good && at < good.length - 1);
        expect((await withToken('/read', sent)).status).toBe(401);
      }),
      { seed: 4, numRuns: 60 },
    );
  });

  it('answers whatever is sent as Authorization, and lets none of it in', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 60 }), async (text) => {
        for (const authorization of [text, `Bearer ${text}`, `Basic ${text}`])
          for (const path of ['/read', '/bearer', '/basic'])
            expect((await get(path, { authorization })).status).toBe(401);
      }),
      { seed: 4, numRuns: 60 },
    );
  });

  it('asks for presence with Prism’s error style, whatever the sandbox wants', async () => {
    const prism = await engineOf(document, { errorStyle: 'prism', auth: 'enforce' });
    expect((await send(prism, 'GET /header', { 'x-api-key': 'any' })).status).toBe(200);
    expect((await send(prism, 'GET /header')).status).toBe(401);
  });

  it.each([
    ['off', {}, 200],
    ['presence', { 'x-api-key': 'any' }, 200],
    ['enforce', { 'x-api-key': 'any' }, 401],
  ] as const)('is decided for all sandboxes by the option: %s', async (auth, headers, status) => {
    const all = await engineOf(document, { auth, sandboxes: ['acme'] });
    expect((await send(all, 'GET /header', headers)).status).toBe(status);
    expect((await send(all, 'GET /~acme/header', headers)).status).toBe(status);
  });
});

function recordOf({ registry }: Engine, name = 'acme') {
  const found = registry.get(name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

const challengeOf = ({ headers }: Seen): string => headers['www-authenticate'] ?? '';
