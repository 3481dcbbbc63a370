import { describe, expect, it } from '@jest/globals';
import { checkDocument } from '../check-document.ts';
import { documentOf, engineOf, send } from '../testing/engine-of.ts';
import { fixtureFolder } from './fixture-folder.ts';
import { loadDocument } from './load-document.ts';
import { locate } from './locate.ts';

const siblings = 'required: [zz], properties: { zz: { type: boolean } }';
const document = (version: string): string => `openapi: ${version}
info: { title: t, version: '1' }
components:
  schemas:
    D: { type: object, required: [id], properties: { id: { type: integer } } }
    E: { type: string, enum: [long, ab] }
    R: { $ref: '#/components/schemas/D', ${siblings}, example: { id: 7, zz: true } }
    P: { type: object, properties: { d: { $ref: '#/components/schemas/D', ${siblings} } } }
    Mute: { $ref: '#/components/schemas/D', description: nothing new }
paths:
  /inline:
    get:
      parameters: [{ name: q, in: query, schema: { $ref: '#/components/schemas/E', maxLength: 2 } }]
      responses:
        '200':
          description: ok
          headers: { X-E: { required: true, schema: { $ref: '#/components/schemas/E', maxLength: 2 } } }
          content: { application/json: { schema: { $ref: '#/components/schemas/D', ${siblings} } } }
    post:
      requestBody:
        content: { application/json: { schema: { $ref: '#/components/schemas/D', ${siblings} } } }
      responses: { '204': { description: ok } }
  /component: { get: { responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/R' } } } } } } }
  /nested: { get: { responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/P/properties/d' } } } } } } }
  /mute: { get: { responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Mute' } } } } } } }
`;

const both = { id: expect.any(Number), zz: expect.any(Boolean) };

describe('siblings of the $ref of a whole schema', () => {
  it('hold in bodies, parameters and headers of OpenAPI 3.1', async () => {
    const engine = await engineOf(document('3.1.0'));
    const answer = await send(engine, 'GET /inline?q=ab');
    expect(answer.json).toEqual(both);
    expect(answer.headers['x-e']).toBe('ab');
    expect((await send(engine, 'GET /inline?q=long')).status).toBe(422);
    const json = { 'content-type': 'application/json' };
    expect((await send(engine, 'POST /inline', json, '{"id":1}')).status).toBe(422);
    expect((await send(engine, 'POST /inline', json, '{"id":1,"zz":true}')).status).toBe(204);
  });

  it('hold behind further references, with their examples', async () => {
    const engine = await engineOf(document('3.1.0'));
    expect((await send(engine, 'GET /component')).json).toEqual({ id: 7, zz: true });
    expect((await send(engine, 'GET /nested')).json).toEqual(both);
  });

  it('mean nothing in OpenAPI 3.0', async () => {
    const engine = await engineOf(document('3.0.3'));
    expect((await send(engine, 'GET /inline?q=long')).json).toEqual({ id: expect.any(Number) });
  });

  it('leave alone what only describes, and keep every pointer', async () => {
    const folder = fixtureFolder({ 'a.yaml': document('3.1.0') });
    const loaded = await loadDocument('a.yaml', { cwd: folder.path });
    expect(loaded.root).toHaveProperty('paths./mute.get.responses.200.content.application/json.schema', {
      $ref: '#/components/schemas/Mute',
    });
    const zz = '/paths/~1inline/get/responses/200/content/application~1json/schema/properties/zz';
    expect(locate(loaded, zz)).toMatchObject({ line: 18 });
    expect(locate(loaded, '/components/schemas/R/properties/zz')).toMatchObject({ line: 7 });
    folder.remove();
  });
});

describe('schema: false', () => {
  it('is satisfied by no body', async () => {
    const text = `openapi: 3.1.0
info: { title: t, version: '1' }
components: { schemas: { No: false } }
paths:
  /no: { get: { responses: { '200': { description: ok, content: { application/json: { schema: false } } } } } }
  /ref: { get: { responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/No' } } } } } } }
`;
    const { findings } = await checkDocument(await documentOf(text));
    const code = 'SPEC_SCHEMA_UNSATISFIABLE';
    expect(findings).toEqual([expect.objectContaining({ code }), expect.objectContaining({ code })]);
    const engine = await engineOf(text);
    for (const path of ['/no', '/ref']) {
      const answer = await send(engine, `GET ${path}`);
      expect(answer.status).toBe(500);
      expect(answer.json).toMatchObject({ code: 'RESPONSE_UNSATISFIABLE' });
    }
  });
});

describe('a schema that inherits a discriminator', () => {
  const heir = (name: string, base: string) =>
    `${name}: { allOf: [{ $ref: '#/SCHEMAS/${base}' }, { type: object, properties: { lives: { type: integer } } }] }`;
  const schemas = (discriminator: string) => `{
    Pet: { type: object, required: [kind], properties: { kind: { type: string } }, discriminator: ${discriminator} },
    ${heir('Cat', 'Pet')}, ${heir('Siamese', 'Cat')}, ${heir('Loop', 'Loop')} }`;
  const paths = (content: (name: string) => string) =>
    ['Pet', 'Cat', 'Siamese', 'Loop'].map(
      (name) => `  /${name}: { get: { responses: { '200': { description: x, ${content(name)} } } } }`,
    );
  const oas3 = (version: string, discriminator: string) => `openapi: ${version}
info: { title: t, version: '1' }
components: { schemas: ${schemas(discriminator).replaceAll('SCHEMAS', 'components/schemas')} }
paths:
${paths((name) => `content: { application/json: { schema: { $ref: '#/components/schemas/${name}', maxProperties: 0 } } }`).join('\n')}`;
  const oas2 = `swagger: '2.0'
info: { title: t, version: '1' }
definitions: ${schemas('kind').replaceAll('SCHEMAS', 'definitions')}
paths:
${paths((name) => `schema: { $ref: '#/definitions/${name}' }`).join('\n')}`;

  it.each([
    ['2.0', oas2, ['Pet', 'Cat', 'Siamese']],
    ['3.0', oas3('3.0.3', '{ propertyName: kind }'), ['Pet', 'Cat', 'Siamese']],
    [
      '3.0 with a mapping',
      oas3('3.0.3', "{ propertyName: kind, mapping: { kitty: '#/components/schemas/Cat' } }"),
      ['Pet', 'kitty', 'kitty'],
    ],
    ['3.1', oas3('3.1.0', '{ propertyName: kind }').replaceAll(', maxProperties: 0', ''), ['Pet', 'Cat', 'Siamese']],
  ])('is answered with its own name in OpenAPI %s', async (_, yaml, names) => {
    const engine = await engineOf(yaml);
    const kinds = ['Pet', 'Cat', 'Siamese'].map(async (name) => (await send(engine, `GET /${name}`)).json);
    expect(await Promise.all(kinds)).toEqual(names.map((kind) => expect.objectContaining({ kind })));
  });
});
