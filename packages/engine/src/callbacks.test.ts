import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { engineOf, send } from './testing/engine-of.ts';

const STREAMS = `
openapi: 3.0.3
info: { title: streams, version: 1.0.0 }
paths:
  /streams/{id}:
    post:
      operationId: subscribe
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      requestBody: { required: true, content: { application/json: { schema: { type: object, properties: { to: { type: string } } } } } }
      responses:
        '201':
          description: made
          content: { application/json: { schema: { type: object, required: [id, email], properties: { id: { type: string }, email: { type: string, format: email } } } } }
      callbacks:
        onEvent:
          '{$request.body#/to}':
            post: { requestBody: { content: { application/json: { example: { kind: made } } } }, responses: { '204': { description: ok } } }
`;

let calls = 0;
const target = createServer((_, response) => {
  calls++;
  response.writeHead(204).end();
});
let to = '';
beforeAll(async () => {
  await once(target.listen(0, '127.0.0.1'), 'listening');
  to = `http://127.0.0.1:${(target.address() as AddressInfo).port}/events`;
});
afterAll(() => {
  target.close();
});

const subscribe = { 'content-type': 'application/json' };

describe('an operation with callbacks', () => {
  it('answers like any other, and calls back', async () => {
    const engine = await engineOf(STREAMS);
    const called = once(target, 'request');
    const seen = await send(engine, 'POST /streams/s1', subscribe, JSON.stringify({ to }));
    expect(seen).toMatchObject({
      status: 201,
      headers: { 'stunt-source': 'generated' },
      json: { id: 's1', email: expect.stringMatching(/@/) },
    });
    expect((await called)[0].url).toBe('/events');
  });

  it.each([
    'http://169.254.169.254/',
    'http://10.0.0.1/',
    'http://0xa9fea9fe/',
    'http://[::ffff:10.0.0.1]/',
    'nowhere',
  ])('answers, and does not call %s, which nobody allowed', async (url) => {
    const lines: string[] = [];
    const engine = await engineOf(STREAMS, { onLog: (line) => lines.push(line) });
    expect((await send(engine, 'POST /streams/s1', subscribe, JSON.stringify({ to: url }))).status).toBe(201);
    expect(lines).toEqual(['subscribe: callback onEvent was not sent: webhooks.allow does not list its target']);
  });

  it('is answered by Prism where its style is asked for', async () => {
    const engine = await engineOf(STREAMS, { errorStyle: 'prism' });
    expect(await send(engine, 'POST /streams/s1', subscribe, JSON.stringify({ to }))).toMatchObject({
      headers: { 'stunt-source': 'prism' },
      json: { id: 'string' },
    });
  });

  it('forces a status that the document does not list, and calls nobody then', async () => {
    const lines: string[] = [];
    const engine = await engineOf(STREAMS, { onLog: (line) => lines.push(line) });
    const before = calls;
    expect((await send(engine, 'POST /streams/s1?__code=503', subscribe, JSON.stringify({ to }))).status).toBe(503);
    expect([lines, calls]).toEqual([[], before]);
  });
});
