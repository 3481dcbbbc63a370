import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { HttpRequest } from '../exchange.ts';
import type { Operation } from '../operation.ts';
import { type PrismSettings, runThroughPrism } from './run-through-prism.ts';

const root = {
  openapi: '3.0.3',
  info: { title: 'Subscriptions', version: '1' },
  components: {
    schemas: {
      Subscription: { type: 'object', required: ['callbackUrl'], properties: { callbackUrl: { type: 'string' } } },
      Event: {
        type: 'object',
        properties: { kind: { type: 'string', enum: ['created'] } },
        required: ['kind'],
        additionalProperties: false,
      },
    },
  },
  paths: {
    '/streams/{id}': {
      post: {
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Subscription' } } },
        },
        responses: {
          201: {
            description: 'ok',
            content: { 'application/json': { schema: { type: 'object' }, example: { id: 7 } } },
          },
        },
        callbacks: {
          onEvent: {
            '{$request.body#/callbackUrl}': {
              post: {
                requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Event' } } } },
                responses: { 204: { description: 'taken' } },
              },
            },
          },
        },
      },
    },
  },
};

const operation: Operation = {
  id: 'subscribe',
  method: 'POST',
  template: '/streams/{id}',
  pointer: '/paths/~1streams~1{id}/post',
  tags: [],
  summary: undefined,
  deprecated: false,
  model: () => {
    throw new Error('not asked for');
  },
};

const settingsWith = (log: string[]): PrismSettings => ({
  dynamic: false,
  ignoreExamples: false,
  auth: 'presence',
  seed: 'a',
  onLog: (line) => log.push(line),
});

const post = (body: unknown): HttpRequest => ({
  method: 'POST',
  target: '/v1/streams/1?x=1',
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});

const run = (request: HttpRequest, { id = '1', log = [] as string[] } = {}) =>
  runThroughPrism({ root, format: 'openapi-3.0' }, operation, request, { id }, {}, settingsWith(log));

describe('runThroughPrism', () => {
  const servers: ReturnType<typeof createServer>[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  it('answers as prism-http does and sends the callback to its target', async () => {
    const server = createServer();
    servers.push(server.listen(0, '127.0.0.1'));
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const received = once(server, 'request');
    const outcome = await run(post({ callbackUrl: `http://127.0.0.1:${port}/events` }));
    expect(outcome).toMatchObject({ kind: 'answered', answer: { status: 201, source: 'prism' } });
    expect(outcome.kind === 'answered' && String(outcome.answer.body)).toBe('{"id":7}');
    const [request, response] = await received;
    let sent = '';
    for await (const chunk of request) sent += chunk;
    response.writeHead(204, { 'Content-Type': 'broken' }).end();
    expect([request.method, request.url, JSON.parse(sent)]).toEqual(['POST', '/events', { kind: 'created' }]);
  });

  it('answers although the target of the callback is down, and logs that', async () => {
    const log: string[] = [];
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    server.close();
    await once(server, 'close');
    const failed = new Promise<string>((resolve) => {
      log.push = (line) => {
        resolve(line);
        return 1;
      };
    });
    expect(await run(post({ callbackUrl: `http://127.0.0.1:${port}/` }), { log })).toMatchObject({ kind: 'answered' });
    expect(await failed).toMatch(/^subscribe: onEvent: Request failed: .*ECONNREFUSED/);
  });

  it('refuses with the place and the words of each violation', async () => {
    expect(await run(post({}), { id: 'abc' })).toEqual({
      kind: 'refused',
      refusal: {
        code: 'REQUEST_INVALID',
        violations: [
          { in: 'body', path: [], code: 'required', message: "must have required property 'callbackUrl'" },
          { in: 'path', path: ['id'], code: 'type', message: 'must be integer' },
        ],
      },
    });
  });

  it('refuses a body that is no JSON without a stack trace', async () => {
    expect(await run(post('{'))).toMatchObject({
      kind: 'refused',
      refusal: { code: 'REQUEST_INVALID', violations: [{ in: 'body', code: 'parse' }] },
    });
  });

  it('does not carry the Accept of one request over to the next', async () => {
    const body = { callbackUrl: 'http://127.0.0.1:1/' };
    const picky = { ...post(body), headers: { 'content-type': 'application/json', accept: 'text/csv' } };
    expect(await run(picky)).toMatchObject({
      kind: 'refused',
      refusal: { code: 'NOT_ACCEPTABLE', accept: 'text/csv' },
    });
    expect(await run(post(body))).toMatchObject({ kind: 'answered' });
  });
});
