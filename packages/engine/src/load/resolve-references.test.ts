import { afterAll, describe, expect, it } from '@jest/globals';
import type { ApiDocument } from '../operation.ts';
import { type FixtureFolder, fixtureFolder } from './fixture-folder.ts';
import { tokensOf, valueAt } from './json-pointer.ts';
import { loadDocument } from './load-document.ts';
import { locate } from './locate.ts';

const folders: FixtureFolder[] = [];
afterAll(() => {
  for (const folder of folders) folder.remove();
});

/** Loads the first of these files. */
async function load(files: Record<string, unknown>): Promise<ApiDocument> {
  const folder = fixtureFolder(files);
  folders.push(folder);
  return loadDocument(Object.keys(files)[0] ?? '', { cwd: folder.path });
}

/** Every `$ref` of a tree that leads nowhere. */
function dangling(root: unknown, value: unknown = root): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = '$ref' in value && typeof value.$ref === 'string' ? [value.$ref] : [];
  const lost = own.filter((ref) => !ref.startsWith('#') || valueAt(root, tokensOf(ref.slice(1))) === undefined);
  return [...lost, ...Object.values(value).flatMap((child) => dangling(root, child))];
}

const oneOperation = (schema: unknown) => ({
  get: { responses: { 200: { description: 'ok', content: { 'application/json': { schema } } } } },
});

describe('references', () => {
  it('lead across files, from wherever they are written, and back into the root', async () => {
    const document = await load({
      'api/openapi.yaml': `openapi: 3.0.0
paths:
  /pets: { $ref: paths/pets.yaml }
  /owners: { $ref: 'paths/more.yaml#/owners' }
components:
  schemas:
    Pet: { $ref: '../schemas/Pet.json' }
    Owner: { type: object, properties: { pets: { type: array, items: { $ref: '#/components/schemas/Pet' } } } }
`,
      'api/paths/pets.yaml': `
parameters: [{ $ref: 'more.yaml#/parameters/Limit' }]
get:
  operationId: listPets
  responses: { '200': { $ref: 'more.yaml#/Pets' } }
`,
      'api/paths/more.yaml': `
parameters: { Limit: { name: limit, in: query, schema: { $ref: '#/Count' } } }
Count: { type: integer }
Pets: { description: pets, content: { application/json: { schema: { type: array, items: { $ref: '../../schemas/Pet.json' } } } } }
owners: { get: { operationId: listOwners, responses: { '200': { description: ok, content: { application/xml: { schema: { $ref: ../openapi.yaml#/components/schemas/Owner } } } } } } }
`,
      'schemas/Pet.json': {
        type: 'object',
        properties: {
          owner: { $ref: '../api/openapi.yaml#/components/schemas/Owner' },
          mother: { $ref: '#' },
          tag: { $ref: 'a%20b.json#/$defs/my tag' },
        },
        discriminator: { propertyName: 'kind', mapping: { cat: '#/properties/mother', dog: 'Dog' } },
      },
      'schemas/a b.json': { $defs: { 'my tag': { type: 'string' } } },
    });
    expect(document.findings).toEqual([]);
    expect(dangling(document.root)).toEqual([]);
    expect(document.operations.map(({ id }) => id)).toEqual(['listPets', 'listOwners']);
    expect(document.mediaTypes).toEqual(['application/json', 'application/xml']);
    expect(document.files.map((file) => file.split('/').pop())).toEqual([
      'openapi.yaml',
      'pets.yaml',
      'more.yaml',
      'Pet.json',
      'a b.json',
    ]);
    const [pets, owners] = document.operations.map((operation) => operation.model());
    expect(pets?.request?.query).toMatchObject([{ name: 'limit', schema: { type: 'integer' } }]);
    expect(pets?.responses[0]?.contents?.[0]?.schema).toMatchObject({
      type: 'array',
      items: { $ref: '#/x-stunt-files/Pet.json' },
    });
    expect(owners?.responses[0]?.contents?.[0]?.schema).toMatchObject({
      properties: { pets: { items: { $ref: '#/components/schemas/Pet' } } },
    });
    expect(valueAt(document.root, ['x-stunt-files', 'Pet.json', 'discriminator', 'mapping'])).toEqual({
      cat: '#/x-stunt-files/Pet.json/properties/mother',
      dog: 'Dog',
    });
  });

  it('lead across the files of an OpenAPI 2 document', async () => {
    const document = await load({
      'swagger.json': {
        swagger: '2.0',
        paths: {
          '/a': {
            get: {
              parameters: [{ $ref: 'parameters.json#/limit' }],
              responses: {
                200: { description: 'ok', schema: { $ref: 'A.json' } },
                default: { $ref: 'parameters.json#/failed' },
              },
            },
          },
        },
      },
      'parameters.json': {
        limit: { name: 'limit', in: 'query', type: 'integer' },
        failed: { description: 'failed', schema: { $ref: '#/definitions/E' } },
        definitions: { E: { type: 'object' } },
      },
      'A.json': { type: 'object', properties: { child: { $ref: 'A.json' } } },
    });
    const model = document.operations[0]?.model();
    expect(dangling(document.root)).toEqual([]);
    expect(model?.request?.query?.[0]?.name).toBe('limit');
    expect(model?.responses.map(({ code }) => code)).toEqual(['200', 'default']);
  });

  it('that lead nowhere are reported where they stand, once each, and taken out', async () => {
    const document = await load({
      'a.yaml': `openapi: 3.0.0
paths:
  /a:
    get:
      parameters:
        - $ref: '#/components/parameters/No'
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema: { $ref: '#/components/schemas/A' }
              examples: { gone: { $ref: '#/components/examples/Gone' }, kept: { value: { $ref: '#/data', and: more } } }
        '404': { $ref: '#/components/responses/No' }
  /b:
    $ref: other.yaml
components:
  schemas:
    A: { properties: { x: { $ref: '#/components/schemas/No' }, y: { $ref: '#/components/schemas/No' } } }
    Loop: { $ref: '#/components/schemas/Pool' }
    Pool: { $ref: '#/components/schemas/Loop' }
`,
    });
    expect(
      document.findings.map(
        ({ severity, line, pointer, message }) =>
          `${severity} ${line} ${pointer} ${message.replace(/\/\S+\/(?=other)/, '')}`,
      ),
    ).toEqual([
      'error 6 /paths/~1a/get/parameters/0/$ref $ref "#/components/parameters/No" leads nowhere: there is no /components/parameters/No',
      'warning 13 /paths/~1a/get/responses/200/content/application~1json/examples/gone/$ref $ref "#/components/examples/Gone" leads nowhere: there is no /components/examples/Gone',
      'error 14 /paths/~1a/get/responses/404/$ref $ref "#/components/responses/No" leads nowhere: there is no /components/responses/No',
      'error 16 /paths/~1b/$ref $ref "other.yaml" leads nowhere: other.yaml does not exist',
      'error 19 /components/schemas/A/properties/x/$ref $ref "#/components/schemas/No" leads nowhere: there is no /components/schemas/No, here and in 1 more place',
      'error 20 /components/schemas/Loop/$ref $ref "#/components/schemas/Pool" leads nowhere: it leads in a circle',
    ]);
    const model = document.operations[0]?.model();
    expect(
      model?.responses.map(({ code, contents }) => [code, contents?.[0]?.examples?.map(({ key }) => key)]),
    ).toEqual([
      ['200', ['kept']],
      ['404', undefined],
    ]);
    expect(model?.responses[0]?.contents?.[0]?.examples?.[0]).toMatchObject({ value: { $ref: '#/data', and: 'more' } });
    expect(document.operations).toHaveLength(1);
  });

  it('report what is wrong with the file that they name, in that file', async () => {
    const document = await load({
      'a.json': {
        openapi: '3.0.0',
        paths: { '/a': oneOperation({ $ref: 'broken.yaml' }), '/b': oneOperation({ $ref: 'b.yaml#/B' }) },
      },
      'broken.yaml': 'type: object\n  x: 1',
      'b.yaml': 'B:\n  properties:\n    c: { $ref: "#/C" }\n',
    });
    expect(document.findings.map(({ file, line, message }) => [file, line, message])).toEqual([
      ['a.json', expect.any(Number), expect.stringContaining('leads nowhere: broken.yaml:2:')],
      ['b.yaml', 3, '$ref "#/C" leads nowhere: there is no /C'],
    ]);
    expect(document.operations.map((operation) => operation.model().path)).toEqual(['/a', '/b']);
  });

  it('in examples, defaults, enums and extensions are data', async () => {
    const data = { $ref: '#/nowhere', more: 1 };
    const document = await load({
      'a.json': {
        openapi: '3.1.0',
        paths: {
          '/a': oneOperation({
            type: 'object',
            example: data,
            examples: [data],
            default: { $ref: '#/nowhere' },
            enum: [data],
            const: data,
            'x-note': { $ref: 'x' },
            properties: { example: { type: 'string' }, $ref: { type: 'string' } },
          }),
        },
      },
    });
    expect(document.findings).toEqual([]);
  });

  it('that stand for a whole example are replaced by a copy of it', async () => {
    const document = await load({
      'a.yaml': `openapi: 3.0.0
paths:
  /a:
    get:
      responses:
        200:
          description: ok
          content:
            application/json: { example: { $ref: examples/a.json } }
            text/json: { examples: { a: { value: { $ref: 'examples/a.json#/list' } }, b: { value: { $ref: gone.json } } } }
`,
      'examples/a.json': { list: [1, 2] },
    });
    const contents = document.operations[0]?.model().responses[0]?.contents;
    expect(
      contents?.map(({ examples }) => examples?.map((example) => ('value' in example ? example.value : undefined))),
    ).toEqual([[{ list: [1, 2] }], [[1, 2], { $ref: 'gone.json' }]]);
    expect(document.findings).toMatchObject([{ severity: 'warning', code: 'SPEC_REF_UNRESOLVED', line: 10 }]);
  });

  it('may use anchors, ids and names with spaces', async () => {
    const document = await load({
      'a.json': {
        openapi: '3.1.0',
        paths: { '/a': oneOperation({ $ref: '#/components/schemas/My Pet' }) },
        components: {
          schemas: {
            'My Pet': {
              type: 'object',
              properties: {
                a: { $ref: '#tag' },
                b: { $ref: 'https://example.com/size#/$defs/unit' },
                c: { $ref: 'https://example.com/size' },
              },
            },
            Tag: { $anchor: 'tag', type: 'string' },
            Size: {
              $id: 'https://example.com/size',
              properties: { own: { $ref: '#/$defs/unit' }, top: { $ref: '#/components/schemas/Tag' } },
              $defs: { unit: { type: 'number' } },
            },
          },
        },
      },
    });
    expect(document.findings).toEqual([]);
    expect(document.files).toHaveLength(1);
    expect(dangling(document.root)).toEqual([]);
    expect(valueAt(document.root, ['components', 'schemas', 'Size', 'properties'])).toEqual({
      own: { $ref: '#/components/schemas/Size/$defs/unit' },
      top: { $ref: '#/components/schemas/Tag' },
    });
    expect(document.operations[0]?.model().responses[0]?.contents?.[0]?.schema).toMatchObject({ type: 'object' });
  });

  it('are followed for security schemes, which http-spec does not do', async () => {
    const document = await load({
      'a.json': {
        openapi: '3.0.0',
        security: [{ key: [] }],
        paths: { '/a': oneOperation(true) },
        components: { securitySchemes: { key: { $ref: 'key.json' } } },
      },
      'key.json': { type: 'http', scheme: 'Bearer' },
    });
    expect(document.securitySchemes).toEqual([{ name: 'key', kind: 'http bearer' }]);
    expect(document.operations[0]?.model().security?.[0]).toMatchObject([
      { key: 'key', type: 'http', scheme: 'bearer' },
    ]);
  });

  it('to an example that lies around them are copied once, not for ever', async () => {
    const document = await load({
      'a.json': {
        openapi: '3.0.0',
        paths: {},
        components: { schemas: { Pet: { type: 'object', example: { $ref: '#/components/schemas/Pet' } } } },
      },
    });
    expect(valueAt(document.root, ['components', 'schemas', 'Pet', 'example', 'type'])).toBe('object');
    expect(() => JSON.stringify(document.root)).not.toThrow();
  });

  it('below YAML aliases that multiply without end are looked at once', async () => {
    const levels = Array.from(
      { length: 40 },
      (_, n) => `    L${n + 1}: &l${n + 1} { a: *l${n}, b: *l${n}, c: *l${n} }\n`,
    );
    const start = 'openapi: 3.0.0\npaths: {}\ncomponents:\n  schemas:\n    L0: &l0 { $ref: "#/nope" }\n';
    const document = await load({ 'a.yaml': start + levels.join('') });
    expect(document.findings.map(({ code }) => code)).toEqual(['SPEC_REF_UNRESOLVED', 'SPEC_NO_OPERATIONS']);
  });

  it('of YAML aliases that go in circles do no harm', async () => {
    const document = await load({
      'a.yaml':
        'openapi: 3.0.0\npaths: {}\ncomponents:\n  schemas: &all\n    A: &a { properties: { a: *a } }\n    B: { x: *all }\n',
    });
    expect(document.findings.map(({ code }) => code)).toEqual(['SPEC_NO_OPERATIONS']);
  });
});

describe('locate', () => {
  it('finds parts of the root and of other files, through $refs as far as the text goes', async () => {
    const document = await load({
      'a.yaml': 'openapi: 3.0.0\npaths:\n  /a:\n    $ref: "more/a.json#/a"\n  /b:\n    get: { responses: {} }\n',
      'more/a.json': { a: { get: { responses: {} } } },
    });
    expect(locate(document, '/paths/~1b/get')).toEqual({ file: 'a.yaml', line: 6, column: 5 });
    expect(locate(document, '#/paths/~1a')).toEqual({ file: 'a.yaml', line: 3, column: 3 });
    expect(locate(document, '#/paths/~1a/get/responses')).toMatchObject({ file: 'more/a.json', line: 4 });
    expect(locate(document, '/x-stunt-files/a.json/a/get')).toEqual({ file: 'more/a.json', line: 3, column: 5 });
    expect(locate({ ...document }, '/paths')).toBeUndefined();
  });
});
