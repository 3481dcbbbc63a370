import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Engine } from './engine.ts';
import { engineOf, send } from './testing/engine-of.ts';

const ORDERS = `
openapi: 3.0.3
info: { title: orders, version: 1.0.0 }
servers: [{ url: https://api.example.com/v1 }]
paths:
  /orders/{id}:
    get:
      operationId: getOrder
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        '200':
          description: one order
          headers: { ETag: { schema: { type: string }, example: '"7"' } }
          content: { application/json: { schema: { $ref: '#/components/schemas/Order' }, example: { id: ord_1, amount: 12 } } }
        '404': { description: none, content: { application/problem+json: { schema: { $ref: '#/components/schemas/Problem' } } } }
  /orders:
    get:
      operationId: listOrders
      parameters: [{ name: limit, in: query, schema: { type: integer, minimum: 1 } }]
      responses:
        '200': { description: all, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Order' } } } } }
    post:
      operationId: createOrder
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } }
      responses:
        '201': { description: made, content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } }
        '400': { description: bad, content: { application/problem+json: { schema: { $ref: '#/components/schemas/Problem' } } } }
  /receipts/{orderId}:
    get:
      operationId: getReceipt
      deprecated: true
      parameters: [{ name: orderId, in: path, required: true, schema: { type: string } }]
      responses:
        '200': { description: generated, content: { application/json: { schema: { type: object, required: [orderId, total], properties: { orderId: { type: string }, total: { type: number, minimum: 0 } } } } } }
  /broken:
    get:
      operationId: getBroken
      responses:
        '200': { description: example violates, content: { application/json: { schema: { $ref: '#/components/schemas/Order' }, example: { id: kept, amount: many } } } }
  /never:
    get:
      operationId: getNever
      responses:
        '200': { description: unsatisfiable, content: { application/json: { schema: { type: object, required: [a], properties: { a: { type: integer, minimum: 5, maximum: 1 } } } } } }
components:
  schemas:
    Order: { type: object, required: [id, amount], properties: { id: { type: string }, amount: { type: integer, minimum: 1 } } }
    Problem: { type: object, required: [title], properties: { title: { type: string }, status: { type: integer }, detail: { type: string }, code: { type: string } } }
`;

let engine: Engine;
beforeAll(async () => {
  engine = await engineOf(ORDERS);
});

describe('handle', () => {
  it('serves the example byte for byte, with the headers of the document', async () => {
    const seen = await send(engine, 'GET /orders/ord_1');
    expect(seen).toMatchObject({
      status: 200,
      text: '{"id":"ord_1","amount":12}',
      headers: { 'content-type': 'application/json', etag: '"7"', 'stunt-source': 'example' },
    });
    expect(seen.headers['content-length']).toBe('26');
    expect(seen.headers['stunt-request-id']).toMatch(/^[\w-]+$/);
  });

  it('gives each request an id of its own', async () => {
    const ids = await Promise.all(
      [1, 2, 3].map(async () => (await send(engine, 'GET /orders/a')).headers['stunt-request-id']),
    );
    expect(new Set(ids).size).toBe(3);
  });

  it('accepts the base path of servers, and does without it', async () => {
    expect((await send(engine, 'GET /v1/orders/ord_1')).status).toBe(200);
    expect((await send(engine, 'GET /v2/orders/ord_1')).status).toBe(404);
  });

  it('generates the same data for the same path, and other data for another', async () => {
    const [once, again, other] = [
      await send(engine, 'GET /receipts/a'),
      await send(engine, 'GET /receipts/a'),
      await send(engine, 'GET /receipts/b'),
    ];
    expect(once.text).toBe(again.text);
    expect(once.json).toMatchObject({ orderId: 'a' });
    expect(other.json).toMatchObject({ orderId: 'b' });
    expect(once.headers).toMatchObject({ 'stunt-source': 'generated', deprecation: 'true' });
  });

  it('generates the same data in another engine with the same seed', async () => {
    const [first, second] = [await engineOf(ORDERS, { seed: '7' }), await engineOf(ORDERS, { seed: '7' })];
    expect((await send(first, 'GET /orders')).text).toBe((await send(second, 'GET /orders')).text);
    expect((await send(engine, 'GET /orders')).text).not.toBe((await send(first, 'GET /orders')).text);
  });

  it('fills arrays', async () => {
    const { json } = await send(engine, 'GET /orders');
    expect(Array.isArray(json) && json.length).toBeGreaterThan(0);
  });

  it('echoes the fields that were sent', async () => {
    const seen = await send(
      engine,
      'POST /orders',
      { 'content-type': 'application/json' },
      '{"id":"mine","amount":99}',
    );
    expect(seen).toMatchObject({ status: 201, json: { id: 'mine', amount: 99 } });
  });

  it('repairs an example that violates its schema and keeps what was valid', async () => {
    const seen = await send(engine, 'GET /broken');
    expect(seen.json).toMatchObject({ id: 'kept', amount: expect.any(Number) });
    expect(seen.headers['stunt-source']).toBe('repaired');
  });

  it('names a schema that nothing satisfies', async () => {
    const seen = await send(engine, 'GET /never');
    expect(seen).toMatchObject({ status: 500, json: { code: 'RESPONSE_UNSATISFIABLE' } });
    expect(JSON.stringify(seen.json)).toContain('/properties/a');
  });
});

describe('preferences', () => {
  it('serves a described status', async () => {
    const seen = await send(engine, 'GET /orders/1', { prefer: 'code=404' });
    expect(seen).toMatchObject({
      status: 404,
      headers: { 'content-type': 'application/problem+json' },
      json: { title: expect.any(String) },
    });
  });

  it('serves a status that the document does not list, as an outage needs it', async () => {
    const seen = await send(engine, 'GET /orders/1?__code=503');
    expect(seen).toMatchObject({
      status: 503,
      headers: { 'content-type': 'application/problem+json' },
      json: { status: 503, title: 'Service Unavailable' },
    });
  });

  it('gives a 205 no body, whether it is described or not', async () => {
    const own = await engineOf(`
openapi: 3.1.0
info: { title: reset, version: 1.0.0 }
paths:
  /described: { get: { responses: { '205': { description: reset, content: { application/json: { example: { a: 1 } } } } } } }
  /plain: { get: { responses: { '200': { description: ok } } } }
`);
    for (const path of ['/described', '/plain'])
      expect(await send(own, `GET ${path}`, { prefer: 'code=205' })).toMatchObject({
        status: 205,
        text: '',
        headers: { 'content-length': '0' },
      });
  });

  it('generates instead of the example when asked', async () => {
    const seen = await send(engine, 'GET /orders/ord_9', { prefer: 'dynamic=true' });
    expect(seen.headers['stunt-source']).toBe('generated');
    expect(seen.json).toMatchObject({ id: 'ord_9' });
  });

  it('gives other data for another seed', async () => {
    const texts = await Promise.all(
      ['a', 'b', 'c'].map(async (seed) => (await send(engine, 'GET /receipts/x', { prefer: `seed=${seed}` })).text),
    );
    expect(new Set(texts).size).toBe(3);
  });

  it('refuses an example that there is not, naming those there are', async () => {
    expect(await send(engine, 'GET /orders/1', { prefer: 'example=nope' })).toMatchObject({
      status: 404,
      json: { code: 'EXAMPLE_UNKNOWN', available: ['default'] },
    });
  });
});

describe('refusals', () => {
  it('answers an unknown path with the nearest operations', async () => {
    const seen = await send(engine, 'GET /order/1');
    expect(seen).toMatchObject({
      status: 404,
      headers: { 'content-type': 'application/problem+json' },
      json: {
        code: 'ROUTE_NOT_FOUND',
        nearest: expect.arrayContaining([expect.objectContaining({ template: '/orders/{id}' })]),
      },
    });
  });

  it('answers a known path with the wrong method with Allow', async () => {
    expect(await send(engine, 'DELETE /orders')).toMatchObject({
      status: 405,
      headers: { allow: 'GET, HEAD, OPTIONS, POST' },
    });
  });

  it('answers OPTIONS with what the path knows, and with 404 where there is no such path', async () => {
    const seen = await send(engine, 'OPTIONS /orders', { origin: 'https://a.example' });
    expect(seen).toMatchObject({
      status: 204,
      text: '',
      headers: { allow: 'GET, HEAD, OPTIONS, POST', 'access-control-allow-origin': 'https://a.example' },
    });
    expect(seen.headers).not.toHaveProperty('content-length');
    expect((await send(engine, 'OPTIONS /nowhere')).status).toBe(404);
  });

  it('refuses OPTIONS as Prism does where its style is asked for', async () => {
    const prism = await engineOf(ORDERS, { errorStyle: 'prism' });
    expect((await send(prism, 'OPTIONS /orders')).status).toBe(405);
  });

  it('explains an invalid parameter: where, what came, what may come', async () => {
    const seen = await send(engine, 'GET /orders?limit=many');
    expect(seen).toMatchObject({
      status: 422,
      json: { code: 'REQUEST_INVALID', errors: [{ in: 'query', pointer: '/limit', received: 'many' }] },
    });
  });

  it('refuses in the status and shape of the document where it has one', async () => {
    const seen = await send(engine, 'POST /orders', { 'content-type': 'application/json' }, '{"id":"a"}');
    expect(seen).toMatchObject({ status: 400, json: { code: 'REQUEST_INVALID', title: expect.any(String) } });
    expect(seen.text).toContain('amount');
  });

  it('answers a body that does not parse, and one of another type', async () => {
    const broken = await send(engine, 'POST /orders', { 'content-type': 'application/json' }, '{"id":');
    expect(broken.status).toBe(400);
    expect(await send(engine, 'POST /orders', { 'content-type': 'text/plain' }, 'hello')).toMatchObject({
      status: 400,
    });
  });

  it('answers an Accept that nothing fits', async () => {
    expect(await send(engine, 'GET /orders/1', { accept: 'image/png' })).toMatchObject({
      status: 406,
      json: { available: ['application/json'] },
    });
  });

  it('keeps the paths of the control API', async () => {
    expect(await send(engine, 'GET /_stunt/sandboxes')).toMatchObject({
      status: 404,
      json: { code: 'PATH_RESERVED', detail: expect.stringContaining('/_stunt/sandboxes') },
    });
  });

  it('refuses tricks with the path', async () => {
    expect((await send(engine, 'GET /a/../orders')).status).toBe(400);
    expect((await send(engine, 'GET /%7eacme/orders')).status).toBe(400);
    expect((await send(engine, 'GET /~nobody/orders')).json).toMatchObject({ code: 'SANDBOX_UNKNOWN', status: 404 });
  });
});

describe('sandboxes', () => {
  it('serves the document under /~name, and journals under that name', async () => {
    const own = await engineOf(ORDERS, { sandboxes: ['acme'] });
    expect((await send(own, 'GET /~acme/orders/ord_1')).status).toBe(200);
    expect(own.journal.entries().map(({ sandbox, operation }) => [sandbox, operation])).toEqual([['acme', 'getOrder']]);
  });
});

describe('cors', () => {
  it('answers a preflight for any method', async () => {
    const seen = await send(engine, 'OPTIONS /orders', {
      origin: 'https://a.example',
      'access-control-request-method': 'POST',
    });
    expect(seen).toMatchObject({
      status: 204,
      headers: { 'access-control-allow-origin': 'https://a.example', 'access-control-allow-methods': 'POST' },
    });
    // RFC 9110 8.6: none with a 204.
    expect(seen.headers).not.toHaveProperty('content-length');
  });

  it('keeps answers for one origin from caches of another', async () => {
    const seen = await send(engine, 'GET /orders', { origin: 'https://a.example' });
    expect(seen.headers).toMatchObject({ 'access-control-allow-origin': 'https://a.example', vary: 'Origin' });
    expect((await send(engine, 'GET /orders')).headers).not.toHaveProperty('vary');
  });

  it('adds nothing where no page asks', async () => {
    expect(
      Object.keys((await send(engine, 'GET /orders')).headers).filter((name) => name.startsWith('access-control')),
    ).toEqual([]);
  });

  it('is silent when turned off', async () => {
    const off = await engineOf(ORDERS, { cors: false });
    const asked = { origin: 'https://a.example', 'access-control-request-method': 'POST' };
    const seen = await send(off, 'OPTIONS /orders', asked);
    expect(seen.status).toBe(204);
    expect(Object.keys(seen.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('record', () => {
  it('journals every exchange once, refused ones too', async () => {
    const own = await engineOf(ORDERS);
    await send(own, 'GET /orders/1');
    await send(own, 'GET /nowhere');
    await send(own, 'GET /orders?limit=0');
    expect(own.journal.entries().map(({ status, operation, violations }) => [status, operation, violations])).toEqual([
      [200, 'getOrder', []],
      [404, undefined, []],
      [422, 'listOrders', ['query minimum /limit']],
    ]);
  });

  it('journals no name that the client chose, whatever part it stands in', async () => {
    const own = await engineOf(`
openapi: 3.1.0
info: { title: maps, version: 1.0.0 }
paths:
  /maps/{key}:
    post:
      operationId: putMap
      parameters:
        - { name: key, in: path, required: true, schema: { type: integer } }
        - { name: f, in: query, style: deepObject, schema: { type: object, additionalProperties: { type: integer } } }
        - { name: X-Map, in: header, schema: { type: object, additionalProperties: { type: integer } }, explode: true }
        - { name: crumbs, in: cookie, content: { application/json: { schema: { additionalProperties: { type: integer } } } } }
      requestBody:
        content:
          application/json: { schema: { type: object, properties: { age: { type: integer } }, additionalProperties: { $ref: '#/components/schemas/Age' } } }
          application/x-www-form-urlencoded: { schema: { type: object, additionalProperties: { type: integer } } }
          multipart/form-data: { schema: { type: object, additionalProperties: { type: integer } } }
      responses: { '204': { description: done } }
components: { schemas: { Age: { type: object, additionalProperties: { type: integer } } } }
`);
    const headers = { 'x-map': 'canary=x', cookie: 'crumbs={"canary":"x"}', canary: 'canary' };
    const line = 'POST /maps/canary?f[canary]=x&canary=canary';
    const json = { ...headers, 'content-type': 'application/json' };
    await send(own, line, json, '{"age":"canary","canary@example.com":{"canary":"canary"}}');
    await send(own, line, json, '{"canary": canary');
    await send(own, line, { 'content-type': 'application/x-www-form-urlencoded' }, 'canary=x&canary[canary]=y');
    const part = '--b\r\nContent-Disposition: form-data; name="canary"\r\n\r\ncanary\r\n--b--\r\n';
    await send(own, line, { 'content-type': 'multipart/form-data; boundary=b' }, part);
    await send(own, 'POST /maps/1', { 'content-type': 'canary/canary' }, 'canary');
    const entries = own.journal.entries();
    expect(JSON.stringify(entries)).not.toContain('canary');
    expect(entries[0]?.violations).toEqual([
      'body type /*/*',
      'body type /age',
      'header type /X-Map/*',
      'query type /f/*',
      'path type /key',
      'cookie type /crumbs/*',
    ]);
    expect(entries.map(({ violations }) => violations.length > 0)).toEqual([true, true, true, true, false]);
  });

  it('answers 500 without internals when the double itself fails, and tells the operator', async () => {
    const lines: string[] = [];
    const own = await engineOf(ORDERS, { onLog: (line) => lines.push(line), onExchange: () => {} });
    Object.assign(own, {
      mounts: own.mounts.map((mount) => ({
        ...mount,
        planOf: () => {
          throw new Error('inside');
        },
      })),
    });
    const seen = await send(own, 'GET /orders/1');
    expect(seen).toMatchObject({ status: 500, json: { code: 'INTERNAL' } });
    expect(seen.text).not.toContain('inside');
    expect(lines).toEqual([expect.stringMatching(/^request \S+ \(getOrder\) failed: Error at handle\.test\.ts:\d+/)]);
  });
});
