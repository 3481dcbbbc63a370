import { describe, expect, it } from '@jest/globals';
import { engineOf, send } from '../testing/engine-of.ts';

const DOCUMENT = `
openapi: 3.1.0
info: { title: sessions, version: 1.0.0 }
paths:
  /sessions/{id}:
    post:
      operationId: logIn
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      requestBody: { content: { application/json: { schema: {} }, application/x-www-form-urlencoded: { schema: {} }, text/plain: { schema: {} } } }
      responses: { '200': { description: ok, headers: { Set-Cookie: { schema: { type: string }, example: sid=s3cret } }, content: { application/json: { example: { accessToken: s3cret, name: Ada } } } } }
components: { securitySchemes: { own: { type: apiKey, in: header, name: X-Partner } } }
`;
const JSON_TYPE = { 'content-type': 'application/json' };

describe('capture', () => {
  it('is off unless it is asked for', async () => {
    expect((await engineOf(DOCUMENT)).capture).toBeUndefined();
  });

  it('keeps header fields and bodies without their secrets', async () => {
    const engine = await engineOf(DOCUMENT, { capture: true });
    const headers = {
      ...JSON_TYPE,
      authorization: 'Bearer s3cret',
      cookie: 'sid=s3cret',
      'x-partner': 's3cret',
      'x-note': 'hi',
    };
    const body = {
      name: 'Ada',
      password: 's3cret',
      deep: [{ Client_Secret: { a: 's3cret' } }, { name: 'token', value: 's3cret' }],
    };
    await send(engine, 'POST /sessions/1?api_key=s3cret&q=1', headers, JSON.stringify(body));
    const [captured] = engine.capture?.entries() ?? [];
    expect(JSON.stringify(captured)).not.toContain('s3cret');
    expect(captured).toMatchObject({
      operation: 'logIn',
      request: {
        method: 'POST',
        target: '/sessions/1?api_key=[redacted]&q=1',
        headers: expect.arrayContaining(['authorization', '[redacted]', 'x-note', 'hi']),
      },
      answer: { status: 200, body: '{"accessToken":"[redacted]","name":"Ada"}' },
    });
    expect(JSON.parse(captured?.request.body ?? '')).toEqual({
      name: 'Ada',
      password: '[redacted]',
      deep: [{ Client_Secret: '[redacted]' }, { name: 'token', value: '[redacted]' }],
    });
  });

  it('reads forms, and leaves out what it cannot read by names', async () => {
    const engine = await engineOf(DOCUMENT, { capture: true });
    await send(
      engine,
      'POST /sessions/1',
      { 'content-type': 'application/x-www-form-urlencoded' },
      'user=ada&pass%77ord=s3cret',
    );
    await send(engine, 'POST /sessions/1', { 'content-type': 'text/plain' }, 'password s3cret');
    await send(engine, 'POST /sessions/1', JSON_TYPE, '{"password":"s3cret"');
    expect(engine.capture?.entries().map(({ request }) => request.body)).toEqual([
      'user=ada&pass%77ord=[redacted]',
      '[15 bytes]',
      '[20 bytes]',
    ]);
  });

  it('keeps so many of each sandbox, and so many bytes, and forgets a sandbox', async () => {
    const engine = await engineOf(DOCUMENT, { capture: { exchanges: 3 }, sandboxes: ['acme'] });
    for (const id of [1, 2, 3, 4, 5, 6]) await send(engine, `POST /${id === 2 ? '~acme/' : ''}sessions/${id}`);
    expect(engine.capture?.entries().map(({ request }) => request.target)).toEqual([
      '/~acme/sessions/2',
      '/sessions/4',
      '/sessions/5',
      '/sessions/6',
    ]);
    engine.registry.reset('acme');
    expect(engine.capture?.entries()).toHaveLength(3);
    expect(engine.capture?.entries('acme')).toEqual([]);
    const small = await engineOf(DOCUMENT, { capture: { bytes: 2000 } });
    for (let n = 0; n < 20; n++)
      await send(small, 'POST /sessions/1', JSON_TYPE, JSON.stringify({ n: 'x'.repeat(500) }));
    expect(small.capture?.entries()).toHaveLength(1);
  });
});
