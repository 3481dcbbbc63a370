import { describe, expect, it } from '@jest/globals';
import { checkDocument } from './check-document.ts';
import { createEngine } from './engine.ts';
import { documentOf, send } from './testing/engine-of.ts';

const document = documentOf(`
openapi: 3.1.0
info: { title: broken, version: 1.0.0 }
paths:
  /a:
    parameters: [{ name: p, in: query, schema: { type: string, pattern: '[' } }]
    post:
      operationId: a
      requestBody: { content: { application/json: { schema: { type: object, properties: { x: { pattern: '(' } } } } } }
      responses: { '200': { description: x } }
  /b:
    get:
      operationId: b
      responses: { '200': { description: x, content: { application/json: { schema: { type: object, required: [n], properties: { n: { $ref: '#/components/schemas/Never' } } } } } } }
  /c:
    get:
      operationId: c
      security: [{ token: 7 }]
      responses: { '200': { description: x } }
  /d:
    get:
      operationId: d
      responses: { '200': { description: x, content: { application/json: { schema: { type: integer, minimum: 5, maximum: 1 } } } } }
  /e:
    get:
      operationId: e
      security: [{ key: [] }]
      responses: { '200': { description: x } }
components:
  schemas: { Never: { type: object, required: [m], properties: { m: { type: integer, minimum: 5, maximum: 1 } } } }
  securitySchemes:
    token: { type: oauth2, flows: { clientCredentials: { tokenUrl: x, scopes: { s: x } } } }
    key: { type: apiKey, in: nowhere, name: 7 }
`);

describe('check', () => {
  it('places what is broken in the document', async () => {
    const { findings } = await checkDocument(await document);
    const places = findings.map(({ code, pointer }) => `${code} ${pointer}`);
    expect(places.sort()).toEqual([
      'SPEC_MALFORMED /components/securitySchemes/key/in',
      'SPEC_MALFORMED /components/securitySchemes/key/name',
      'SPEC_MALFORMED /paths/~1c/get/security/0/token',
      'SPEC_OPERATION_BROKEN /paths/~1c/get',
      'SPEC_SCHEMA_BROKEN /paths/~1a/parameters/0/schema/pattern',
      'SPEC_SCHEMA_BROKEN /paths/~1a/post/requestBody/content/application~1json/schema/properties/x/pattern',
      'SPEC_SCHEMA_UNSATISFIABLE /components/schemas/Never/properties/m/minimum',
      'SPEC_SCHEMA_UNSATISFIABLE /paths/~1d/get/responses/200/content/application~1json/schema/minimum',
    ]);
  });
});

describe('serving what is broken', () => {
  it('says once of each schema that it is not validated', async () => {
    const lines: string[] = [];
    const engine = createEngine({ documents: [await document], onLog: (line) => lines.push(line) });
    for (let i = 0; i < 2; i++) await send(engine, 'POST /a?p=x', { 'content-type': 'application/json' }, '{"x":"y"}');
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line).toMatch(/SPEC_SCHEMA_BROKEN .*not validated$/);
  });

  it('blames the document for an operation that cannot be read', async () => {
    const engine = createEngine({ documents: [await document] });
    expect(await send(engine, 'GET /c')).toMatchObject({ status: 500, json: { code: 'OPERATION_BROKEN' } });
    expect((await send(engine, 'GET /e')).status).toBe(200);
  });

  it('names the place of an unsatisfiable schema in the document', async () => {
    const engine = createEngine({ documents: [await document] });
    expect((await send(engine, 'GET /b')).json).toMatchObject({
      pointer: '#/components/schemas/Never/properties/m/minimum',
    });
    expect((await send(engine, 'GET /d')).json).toMatchObject({
      pointer: '#/paths/~1d/get/responses/200/content/application~1json/schema/minimum',
    });
  });
});
