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
