import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { startServer } from '@stuntdouble/engine';
import { documentOf } from '../testing/compare-bed.ts';
import { checkProvider, type ProviderCheckOptions } from './check-provider.ts';

const order = {
  type: 'object',
  required: ['id', 'status'],
  properties: { id: { type: 'string' }, status: { type: 'string', enum: ['open', 'paid'] } },
};
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const error = {
  description: 'refused',
  ...json({ type: 'object', required: ['title'], properties: { title: { type: 'string' } } }),
};
const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };

const orders = {
  openapi: '3.1.0',
  info: { title: 'Orders', version: '1' },
  paths: {
    '/orders': {
      get: {
        parameters: [
          { name: 'limit', in: 'query', required: true, schema: { type: 'integer', minimum: 1, maximum: 50 } },
        ],
        responses: { 200: { description: 'ok', ...json({ type: 'array', items: order }) }, '4XX': error },
      },
      post: {
        security: [{ key: [] }],
        requestBody: {
          required: true,
          ...json({
            type: 'object',
            required: ['status'],
            properties: { status: { type: 'string', enum: ['open', 'paid'] } },
          }),
        },
        responses: { 201: { description: 'made', ...json(order) }, '4XX': error },
      },
    },
    '/orders/{id}': {
      get: { parameters: [id], responses: { 200: { description: 'ok', ...json(order) }, '4XX': error } },
      delete: { parameters: [id], responses: { 204: { description: 'gone' }, '4XX': error } },
    },
  },
  components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } } },
};

const servers: { close(): unknown }[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function listening(server: TcpServer): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
}

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push({
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  });
  return listening(server);
}

type Wrong = Partial<Record<'list' | 'item' | 'strict' | 'make' | 'open', (respond: Respond) => void>>;
type Respond = (status: number, body?: unknown, type?: string) => void;

/** A provider that keeps its document, but for what a test makes wrong. */
async function provider(wrong: Wrong = {}): Promise<{ url: string; seen: string[] }> {
  const seen: string[] = [];
  const url = await serve((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://x');
    seen.push(`${request.method} ${pathname}`);
    const respond: Respond = (status, body, type = 'application/json') => {
      response.writeHead(status, body === undefined ? {} : { 'content-type': type });
      response.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body));
    };
    const refuse = (status: number) => respond(status, { title: 'refused' });
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      if (pathname === '/orders' && request.method === 'GET') {
        const limit = Number(searchParams.get('limit'));
        if (!(Number.isInteger(limit) && limit >= 1 && limit <= 50))
          return wrong.strict ? wrong.strict(respond) : refuse(400);
        return wrong.list ? wrong.list(respond) : respond(200, [{ id: 'o-77', status: 'open' }]);
      }
      if (pathname === '/orders' && request.method === 'POST') {
        if (request.headers['x-key'] !== 'k' && !wrong.open) return refuse(401);
        if (!/^\{"status":"(open|paid)"\}$/.test(text) || request.headers['content-type'] !== 'application/json')
          return refuse(422);
        return wrong.make ? wrong.make(respond) : respond(201, { id: 'o-78', status: 'open' });
      }
      if (!/^\/orders\/o-7/.test(pathname)) return refuse(404);
      if (request.method === 'DELETE') return respond(204);
      return wrong.item ? wrong.item(respond) : respond(200, { id: 'o-77', status: 'paid' });
    });
  });
  return { url, seen };
}

async function check(url: string, options: Partial<ProviderCheckOptions> = {}) {
  const report = await checkProvider(await documentOf(orders), { url, headers: {}, timeoutMs: 500, ...options });
  const short = report.operations.map(({ operation, result, reason, cases }) => {
    const problems = cases.flatMap((each) =>
      each.problems.map(({ code, message }) => `${each.what}: ${code}: ${message}`),
    );
    return [operation, result, ...(reason === undefined ? [] : [reason]), ...problems];
  });
  return { report, short };
}

describe('checkProvider', () => {
  it('passes a provider that keeps its document, and asks for items that lists have shown', async () => {
    const { url, seen } = await provider();
    const { short } = await check(url);
    expect(short).toEqual([
      ['GET /orders', 'passed'],
      ['POST /orders', 'not exercised', 'POST is not sent unless it is asked for'],
      ['GET /orders/{id}', 'passed'],
      ['DELETE /orders/{id}', 'not exercised', 'DELETE is not sent unless it is asked for'],
    ]);
    expect(seen).toContain('GET /orders/o-77');
    expect(seen.filter((line) => !line.startsWith('GET '))).toEqual([]);
  });

  it('sends what changes things when asked to, what removes last, refusals included', async () => {
    const { url, seen } = await provider();
    const { short, report } = await check(url, { methods: ['GET', 'POST', 'DELETE'], apiKey: 'k' });
    expect(short.map(([operation, result]) => [operation, result])).toEqual([
      ['GET /orders', 'passed'],
      ['POST /orders', 'passed'],
      ['GET /orders/{id}', 'passed'],
      ['DELETE /orders/{id}', 'passed'],
    ]);
    expect(seen.at(-1)).toMatch(/^DELETE/);
    const made = report.operations.find(({ operation }) => operation === 'POST /orders');
    expect(made?.cases.map(({ what, expects, status }) => [what, expects, status])).toEqual([
      ['generated values', 'accepted', 201],
      ['without credentials', 'refused', 401],
      ['without the required body', 'refused', 422],
      ['with a body of another media type', 'refused', 422],
      ['with a body that is no JSON', 'refused', 422],
      ['without status in the body', 'refused', 422],
      ['with a value of the wrong type in status of the body', 'refused', 422],
      ['with an unknown value in status of the body', 'refused', 422],
    ]);
  });

  it.each<[string, Wrong, string]>([
    [
      'a property that is missing',
      { item: (respond) => respond(200, { id: 'o-77' }) },
      "body.invalid: the body must have required property 'status'",
    ],
    [
      'a value that the document does not list',
      { item: (respond) => respond(200, { id: 'o-77', status: 'lost' }) },
      'body.invalid: status must be equal to one of the allowed values (["open","paid"])',
    ],
    [
      'a status that is not described',
      { item: (respond) => respond(202, {}) },
      'status.undocumented: answered 202, the document describes 200, 4XX',
    ],
    [
      'an error of the server',
      { item: (respond) => respond(500, { title: 'x' }) },
      'status.server-error: answered 500',
    ],
    [
      'another media type',
      { item: (respond) => respond(200, '<a/>', 'text/html') },
      'content-type.undocumented: the body is text/html, the document has application/json',
    ],
    ['what is no JSON', { item: (respond) => respond(200, '{"id":') }, 'body.unreadable: the body is no JSON'],
    ['no body', { item: (respond) => respond(200) }, 'body.invalid: the body is empty, the document describes one'],
    ['a list of something else', { list: (respond) => respond(200, [7]) }, 'body.invalid: 0 must be object'],
    [
      'a request taken that the document forbids',
      { strict: (respond) => respond(200, []) },
      'status.accepted-invalid: answered 200 to a request that the document forbids',
    ],
    [
      'a refusal in another shape',
      { strict: (respond) => respond(400, { error: 1 }) },
      "body.invalid: the body must have required property 'title'",
    ],
  ])('fails a provider for %s', async (_, wrong, expected) => {
    const { url } = await provider(wrong);
    const { short, report } = await check(url);
    expect(report.counts.failed).toBeGreaterThan(0);
    expect(short.flat().some((line) => line.endsWith(expected))).toBe(true);
  });

  it.each([
    ['<order id="1"><state>open</state></order>', 'passed', undefined],
    ['<order id="x"/>', 'failed', 'id must be integer'],
    ['<orders/>', 'failed', 'the body: its root is <orders>, the document says <order>'],
    ['<order>', 'failed', 'the body: it is no XML'],
    ['<!DOCTYPE order><order id="1"/>', 'passed', 'the body is not held against the document: it has a DOCTYPE'],
  ])('reads answers of XML: %s', async (body, result, said) => {
    const properties = { id: { type: 'integer', xml: { attribute: true } }, state: { type: 'string' } };
    const schema = { type: 'object', xml: { name: 'order' }, required: ['id'], properties };
    const responses = { 200: { description: 'ok', content: { 'application/xml': { schema } } } };
    const info = { title: 'Orders', version: '1' };
    const document = await documentOf({ openapi: '3.0.3', info, paths: { '/order': { get: { responses } } } });
    const url = await serve((_, response) => response.setHeader('content-type', 'application/xml').end(body));
    const { operations } = await checkProvider(document, { url, headers: {}, timeoutMs: 500 });
    expect(operations.map((each) => each.result)).toEqual([result]);
    const messages = operations.flatMap(({ cases }) =>
      cases.flatMap(({ problems }) => problems.map((one) => one.message)),
    );
    expect(messages.slice(0, 1)).toEqual(said === undefined ? [] : [expect.stringContaining(said)]);
  });

  it('fails one that lets strangers in', async () => {
    const { url } = await provider({ open: () => {} });
    const { short } = await check(url, { methods: ['POST'], apiKey: 'k' });
    expect(short[1]).toEqual([
      'POST /orders',
      'failed',
      'without credentials: status.accepted-invalid: answered 201 to a request that the document forbids',
    ]);
  });

  it('says why operations were not exercised: credentials, ids, values', async () => {
    const refusing = (status: number) =>
      serve((_, response) => {
        response.writeHead(status, { 'content-type': 'application/json' }).end('{"title":"no"}');
      });
    const reasons = await Promise.all(
      [401, 404, 409, 422].map(async (status) => (await check(await refusing(status))).short[2]),
    );
    expect(reasons.map((line) => line?.slice(1))).toEqual([
      ['not exercised', '401: credentials are missing or do not suffice'],
      ['not exercised', '404: there is nothing under the id that was tried'],
      ['not exercised', '409: the state of the provider does not allow it'],
      ['not exercised', '422: made-up values were refused; examples in the document would help'],
    ]);
  });

  it('is bounded where a provider hangs, dribbles, resets or talks nonsense, and reports it per operation', async () => {
    const hanging = await serve(() => {});
    const dribbling = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const timer = setInterval(() => response.write(' '), 50);
      response.on('close', () => clearInterval(timer));
    });
    const resetting = await serve((request) => request.socket.destroy());
    const garbage = createTcpServer((socket) => socket.on('error', () => {}).end('this is no HTTP\r\n\r\n'));
    servers.push(garbage);
    const urls = [hanging, dribbling, resetting, await listening(garbage)];
    const found = await Promise.all(urls.map(async (url) => (await check(url, { timeoutMs: 300 })).report));
    expect(found.map(({ operations }) => operations[0]?.cases.map(({ problems }) => problems[0]?.message))).toEqual([
      ['no answer within 300 ms'],
      ['no answer within 300 ms'],
      ['the connection was closed before the answer was complete'],
      [expect.stringMatching(/^the answer is no HTTP/)],
    ]);
    expect(found.map(({ counts, requests }) => [counts.failed, requests])).toEqual([
      [2, 2],
      [2, 2],
      [2, 2],
      [2, 2],
    ]);
  });

  it('sends no more than it may, and the same for the same seed', async () => {
    const { url, seen } = await provider();
    const { report, short } = await check(url, { maxRequests: 1 });
    expect([seen.length, report.requests]).toEqual([1, 1]);
    expect(short[2]).toEqual(['GET /orders/{id}', 'not exercised', 'the requests that are allowed were used up']);
    const empty = await provider({ list: (respond) => respond(200, []) });
    const targets = async (seed: string) =>
      (await check(empty.url, { seed })).report.operations.flatMap(({ cases }) => cases.map(({ target }) => target));
    expect(await targets('a')).toEqual(await targets('a'));
    expect(await targets('a')).not.toEqual(await targets('b'));
  });

  it('passes the double, which keeps the document, with a base path', async () => {
    const document = await documentOf({ ...orders, servers: [{ url: 'https://api.example.com/v3' }] });
    const double = await startServer({ documents: [document], port: 0 });
    try {
      const report = await checkProvider(document, {
        url: double.url,
        headers: {},
        methods: ['GET', 'POST', 'DELETE'],
        apiKey: 'k',
      });
      expect(report.url).toBe(`${double.url}/v3`);
      expect(report.operations.map(({ operation, result }) => `${operation} ${result}`)).toEqual([
        'GET /orders passed',
        'POST /orders passed',
        'GET /orders/{id} passed',
        'DELETE /orders/{id} passed',
      ]);
    } finally {
      await double.close();
    }
  });

  it.each([
    ['nowhere', 'PROVIDER_URL'],
    ['ftp://127.0.0.1', 'PROVIDER_URL'],
    ['http://127.0.0.1:1', 'PROVIDER_UNREACHABLE'],
  ])('refuses %s', async (url, code) => {
    await expect(check(url)).rejects.toMatchObject({ code, exitCode: 2 });
  });
});
