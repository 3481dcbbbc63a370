import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Engine } from '../../engine.ts';
import { engineOf, send } from '../../testing/engine-of.ts';

const document = `
openapi: 3.1.0
info: { title: Orders, version: 1.0.0 }
paths:
  /orders:
    get: { operationId: list, security: [{ token: [] }, { key: [] }], responses: { '200': { description: all } } }
  /own:
    get:
      security: [{ token: [] }]
      responses:
        '200': { description: all }
        '401': { description: no, content: { application/json: { example: { error: unauthorised } } } }
  /open: { get: { responses: { '200': { description: all } } } }
components:
  securitySchemes: { token: { type: http, scheme: bearer }, key: { type: apiKey, in: header, name: X-Key } }
`;

describe.each([
  ['token-expired', 'the token expired'],
  ['token-revoked', 'the token was revoked'],
])('%s', (kind, description) => {
  let engine: Engine;
  beforeEach(async () => {
    engine = await engineOf(document, { sandboxes: ['acme'] });
    engine.faults.put('acme', { kind });
  });
  const apiKey = () => engine.registry.get('acme')?.credentials.apiKey ?? '';
  const bearer = () => ({ authorization: `Bearer ${apiKey()}` });
  const fired = () => engine.journal.entries().at(-1)?.faults;

  it('refuses a token that was good, as a bad one is refused', async () => {
    const seen = await send(engine, 'GET /~acme/orders', bearer());
    expect([seen.status, seen.headers['www-authenticate'], seen.headers['stunt-source']]).toEqual([
      401,
      `Bearer realm="sandbox", error="invalid_token", error_description="${description}"`,
      'fault',
    ]);
    expect(fired()).toEqual([expect.stringMatching(`${kind} fired$`)]);
    engine.faults.clear('acme');
    expect((await send(engine, 'GET /~acme/orders', bearer())).status).toBe(200);
  });

  it('does so in the words of the document where it has some', async () => {
    const seen = await send(engine, 'GET /~acme/own', bearer());
    expect(seen).toMatchObject({ status: 401, json: { error: 'unauthorised' } });
    expect(seen.headers['www-authenticate']).toContain(description);
  });

  it('lets those alone who came without a token, and what is open', async () => {
    expect((await send(engine, 'GET /~acme/orders', { 'x-key': apiKey() })).status).toBe(200);
    expect(fired()).toEqual([expect.stringContaining('not fired: the request was let in without a token')]);
    expect((await send(engine, 'GET /~acme/open', bearer())).status).toBe(200);
  });

  it('does not fire where the token was bad anyway', async () => {
    const seen = await send(engine, 'GET /~acme/orders', { authorization: 'Bearer x' });
    expect([seen.status, seen.headers['stunt-source']]).toEqual([401, 'problem']);
    expect(fired()).toEqual([expect.stringContaining('not fired: the request was not let in')]);
  });
});
