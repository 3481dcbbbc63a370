import { afterAll, describe, expect, it } from '@jest/globals';
import type { ApiDocument } from '../operation.ts';
import { type FixtureFolder, fixtureFolder } from './fixture-folder.ts';
import { loadDocument } from './load-document.ts';

const folders: FixtureFolder[] = [];
afterAll(() => {
  for (const folder of folders) folder.remove();
});

/** Loads `openapi.yaml` (or the first file) of a folder with these files. */
async function load(files: Record<string, unknown>, options: { name?: string } = {}): Promise<ApiDocument> {
  const folder = fixtureFolder(files);
  folders.push(folder);
  return loadDocument(Object.keys(files)[0] ?? '', { cwd: folder.path, ...options });
}

const ok = { 200: { description: 'ok' } };

describe('loadDocument', () => {
  it('lists the operations of an OpenAPI 3.0 document in YAML', async () => {
    const document = await load({
      'orders.yaml': `
openapi: 3.0.3
info: { title: Orders, version: 2024-01-02 }
servers:
  - url: https://{host}.example.com/{version}/
    variables: { host: { default: api }, version: { default: v2 } }
  - url: /sandbox
paths:
  /orders/{id}:
    parameters: [{ $ref: '#/components/parameters/Id' }]
    get:
      operationId: getOrder
      summary: One order
      tags: [orders]
      deprecated: true
      responses:
        '200':
          description: ok
          content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } }
    delete: { responses: { '204': { description: gone } } }
components:
  parameters: { Id: { name: id, in: path, required: true, schema: { type: string } } }
  schemas: { Order: { type: object, properties: { parent: { $ref: '#/components/schemas/Order' } } } }
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Api-Key }
    login: { type: oauth2, flows: { clientCredentials: { tokenUrl: /token, scopes: {} } } }
`,
    });
    const [get, remove] = document.operations;
    expect(document).toMatchObject({
      name: 'orders.yaml',
      title: 'Orders',
      version: '2024-01-02',
      format: 'openapi-3.0',
      dialect: 'oas3.0',
      basePaths: ['/v2', '/sandbox'],
      mediaTypes: ['application/json'],
      findings: [],
      securitySchemes: [
        { name: 'key', kind: 'apiKey in header X-Api-Key' },
        { name: 'login', kind: 'oauth2 (clientCredentials)' },
      ],
    });
    expect(get).toMatchObject({
      id: 'getOrder',
      method: 'GET',
      template: '/orders/{id}',
      tags: ['orders'],
      summary: 'One order',
    });
    expect(get).toMatchObject({ deprecated: true, pointer: '/paths/~1orders~1{id}/get' });
    expect(remove?.id).toBe('DELETE /orders/{id}');
  });

  it('gives the model of http-spec, path-level parameters included, and makes it once', async () => {
    const document = await load({
      'a.json': {
        openapi: '3.1.0',
        paths: {
          '/a/{id}': { $ref: '#/components/pathItems/A' },
        },
        components: {
          pathItems: {
            A: { parameters: [{ $ref: '#/components/parameters/Id' }], get: { operationId: 'a', responses: ok } },
          },
          parameters: { Id: { name: 'id', in: 'path', required: true, schema: { type: 'string' } } },
        },
      },
    });
    const model = document.operations[0]?.model();
    expect(model?.request?.path?.map(({ name }) => name)).toEqual(['id']);
    expect(document.operations[0]?.model()).toBe(model);
    expect(document.findings).toEqual([]);
  });

  it('keeps operations that stand beside the $ref of a path item', async () => {
    const document = await load({
      'a.json': {
        openapi: '3.1.0',
        paths: { '/a': { $ref: '#/components/pathItems/A', post: { operationId: 'mine', responses: ok } } },
        components: { pathItems: { A: { get: { operationId: 'theirs', responses: ok } } } },
      },
    });
    expect(document.operations.map(({ id }) => id).sort()).toEqual(['mine', 'theirs']);
    expect(document.operations.map((operation) => operation.model().path)).toEqual(['/a', '/a']);
  });

  it('never changes the root when models are made', async () => {
    const document = await load({
      'a.json': {
        openapi: '3.0.0',
        paths: {
          '/a': {
            get: {
              responses: { 200: { $ref: '#/components/responses/Nope' }, 201: { $ref: '#/components/responses/A' } },
            },
          },
        },
        components: {
          responses: { A: { description: 'ok', headers: { X: { schema: { type: 'string', nullable: true } } } } },
        },
      },
    });
    const before = structuredClone(document.root);
    document.operations[0]?.model();
    expect(document.root).toEqual(before);
  });

  it('reads OpenAPI 2: base path, consumes and produces, shared parameters', async () => {
    const document = await load({
      'swagger.yaml': `
swagger: 2.0
info: { title: Old, version: 1 }
basePath: /v1/
consumes: [application/json]
securityDefinitions: { basic: { type: basic } }
parameters: { Limit: { name: limit, in: query, type: integer } }
paths:
  /pets:
    get:
      produces: [application/xml]
      parameters: [{ $ref: '#/parameters/Limit' }]
      responses: { 200: { description: ok, schema: { $ref: '#/definitions/Pet' }, examples: { application/json: { $ref: data } } } }
definitions: { Pet: { type: object } }
`,
    });
    expect(document).toMatchObject({
      format: 'openapi-2.0',
      dialect: 'oas2',
      basePaths: ['/v1'],
      version: '1',
      findings: [],
    });
    expect(document.mediaTypes).toEqual(['application/json', 'application/xml']);
    expect(document.securitySchemes).toEqual([{ name: 'basic', kind: 'http basic' }]);
    expect(document.operations[0]?.model().request?.query?.[0]?.name).toBe('limit');
  });

  it('loads a document that has webhooks only', async () => {
    const document = await load({
      'hooks.json': {
        openapi: '3.1.0',
        webhooks: { 'pet.new': { post: { responses: ok } } },
        'x-webhooks': { old: { put: { responses: ok } } },
      },
    });
    expect(document.operations).toEqual([]);
    expect(document.webhooks).toEqual([
      { name: 'pet.new', method: 'POST', pointer: '/webhooks/pet.new/post' },
      { name: 'old', method: 'PUT', pointer: '/x-webhooks/old/put' },
    ]);
  });

  it('gives the second of two equal operationIds a name of its own', async () => {
    const document = await load({
      'a.yaml': `openapi: 3.0.0
paths:
  /a: { get: { operationId: same, responses: {} } }
  /b:
    get:
      operationId: same
      responses: {}
`,
    });
    expect(document.operations.map(({ id }) => id)).toEqual(['same', 'GET /b']);
    expect(document.findings).toEqual([
      {
        severity: 'warning',
        code: 'SPEC_OPERATION_ID_DUPLICATE',
        message: 'operationId "same" names GET /a already; this one goes by "GET /b"',
        pointer: '/paths/~1b/get/operationId',
        file: 'a.yaml',
        line: 6,
        column: 7,
      },
    ]);
  });

  it('warns of path parameters that path and declaration do not share, and of undefined security', async () => {
    const document = await load({
      'a.json': {
        openapi: '3.0.0',
        paths: {
          '/a/{id}': {
            get: { security: [{ nope: [] }], parameters: [{ name: 'key', in: 'path', required: true }], responses: ok },
          },
        },
      },
    });
    expect(document.findings.map(({ code, message }) => [code, message])).toEqual([
      ['SPEC_PATH_PARAMETER_MISMATCH', '{id} in GET /a/{id} is not declared: any value is taken'],
      ['SPEC_PATH_PARAMETER_MISMATCH', 'GET /a/{id} declares the path parameter "key", but its path does not have it'],
      ['SPEC_SECURITY_UNDEFINED', 'GET /a/{id} asks for "nope", which is no security scheme of the document'],
    ]);
  });

  it('survives operations of any shape, and names the one whose model cannot be made', async () => {
    const document = await load({
      'a.json': {
        openapi: '3.0.0',
        security: [{ key: [] }],
        paths: {
          '/null': null,
          '/list': [],
          '/text': { get: 'x' },
          '/holes': {
            get: {
              parameters: [null, 3, { in: 'path' }],
              responses: null,
              tags: 'no',
              security: [null, { key: null }],
            },
          },
          '/broken': { get: { responses: ok, security: [{ key: 7 }] } },
          '/fine': { get: { responses: ok } },
        },
        components: {
          securitySchemes: {
            key: { type: 'oauth2', flows: { implicit: { authorizationUrl: 'x', scopes: { a: '' } } } },
          },
        },
      },
    });
    const outcomes = document.operations.map((operation) => {
      try {
        return operation.model().path;
      } catch (error) {
        return String(error);
      }
    });
    expect(outcomes).toEqual(['/holes', expect.stringMatching(/^StuntError: GET \/broken cannot be read: /), '/fine']);
  });

  it('takes the name from its options', async () => {
    expect((await load({ 'a.json': { openapi: '3.0.0', paths: {} } }, { name: 'orders' })).name).toBe('orders');
  });
});

describe('loadDocument, OpenAPI 3.2', () => {
  const document = load({
    'new.yaml': `openapi: 3.2.0
info: { title: New, version: 1 }
paths:
  /search:
    query:
      operationId: search
      responses: { 200: { $ref: '#/components/responses/Found' } }
    additionalOperations:
      COPY: { responses: { 200: { description: copied } } }
      BREW: { responses: { 200: { description: brewed } } }
  /stream:
    get:
      parameters: [{ name: all, in: querystring, content: { application/json: { schema: { type: object } } } }]
      responses:
        200:
          description: lines
          content: { application/jsonl: { itemSchema: { type: object } } }
components:
  mediaTypes: { Result: { schema: { type: string }, examples: { one: { dataValue: found } } } }
  responses: { Found: { description: ok, content: { application/json: { $ref: '#/components/mediaTypes/Result' } } } }
`,
  });

  it('serves QUERY and names what is not served yet, with its place', async () => {
    const { operations, findings } = await document;
    expect(operations.map(({ method, template }) => `${method} ${template}`)).toEqual([
      'QUERY /search',
      'COPY /search',
      'BREW /search',
      'GET /stream',
    ]);
    expect(findings.map(({ code, line, message }) => `${code} ${line} ${message}`)).toEqual([
      expect.stringMatching(/^SPEC_NOT_SERVED 10 the method "BREW" cannot be received; those that can are .*COPY/),
      'SPEC_NOT_SERVED 13 in: querystring of another type than application/x-www-form-urlencoded of OpenAPI 3.2 is not served yet',
      'SPEC_NOT_SERVED 17 itemSchema (media types that are sequences) of OpenAPI 3.2 is not served yet',
    ]);
  });

  it('makes models of all of them, media types by reference and dataValue included', async () => {
    const [search, copy, , stream] = (await document).operations.map((operation) => operation.model());
    expect(search?.method).toBe('query');
    expect(copy).toMatchObject({ method: 'COPY', responses: [{ description: 'copied' }] });
    expect(search?.responses[0]?.contents?.[0]).toMatchObject({
      schema: { type: 'string' },
      examples: [{ key: 'one', value: 'found' }],
    });
    expect(stream?.responses[0]?.contents?.[0]?.mediaType).toBe('application/jsonl');
  });
});

describe('loadDocument, Postman', () => {
  const collection = {
    info: { name: 'Pets', schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json' },
    variable: [{ key: 'base', value: 'https://api.example.com' }],
    auth: { type: 'bearer', bearer: [{ key: 'token', value: 'x' }] },
    item: [
      {
        name: 'pets',
        item: [
          {
            name: 'One pet',
            request: {
              method: 'GET',
              url: {
                raw: '{{base}}/{{version}}/pets/:id?full=1',
                host: ['{{base}}'],
                path: ['{{version}}', 'pets', ':id'],
                query: [{ key: 'full', value: '1' }],
              },
            },
            response: [
              { name: 'ok', code: 200, header: [{ key: 'Content-Type', value: 'application/json' }], body: '{"id":1}' },
            ],
          },
        ],
      },
      {
        name: 'Add',
        request: {
          method: 'POST',
          url: 'https://api.example.com/pets',
          body: { mode: 'raw', raw: '{"a":1}' },
          header: [{ key: 'Content-Type', value: 'application/json' }],
        },
      },
    ],
  };

  it('lists the requests of a collection as operations', async () => {
    const document = await load({ 'pets.postman_collection.json': collection });
    expect(document).toMatchObject({
      format: 'postman-2',
      title: 'Pets',
      mediaTypes: ['application/json'],
      findings: [],
    });
    expect(document.operations.map(({ id, pointer, tags, summary }) => [id, pointer, tags, summary])).toEqual([
      ['GET /{version}/pets/{id}', '/item/0/item/0', ['pets'], 'One pet'],
      ['POST /pets', '/item/1', [], 'Add'],
    ]);
    expect(document.securitySchemes).toEqual([{ name: 'http-0', kind: 'http bearer' }]);
  });

  it('has models with the examples of saved responses', async () => {
    const document = await load({ 'wrapped.json': { collection } });
    const model = document.operations[0]?.model();
    expect(model?.path).toBe('/{version}/pets/{id}');
    expect(model?.responses[0]).toMatchObject({
      code: '200',
      contents: [{ mediaType: 'application/json', examples: [{ value: { id: 1 } }] }],
    });
    expect(document.operations[0]?.model()).toBe(model);
  });
});
