import { afterAll, describe, expect, it } from '@jest/globals';
import { documentOf, engineOf, send } from '../testing/engine-of.ts';
import { type FixtureFolder, fixtureFolder } from './fixture-folder.ts';
import { loadDocument } from './load-document.ts';

const yaml = `openapi: 3.2.0
$self: https://api.example.com/openapi.yaml
info: { title: New, version: 1 }
paths:
  /things:
    additionalOperations:
      COPY:
        operationId: copyThings
        requestBody: { content: { application/json: { schema: { type: object, required: [to] } } } }
        responses: { 201: { description: copied } }
  /found:
    get:
      parameters:
        - name: filter
          in: querystring
          required: true
          content:
            application/x-www-form-urlencoded:
              schema: { type: object, required: [limit], properties: { limit: { type: integer } } }
      responses: { 204: { description: ok } }
  /pets:
    post:
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
      responses: { 204: { description: ok } }
  /cat:
    get:
      responses:
        200:
          description: by the document's own address
          content: { application/json: { schema: { $ref: 'https://api.example.com/openapi.yaml#/components/schemas/Cat' } } }
  /xml:
    get:
      responses:
        200:
          description: ok
          content:
            application/xml:
              schema:
                type: object
                xml: { name: cat, nodeType: element }
                properties:
                  id: { type: integer, example: 7, xml: { nodeType: attribute } }
                  note: { type: string, example: hi, xml: { nodeType: text } }
components:
  schemas:
    Cat: { type: object, required: [lives], properties: { kind: { type: string }, lives: { type: integer, const: 9 } } }
    Dog: { type: object, required: [tricks], properties: { kind: { type: string }, tricks: { type: integer } } }
    Pet:
      oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }]
      discriminator: { propertyName: kind, mapping: { cat: '#/components/schemas/Cat' }, defaultMapping: Dog }
`;

const folders: FixtureFolder[] = [];
afterAll(() => {
  for (const folder of folders) folder.remove();
});

describe('what OpenAPI 3.2 has new words for', () => {
  const engine = engineOf(yaml);
  const statusOf = async (line: string, body: object) =>
    (await send(await engine, line, { 'content-type': 'application/json' }, JSON.stringify(body))).status;
  const pet = (body: object) => statusOf('POST /pets', body);

  it('answers additional methods, their bodies checked', async () => {
    expect(await statusOf('COPY /things', { to: 'there' })).toBe(201);
    expect(await statusOf('COPY /things', {})).toBe(422);
    expect((await send(await engine, 'MOVE /things')).headers).toMatchObject({ allow: 'COPY, OPTIONS' });
  });

  it('reads a query string that is a form', async () => {
    expect((await send(await engine, 'GET /found?limit=3')).status).toBe(204);
    expect((await send(await engine, 'GET /found?limit=x')).status).toBe(422);
    expect((await send(await engine, 'GET /found')).status).toBe(422);
  });

  it('judges what names no alternative, or an unknown one, by the default', async () => {
    expect(await pet({ kind: 'cat', lives: 9 })).toBe(204);
    expect(await pet({ kind: 'cat', tricks: 1 })).toBe(422);
    expect(await pet({ tricks: 1 })).toBe(204);
    expect(await pet({ lives: 9 })).toBe(422);
    expect(await pet({ kind: 'hound', tricks: 1 })).toBe(204);
  });

  it('takes references by $self for its own', async () => {
    expect((await send(await engine, 'GET /cat')).json).toMatchObject({ lives: 9 });
  });

  it('writes attributes, and names the kinds of XML nodes that it does not', async () => {
    expect((await send(await engine, 'GET /xml')).text).toBe('<cat id="7"><note>hi</note></cat>');
    const { findings } = await documentOf(yaml);
    expect(findings.map(({ code, pointer }) => `${code} ${pointer?.slice(-29)}`)).toEqual([
      'SPEC_NOT_SERVED /properties/note/xml/nodeType',
    ]);
  });

  it('asks for a scheme that is named by URI, in the document and in another file', async () => {
    const folder = fixtureFolder({
      'api.yaml': `openapi: 3.2.0
info: { title: Secured, version: 1 }
paths:
  /own: { get: { security: [{ '#/components/securitySchemes/key': [] }], responses: { 200: { description: ok } } } }
  /other: { get: { security: [{ './schemes.yaml#/shared/key': [] }], responses: { 200: { description: ok } } } }
  /none: { get: { security: [{ './schemes.yaml#/shared/gone': [] }], responses: { 200: { description: ok } } } }
components: { securitySchemes: { key: { type: apiKey, in: header, name: X-Own } } }
`,
      'schemes.yaml': 'shared: { key: { type: apiKey, in: query, name: other } }',
    });
    folders.push(folder);
    const document = await loadDocument('api.yaml', { cwd: folder.path });
    const named = document.operations.map((operation) =>
      operation.model().security?.map((all) => all.map(({ key }) => key)),
    );
    expect(named).toEqual([[['key']], [['key_2']], [[]]]);
    expect(document.securitySchemes).toEqual([
      { name: 'key', kind: 'apiKey in header X-Own' },
      { name: 'key_2', kind: 'apiKey in query other' },
    ]);
    expect(document.findings.map(({ code }) => code)).toEqual(['SPEC_REF_UNRESOLVED', 'SPEC_SECURITY_UNDEFINED']);
  });
});
