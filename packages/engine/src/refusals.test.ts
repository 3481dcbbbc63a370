import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Engine } from './engine.ts';
import { engineOf, send } from './testing/engine-of.ts';

const documentWith = (responses: string) => `
openapi: 3.1.0
info: { title: refusals, version: 1.0.0 }
security: [{ bearer: [] }]
paths:
  /things:
    get:
      operationId: listThings
      parameters: [{ name: limit, in: query, required: true, schema: { type: integer } }]
      responses:
        '200': { description: all }${responses}
components:
  securitySchemes: { bearer: { type: http, scheme: bearer } }
  schemas:
    Problem: { type: object, required: [title, code], properties: { type: { type: string }, title: { type: string }, code: { type: string } } }
    Kinds: { type: object, required: [code], properties: { code: { enum: [E_LIMIT, E_OTHER] }, detail: { type: string } } }
`;
const WITH_EXAMPLES = `
        '401':
          description: no
          content:
            application/problem+json:
              schema: { $ref: '#/components/schemas/Problem' }
              examples:
                tokenExpired: { value: { type: 'https://a.example/expired', title: Old, code: token_expired } }
                credentialMissing:
                  value: { type: 'https://a.example/unauthorized', title: None, code: credential_missing, instance: /2 }`;
const under422 = (schema: string) => `
        '422':
          description: bad
          content: { application/problem+json: { schema: { $ref: '#/components/schemas/${schema}' } } }`;

describe('the document’s own refusal', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await engineOf(documentWith(WITH_EXAMPLES + under422('Kinds')));
  });

  it('keeps the type and code of the example that fits best, in our words', async () => {
    const seen = await send(engine, 'GET /things?limit=1');
    expect(seen).toMatchObject({
      status: 401,
      headers: { 'stunt-source': 'example' },
      json: {
        type: 'https://a.example/unauthorized',
        code: 'credential_missing',
        title: 'Credentials are missing or malformed',
        detail: expect.stringContaining('Authorization: Bearer'),
        missing: ['Authorization: Bearer <token>'],
        instance: '/2',
      },
    });
    expect(seen.headers['stunt-violations']).toContain('UNAUTHORIZED');
  });

  it('keeps a code that the schema fixes, and adds our findings', async () => {
    const seen = await send(engine, 'GET /things?limit=x', { authorization: 'Bearer t' });
    expect(seen).toMatchObject({
      status: 422,
      headers: { 'stunt-source': 'generated' },
      json: { code: expect.stringMatching(/^E_/), errors: [{ in: 'query', pointer: '/limit' }] },
    });
  });

  it('says that the body is ours where it is', async () => {
    const plain = await engineOf(documentWith(under422('Problem')));
    expect(await send(plain, 'GET /things', { authorization: 'Bearer t' })).toMatchObject({
      headers: { 'stunt-source': 'problem' },
      json: { code: 'REQUEST_INVALID' },
    });
  });
});

describe('a body of the wrong media type', () => {
  const document = (contents: string) => `
openapi: 3.1.0
info: { title: bodies, version: 1.0.0 }
paths:
  /files: { post: { requestBody: { content: ${contents} }, responses: { '200': { description: ok } } } }
  /nothing: { post: { responses: { '200': { description: ok } } } }
`;
  const multipart = document('{ multipart/form-data: { schema: { type: object } } }');
  const type = (value: string) => ({ 'content-type': value });

  it.each(['stunt', 'prism'] as const)('says that the boundary is missing, in style %s', async (errorStyle) => {
    const engine = await engineOf(multipart, { errorStyle });
    const seen = await send(engine, 'POST /files', type('multipart/form-data'), 'x');
    expect(seen.status).toBe(415);
    expect(seen.text).toMatch(/boundary.* (is missing|not defined)/i);
    expect(Object.values(seen.headers).join('')).toMatch(/^[\x20-\x7e]*$/);
  });

  it('names the multipart type as allowed', async () => {
    const seen = await send(await engineOf(multipart), 'POST /files', type('multipart/form-data'), 'x');
    expect(seen).toMatchObject({
      headers: { accept: 'multipart/form-data' },
      json: { allowed: ['multipart/form-data'] },
    });
  });

  it('puts nothing into a header field that no field may hold', async () => {
    const engine = await engineOf(document('{ "application/x\u2026": {} }'));
    const seen = await send(engine, 'POST /files', type('text/plain'), 'x');
    expect(seen).toMatchObject({ status: 415, headers: { accept: 'application/x?' } });
  });

  it('names no type where no body is taken', async () => {
    const seen = await send(await engineOf(multipart), 'POST /nothing', type('text/plain'), 'x');
    expect(seen.status).toBe(415);
    expect(seen.headers).not.toHaveProperty('accept');
  });

  it('refuses a coding that is still on it, saying which there may be', async () => {
    const engine = await engineOf(document('{ application/json: {} }'));
    const json = type('application/json');
    const seen = await send(engine, 'POST /files', { ...json, 'content-encoding': 'gzip' }, '{}');
    expect(seen).toMatchObject({ status: 415, headers: { 'accept-encoding': 'gzip, deflate, br, identity' } });
    expect(seen.text).toContain('Content-Encoding was \\"gzip\\"');
    expect((await send(engine, 'POST /files', { ...json, 'content-encoding': 'identity' }, '{}')).status).toBe(200);
  });
});

describe('what a document writes into header fields', () => {
  it('leaves out a field whose name is none, and mends a media type', async () => {
    const engine = await engineOf(`
openapi: 3.1.0
info: { title: fields, version: 1.0.0 }
paths:
  /x:
    get:
      responses:
        '200':
          description: ok
          headers: { 'No Name': { schema: { type: string }, example: a }, Fine: { schema: { type: string }, example: b } }
          content: { "application/x\u2026+json": { example: 1 } }
`);
    const seen = await send(engine, 'GET /x');
    expect(seen.headers).toMatchObject({ fine: 'b', 'content-type': 'application/x?+json' });
    expect(seen.headers).not.toHaveProperty('no name');
  });
});
