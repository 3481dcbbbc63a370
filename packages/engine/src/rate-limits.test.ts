import { describe, expect, it } from '@jest/globals';
import type { HttpRequest } from './exchange.ts';
import { handle } from './handle.ts';
import type { EngineOptions } from './options.ts';
import { engineOf, send } from './testing/engine-of.ts';
import { manualClock } from './time/clock.ts';

const YAML = `openapi: 3.1.0
info: { title: t, version: '1' }
x-stunt-rate-limit: { limit: 5, window: 10s, algorithm: fixed-window }
components:
  securitySchemes: { Key: { type: apiKey, in: header, name: X-Api-Key }, Cookie: { type: apiKey, in: cookie, name: sid } }
  schemas: { Problem: { type: object, required: [code, detail], properties: { code: { type: string }, detail: { type: string } } } }
paths:
  /orders:
    get:
      operationId: listOrders
      responses:
        '200':
          description: fine
          headers: { RateLimit: { schema: { type: string }, example: '"default";r=310;t=12' }, ratelimit-policy: { schema: { type: string }, example: x } }
          content: { application/json: { example: [] } }
    post:
      operationId: createOrder
      x-stunt-rate-limit: { policy: creates, limit: 2, window: 4s }
      requestBody: { required: true, content: { application/json: { schema: { type: object, required: [qty] } } } }
      responses:
        '201':
          description: made
          headers:
            X-RateLimit-Limit: { schema: { type: integer }, example: 99 }
            X-RateLimit-Remaining: { schema: { type: integer }, example: 98 }
            X-RateLimit-Reset: { schema: { type: integer }, example: 1700000000 }
          content: { application/json: { example: { id: 1 } } }
        '429':
          description: slow down
          headers: { Retry-After: { schema: { type: integer }, example: 77 } }
          content: { application/json: { schema: { $ref: '#/components/schemas/Problem' }, example: { code: slow_down, detail: wait } } }
  /health:
    get: { operationId: health, responses: { '200': { description: fine, content: { application/json: { example: {} } } } } }
`;

const START = 1_700_000_000_000;
const started = async (options: Partial<EngineOptions> = {}, yaml = YAML) => {
  const clock = manualClock(START);
  return { clock, engine: await engineOf(yaml, { clock, sandboxes: ['acme'], ...options }) };
};
const statuses = async (engine: Awaited<ReturnType<typeof engineOf>>, line: string, count: number, key = 'a') => {
  const seen: number[] = [];
  for (let index = 0; index < count; index++) seen.push((await send(engine, line, { 'x-api-key': key })).status);
  return seen;
};
/** A new token of the default sandbox. */
const bearerOf = async (engine: Awaited<ReturnType<typeof engineOf>>, scope: string) => {
  const sandbox = engine.registry.get('default');
  if (sandbox === undefined) throw new Error('there is no default sandbox');
  const { clientId } = sandbox.credentials;
  const issued = { issuer: 'http://localhost/_auth', grant: engine.tokens.newGrant(), clientId, scopes: [scope] };
  return {
    authorization: `Bearer ${await engine.tokens.issue(sandbox, { ...issued, kind: 'access', lifetime: 60_000 })}`,
  };
};
const POST = { 'content-type': 'application/json', 'x-api-key': 'a' };

describe('rate limits', () => {
  it('tells on each answer what is left, in place of what the examples say', async () => {
    const { engine } = await started();
    const { status, headers } = await send(engine, 'GET /orders', { 'x-api-key': 'a' });
    expect([status, headers.ratelimit, headers['ratelimit-policy'], headers['x-ratelimit-limit']]).toEqual([
      200,
      '"default";r=4;t=10',
      '"default";q=5;w=10',
      undefined,
    ]);
    const again = await send(engine, 'GET /orders', { 'x-api-key': 'a' });
    expect(again.headers.ratelimit).toBe('"default";r=3;t=10');
  });

  it('by address bite before credentials do, and their 401 tells of them', async () => {
    const limits = `x-stunt-rate-limit: [{ limit: 5, window: 10s }, { policy: guesses, limit: 2, window: 10s, per: address }]`;
    const secured = YAML.replace(/x-stunt-rate-limit: .*/, `${limits}\nsecurity: [{ Key: [] }]`);
    const { engine } = await started({ auth: 'enforce' }, secured);
    const key = engine.registry.get('default')?.credentials.apiKey ?? '';
    const wrong = await send(engine, 'GET /orders', { 'x-api-key': 'guess' });
    expect([wrong.status, wrong.headers['ratelimit-policy'], wrong.headers.ratelimit]).toEqual([
      401,
      '"guesses";q=2;w=10',
      '"guesses";r=1;t=5',
    ]);
    expect(await statuses(engine, 'GET /orders', 2, 'guess')).toEqual([401, 429]);
    expect(await statuses(engine, 'GET /orders', 1, key)).toEqual([429]);
    const { engine: plain } = await started({ auth: 'enforce' }, `${YAML}security: [{ Key: [] }]`);
    expect(await statuses(plain, 'GET /orders', 7, 'guess')).toEqual([401, 401, 401, 401, 401, 401, 401]);
  });

  it('counts a token that does not reach far enough, and tells it what is left, also of the first call with it', async () => {
    const secured = YAML.replace('components:', 'security: [{ OAuth: [orders] }]\ncomponents:')
      .replace('securitySchemes: {', 'securitySchemes: { OAuth: { type: oauth2, flows: {} },')
      .replace(
        `content: { application/json: { example: [] } }`,
        `$&\n        '403': { description: no, headers: { X-RateLimit-Remaining: { schema: { type: integer }, example: 553 } } }`,
      );
    const { engine } = await started({ auth: 'enforce' }, secured);
    const [wide, narrow] = [await bearerOf(engine, 'orders'), await bearerOf(engine, 'others')];
    const told = async (credential: Record<string, string>) => {
      const { status, headers } = await send(engine, 'GET /orders', credential);
      return [status, headers.ratelimit, headers['x-ratelimit-remaining']];
    };
    expect(await told(wide)).toEqual([200, '"default";r=4;t=10', '4']);
    expect(await told(narrow)).toEqual([403, '"default";r=3;t=10', '3']);
    expect(await told(narrow)).toEqual([403, '"default";r=2;t=10', '2']);
    expect(await told({})).toEqual([401, undefined, undefined]);
    for (const rest of [1, 0]) expect(await told(narrow)).toEqual([403, `"default";r=${rest};t=10`, `${rest}`]);
    expect(await told(narrow)).toEqual([429, '"default";r=0;t=10', '0']);
    expect((await told(wide))[0]).toBe(429);
    const refusals = engine.journal.entries().map(({ refusal }) => refusal);
    const [scope, rate] = ['SCOPE_MISSING', 'RATE_LIMITED'];
    expect(refusals).toEqual([undefined, scope, scope, 'UNAUTHORIZED', scope, scope, rate, rate]);
  });

  it('refuses what is too much with a problem that says which limit, and when to come back', async () => {
    const { engine, clock } = await started();
    clock.advance(2500);
    expect(await statuses(engine, 'GET /orders', 6)).toEqual([200, 200, 200, 200, 200, 429]);
    const { headers, json } = await send(engine, 'GET /health', { 'x-api-key': 'a' });
    expect(engine.journal.entries().at(-1)?.limits).toBe('"default";q=5;w=10;r=0');
    expect(headers).toMatchObject({
      'content-type': 'application/problem+json',
      'retry-after': '8',
      ratelimit: '"default";r=0;t=8',
      'ratelimit-policy': '"default";q=5;w=10',
    });
    expect(json).toEqual({
      type: 'urn:stuntdouble:error:RATE_LIMITED',
      title: 'A rate limit is used up',
      status: 429,
      detail: 'More than 5 requests in 10s for each credential (policy "default"). Try again in 8 s.',
      code: 'RATE_LIMITED',
      hint: 'Wait for Retry-After seconds, then repeat the same call.',
      policy: 'default',
      limit: 5,
      window: '10s',
      retryAfter: 8,
    });
    expect(engine.journal.entries('default').map(({ status }) => status)).toContain(429);
  });

  it("refuses in the document's own shape, counts each limit, and uses none up where one refuses", async () => {
    const { engine } = await started();
    const post = () => send(engine, 'POST /orders', POST, '{"qty":1}');
    const first = await post();
    expect(first.headers).toMatchObject({
      ratelimit: '"creates";r=1;t=2, "default";r=4;t=10',
      'ratelimit-policy': '"creates";q=2;w=4, "default";q=5;w=10',
      'x-ratelimit-limit': '2',
      'x-ratelimit-remaining': '1',
      'x-ratelimit-reset': String(START / 1000 + 2),
    });
    await post();
    const refused = await post();
    expect(refused).toMatchObject({ status: 429, json: { code: 'slow_down' } });
    expect(refused.json).toMatchObject({
      detail: expect.stringMatching(/More than 2 requests in 4s .*Try again in 2 s/),
    });
    expect(refused.headers).toMatchObject({
      'retry-after': '2',
      ratelimit: '"creates";r=0;t=4, "default";r=3;t=10',
      'x-ratelimit-remaining': '0',
    });
    expect((await send(engine, 'GET /health', { 'x-api-key': 'a' })).headers.ratelimit).toBe('"default";r=2;t=10');
  });

  it('counts requests that validation refuses, and tells what is left on those, too', async () => {
    const { engine } = await started();
    const invalid = await send(engine, 'POST /orders', POST, '{}');
    expect([invalid.status, invalid.headers.ratelimit]).toEqual([422, '"creates";r=1;t=2, "default";r=4;t=10']);
  });

  it('counts each sandbox, each credential and each address by itself', async () => {
    const { engine } = await started();
    const at = async (address: string): Promise<number> => {
      const request: HttpRequest = { method: 'GET', target: '/orders', headers: { host: 'x' }, body: Buffer.of() };
      return (await handle(engine, { ...request, address: () => address })).status;
    };
    expect(await statuses(engine, 'GET /orders', 6)).toContain(429);
    expect(await statuses(engine, 'GET /orders', 5, 'b')).not.toContain(429);
    expect(await statuses(engine, 'GET /~acme/orders', 5)).not.toContain(429);
    expect((await send(engine, 'GET /orders', { cookie: 'sid=1; x-api-key=a' })).status).toBe(200);
    for (let index = 0; index < 5; index++) expect(await at('192.0.2.1')).toBe(200);
    expect([await at('192.0.2.1'), await at('192.0.2.2')]).toEqual([429, 200]);
  });

  it("goes by the sandbox's clock", async () => {
    const { engine } = await started();
    expect((await statuses(engine, 'GET /~acme/orders', 6)).at(-1)).toBe(429);
    expect((await statuses(engine, 'GET /orders', 6)).at(-1)).toBe(429);
    engine.clocks.advance('acme', 10_000);
    expect(await statuses(engine, 'GET /~acme/orders', 1)).toEqual([200]);
    expect(await statuses(engine, 'GET /orders', 1)).toEqual([429]);
  });

  it('starts anew with a reset, not with new keys', async () => {
    const { engine } = await started();
    await statuses(engine, 'GET /~acme/orders', 5);
    engine.registry.rotateKeys('acme');
    expect(await statuses(engine, 'GET /~acme/orders', 1)).toEqual([429]);
    engine.registry.reset('acme');
    expect(await statuses(engine, 'GET /~acme/orders', 1)).toEqual([200]);
    engine.registry.delete('acme');
    expect(engine.limits.size).toBe(0);
  });

  it('lets preflights, OPTIONS and unmatched paths pass uncounted', async () => {
    const { engine } = await started();
    const preflight = { origin: 'http://a.example', 'access-control-request-method': 'GET', 'x-api-key': 'a' };
    for (let index = 0; index < 9; index++) {
      expect((await send(engine, 'OPTIONS /orders', preflight)).headers.ratelimit).toBeUndefined();
      await send(engine, 'GET /nothing', { 'x-api-key': 'a' });
      await send(engine, 'GET /_stunt/health', { 'x-api-key': 'a' });
    }
    expect((await send(engine, 'GET /orders', { 'x-api-key': 'a' })).headers.ratelimit).toBe('"default";r=4;t=10');
  });

  it('guesses from a documented 429 only where credentials are enforced or it is asked for', async () => {
    const documented = `openapi: 3.1.0
info: { title: t, version: '1' }
paths:
  /orders:
    get:
      operationId: listOrders
      responses:
        '200': { description: fine }
        '429': { description: slow down, headers: { X-Rate-Limit-Limit: { schema: { type: integer, example: 1 } } } }
`;
    const { engine } = await started({}, documented);
    engine.registry.create({ name: 'strict', auth: 'enforce' });
    expect(await statuses(engine, 'GET /orders', 2)).toEqual([200, 200]);
    expect(await statuses(engine, 'GET /~strict/orders', 2)).toEqual([200, 429]);
    const asked = await started({ limits: 'on' }, documented);
    expect(await statuses(asked.engine, 'GET /orders', 2)).toEqual([200, 429]);
    const { headers } = await send(asked.engine, 'GET /orders', { 'x-api-key': 'a' });
    expect([headers['x-rate-limit-limit'], headers.ratelimit]).toEqual(['1', '"default";r=0;t=60']);
  });

  it('counts a right credential under its name, and a wrong one not at all', async () => {
    const secured = `openapi: 3.1.0
info: { title: t, version: '1' }
x-stunt-rate-limit: { limit: 2, window: 1m }
security: [{ Header: [] }, { Query: [] }]
components: { securitySchemes: { Header: { type: apiKey, in: header, name: X-Api-Key }, Query: { type: apiKey, in: query, name: key } } }
paths: { /orders: { get: { responses: { '204': { description: fine } } } } }
`;
    const { engine } = await started({}, secured);
    const { credentials } = engine.registry.create({ name: 'strict', auth: 'enforce' });
    for (let index = 0; index < 9; index++) {
      const wrong = await send(engine, 'GET /~strict/orders', { 'x-api-key': `wrong ${index % 2}` });
      expect([wrong.status, wrong.headers.ratelimit]).toEqual([401, undefined]);
    }
    const first = await send(engine, 'GET /~strict/orders', { 'x-api-key': credentials.apiKey });
    const second = await send(engine, `GET /~strict/orders?key=${credentials.apiKey}`);
    expect([first.headers.ratelimit, second.headers.ratelimit]).toEqual(['"default";r=1;t=30', '"default";r=0;t=60']);
    expect((await send(engine, `GET /~strict/orders?key=${credentials.apiKey}`)).status).toBe(429);
  });

  it('takes limits of the operator in place of those of the document', async () => {
    const { engine } = await started({
      limits: { '*': { limit: 1, window: '1h', per: 'sandbox' }, health: 'off', createOrder: 'on' },
      sandboxLimits: { acme: 'off' },
    });
    expect(await statuses(engine, 'GET /orders', 2)).toEqual([200, 429]);
    expect(await statuses(engine, 'GET /health', 9)).not.toContain(429);
    expect(await statuses(engine, 'GET /~acme/orders', 9)).not.toContain(429);
    const { headers } = await send(engine, 'POST /orders', POST, '{"qty":1}');
    expect(headers['ratelimit-policy']).toBe('"creates";q=2;w=4, "default";q=5;w=10');
  });

  it("has none where they are turned off, nor in Prism's style", async () => {
    for (const options of [{ limits: 'off' }, { errorStyle: 'prism' }] as const) {
      const { engine } = await started(options);
      const answers = await statuses(engine, 'GET /orders', 9);
      const { headers } = await send(engine, 'GET /orders');
      expect([answers.includes(429), headers.ratelimit]).toEqual([false, '"default";r=310;t=12']);
      expect(engine.limits.size).toBe(0);
    }
  });

  it.each([
    [{ listOrdres: 'off' }, 'limits names "listOrdres", which is no operation; did you mean listOrders?'],
    [{ '*': { limit: 0, window: '1s' } }, 'limits.* has limit 0; allowed: 1 to 1000000.'],
  ] as const)('stops where the operator mistypes: %j', async (limits, message) => {
    await expect(started({ limits })).rejects.toMatchObject({ code: 'LIMITS_INVALID', message });
    await expect(started({ sandboxLimits: { acme: limits } })).rejects.toThrow(`sandboxes.acme.${message}`);
  });
});
