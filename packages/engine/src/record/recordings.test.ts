import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningServer, startServer } from '../server.ts';
import { documentOf, engineOf, send } from '../testing/engine-of.ts';

const DOCUMENT = `
openapi: 3.1.0
info: { title: orders, version: 1.0.0 }
paths:
  /orders/{id}:
    get:
      operationId: getOrder
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: ok, content: { application/json: { example: { id: a, token: s3cret } } } } }
`;

let server: RunningServer;
beforeAll(async () => {
  server = await startServer({ documents: [await documentOf(DOCUMENT)], port: 0, sandboxes: ['acme', 'other'] });
});
afterAll(() => server.close());

const call = async (method: string, path: string, body?: object) => {
  const sent = body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  const answer = await fetch(server.url + path, { method, ...sent });
  return { status: answer.status, json: JSON.parse(await answer.text()) };
};

describe('recordings', () => {
  it('are off until a sandbox asks, and hold its exchanges alone, without secrets', async () => {
    expect(await call('GET', '/~acme/_stunt/recording')).toMatchObject({
      status: 409,
      json: { code: 'RECORDING_OFF' },
    });
    await call('GET', '/~acme/orders/before');
    await call('PUT', '/~acme/_stunt/recording');
    await call('GET', '/~acme/orders/1?access_token=s3cret');
    await call('GET', '/~other/orders/2');
    await call('GET', '/~acme/_stunt/health');
    const { json } = await call('GET', '/~acme/_stunt/recording');
    expect(json).toMatchObject({ sandbox: 'acme', dropped: 0 });
    expect(json.exchanges).toMatchObject([
      { operation: 'getOrder', request: { target: '/~acme/orders/1?access_token=[redacted]' }, faulted: false },
    ]);
    expect(JSON.stringify(json)).not.toContain('s3cret');
  });

  it('go on over the same call again and over a reset, begin anew where asked, and end', async () => {
    await call('PUT', '/~acme/_stunt/recording', { fresh: true });
    await call('GET', '/~acme/orders/1');
    await call('POST', '/~acme/_stunt/reset');
    expect((await call('PUT', '/~acme/_stunt/recording')).json).toMatchObject({ recording: true, exchanges: 1 });
    expect((await call('PUT', '/~acme/_stunt/recording', { fresh: true })).json).toMatchObject({ exchanges: 0 });
    expect((await call('DELETE', '/~acme/_stunt/recording')).json).toMatchObject({ recording: false });
    expect((await call('GET', '/~acme/_stunt/recording')).status).toBe(409);
    expect(await call('PUT', '/~acme/_stunt/recording', { fresh: 'yes' })).toMatchObject({ status: 400 });
    expect(await call('PUT', '/~acme/_stunt/recording', { other: 1 })).toMatchObject({ status: 400 });
  });

  it('go on until the last of those who hold them ends, whatever the setting', async () => {
    const [one, other] = ['holder-one', 'holder-other'];
    for (const holder of [one, other]) await call('PUT', '/~other/_stunt/recording', { holder });
    await call('GET', '/~other/orders/1');
    await call('DELETE', `/~other/_stunt/recording?holder=${one}`);
    expect((await call('GET', '/~other/_stunt/recording')).json.exchanges).toHaveLength(1);
    expect((await call('DELETE', `/~other/_stunt/recording?holder=${other}`)).json).toMatchObject({ recording: false });
    expect(await call('PUT', '/~other/_stunt/recording', { holder: 'a b' })).toMatchObject({ status: 400 });
    await call('PUT', '/~other/_stunt/recording', { holder: one });
    expect((await call('DELETE', '/~other/_stunt/recording')).json).toMatchObject({ recording: false });
  });

  it('are a setting of the sandbox, and say what a fault made and what was refused', async () => {
    const engine = await engineOf(DOCUMENT, { sandboxes: [{ name: 'acme', record: true }], auth: 'off' });
    engine.faults.put('acme', { kind: 'status', options: { code: 503 }, when: { times: 1 } });
    await send(engine, 'GET /~acme/orders/1');
    await send(engine, 'GET /~acme/orders/1', { accept: 'image/png' });
    await send(engine, 'GET /~acme/orders/1');
    expect(engine.recordings.read('acme')?.exchanges).toMatchObject([
      { faulted: true, answer: { status: 503 } },
      { faulted: false, refusal: 'NOT_ACCEPTABLE' },
      { faulted: false, refusal: undefined, answer: { status: 200 } },
    ]);
    engine.registry.put({ name: 'acme', record: false });
    expect(engine.recordings.read('acme')).toBeUndefined();
  });
});
