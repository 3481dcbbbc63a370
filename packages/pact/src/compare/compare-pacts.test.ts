import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadDocument, StuntError } from '@stuntdouble/engine';
import { pactOf } from '../pact/read-pact.ts';
import { answering, compared, documentOf, pactWith, reads, saidOf } from '../testing/compare-bed.ts';
import { comparePacts } from './compare-pacts.ts';

const object = (properties: object, required: readonly string[] = Object.keys(properties)) => ({
  type: 'object',
  required,
  properties,
});

const request = (method: string, path: string, more: object = {}) => ({ method, path, ...more });

describe('comparePacts', () => {
  it('says which operations are near one that the document does not have', async () => {
    const document = answering({ type: 'object' });
    const [wrongPath, wrongMethod] = await compared(
      document,
      { ...Object(reads({})), request: request('GET', '/order/1') },
      { ...Object(reads({})), request: request('PUT', '/orders/1') },
    );
    expect(wrongPath).toMatchObject({ result: 'incompatible', operation: undefined });
    expect(wrongPath?.findings[0]?.message).toBe(
      'the document has no GET /order/1; nearest: GET /orders/{id} (did you mean /orders/{id})',
    );
    expect(wrongMethod?.findings[0]?.message).toContain('the path takes GET');
  });

  it('names file, line and pointer on both sides', async () => {
    const [found] = await compared(answering(object({ id: { type: 'string' } })), reads({ id: 1 }));
    expect(found?.findings).toEqual([
      {
        code: 'response.body.incompatible',
        severity: 'error',
        message: 'id: 1 must be string',
        pact: { file: 'shop.json', pointer: '/interactions/0/response/body/id' },
        document: {
          file: expect.stringMatching(/api\.json$/),
          pointer: expect.stringMatching(/^\/paths\/~1orders~1\{id\}\/get\/responses\/200\/.*\/id\/type$/),
        },
      },
    ]);
  });

  it('finds the alternative in which a provider may send a value, and what that leaves undeclared', async () => {
    const narrow = object({ country: { type: 'string', enum: ['BE'] } });
    const open = { type: 'object', properties: { name: { type: 'string' } } };
    const said = await saidOf(answering(object({ a: { anyOf: [narrow, open] } })), reads({ a: { country: 'DZ' } }));
    expect(said).toEqual(['error response.body.undeclared /response/body/a/country']);
  });

  it('names places behind nullable as the document has them', async () => {
    const schema = object({ a: { nullable: true, allOf: [object({ id: { type: 'string' } })] } });
    const [found] = await compared(answering(schema), reads({ a: { id: 1 } }));
    expect(found?.findings.find(({ severity }) => severity === 'error')?.document?.pointer).toMatch(
      /\/properties\/a\/allOf\/0\/properties\/id\/type$/,
    );
  });

  it('warns of no null that a rule of the pact takes', async () => {
    const rule = { combine: 'OR', matchers: [{ match: 'null' }, { match: 'type' }] };
    const document = answering(object({ a: { type: 'string', nullable: true } }));
    expect(await saidOf(document, reads({ a: 'x' }, { '$.body.a': { match: 'type' } }))).toHaveLength(1);
    expect(await saidOf(document, reads({ a: 'x' }, { body: { '$.a': rule } }))).toEqual([]);
  });

  it.each<[string, object, object, string[]]>([
    ['null where the document has none', { a: { type: 'string' } }, { a: null }, ['error response.body.incompatible']],
    [
      'a value that may be null',
      { a: { type: 'string', nullable: true } },
      { a: 'x' },
      ['warning response.body.nullable'],
    ],
    ['null where it may be', { a: { type: 'string', nullable: true } }, { a: null }, []],
    ['an object where a text is', { a: { type: 'string' } }, { a: {} }, ['error response.body.incompatible']],
    [
      'a list item of another type',
      { a: { type: 'array', items: { type: 'integer' } } },
      { a: [1, 'x'] },
      ['error response.body.incompatible'],
    ],
    ['fewer items than are sent', { a: { type: 'array', minItems: 3, items: {} } }, { a: [1] }, []],
    [
      'more items than are sent',
      { a: { type: 'array', maxItems: 1 } },
      { a: [1, 2] },
      ['error response.body.incompatible'],
    ],
    [
      'an entry of a map',
      { a: { type: 'object', additionalProperties: { type: 'integer' } } },
      { a: { x: 1 } },
      ['warning response.body.optional'],
    ],
    [
      'a wrong entry of a map',
      { a: { additionalProperties: { type: 'integer' } } },
      { a: { x: '1' } },
      ['error response.body.incompatible', 'warning response.body.optional'],
    ],
    ['anything in a free object', { a: { type: 'object' } }, { a: { x: 1 } }, []],
    ['a field that nobody declares', { a: { type: 'string' } }, { b: 1 }, ['error response.body.undeclared']],
    [
      'a text of another format',
      { a: { type: 'string', format: 'date-time' } },
      { a: 'soon' },
      ['error response.body.incompatible'],
    ],
  ])('judges %s', async (_, properties, body, expected) => {
    const said = await saidOf(answering(object(properties)), Object(reads(Object(body))));
    expect(said.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual(expected);
  });

  it.each<[string, object, unknown, object, string[]]>([
    ['integer on a text', { type: 'string' }, '1', { match: 'integer' }, ['error response.rule.incompatible']],
    ['integer on a number', { type: 'number' }, 1, { match: 'integer' }, ['warning response.rule.narrower']],
    ['decimal on a number', { type: 'number' }, 1.5, { match: 'decimal' }, []],
    ['null on what is never null', { type: 'string' }, 'x', { match: 'null' }, ['error response.rule.incompatible']],
    [
      'a regular expression that fits all listed values',
      { enum: ['open', 'paid'] },
      'open',
      { match: 'regex', regex: 'open|paid' },
      [],
    ],
    [
      'one that fits some',
      { enum: ['open', 'paid'] },
      'open',
      { match: 'regex', regex: 'open' },
      ['warning response.rule.narrower'],
    ],
    [
      'include that fits none',
      { enum: ['open', 'paid'] },
      'open',
      { match: 'include', value: 'x' },
      ['error response.rule.incompatible'],
    ],
    ['datetime on a number', { type: 'integer' }, 1, { match: 'timestamp' }, ['error response.rule.incompatible']],
    [
      'more items than there may be',
      { type: 'array', maxItems: 2 },
      [1],
      { match: 'type', min: 3 },
      ['error response.rule.incompatible'],
    ],
    ['one of several alternatives', { anyOf: [{ type: 'string' }, { type: 'integer' }] }, 1, { match: 'integer' }, []],
  ])('holds the rule against the schema: %s', async (_, schema, value, rule, expected) => {
    const said = await saidOf(
      answering(object({ a: schema })),
      Object(reads(Object({ a: value }), Object({ '$.body.a': rule }))),
    );
    expect(said.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual(expected);
  });

  const writing = {
    openapi: '3.1.0',
    info: { title: 'Orders', version: '1' },
    paths: {
      '/orders/{id}': {
        post: {
          parameters: [
            { name: 'id', in: 'path', required: true, schema: { type: 'integer' } },
            { name: 'tags', in: 'query', explode: false, schema: { type: 'array', items: { enum: ['a', 'b'] } } },
            { name: 'filter', in: 'query', style: 'deepObject', schema: object({ size: { type: 'integer' } }) },
            { name: 'X-Trace', in: 'header', required: true, schema: { type: 'string', pattern: '^t' } },
          ],
          requestBody: {
            required: true,
            content: {
              'application/json': { schema: object({ qty: { type: 'integer', minimum: 1 } }) },
              'application/x-www-form-urlencoded': { schema: object({ qty: { type: 'integer' } }) },
            },
          },
          responses: { 201: { description: 'made' }, '4XX': { description: 'refused' } },
        },
      },
    },
  };
  const post = (change: object, status = 201) => ({
    description: 'x',
    request: { method: 'POST', path: '/orders/1', headers: { 'X-Trace': 't1' }, body: { qty: 1 }, ...change },
    response: { status },
  });

  it.each<[string, object, string[]]>([
    ['a fitting request', {}, []],
    ['lists and objects in the query', { query: 'tags=a,b&filter[size]=3' }, []],
    ['a wrong item in the query', { query: 'tags=a,c' }, ['error request.query.incompatible']],
    ['a wrong member in the query', { query: 'filter[size]=x' }, ['error request.query.incompatible']],
    [
      'a form',
      { headers: { 'X-Trace': 't1', 'Content-Type': 'application/x-www-form-urlencoded' }, body: 'qty=2' },
      [],
    ],
    [
      'a wrong form',
      { headers: { 'X-Trace': 't1', 'Content-Type': 'application/x-www-form-urlencoded' }, body: 'qty=x' },
      ['error request.body.incompatible'],
    ],
    ['a path that does not fit its parameter', { path: '/orders/x' }, ['error request.path.incompatible']],
    ['a missing header field', { headers: {} }, ['error request.header.incompatible']],
    ['a body that lacks something', { body: {} }, ['error request.body.incompatible']],
    ['no body', { body: null }, ['error request.body.incompatible']],
    [
      'a media type that is not taken',
      { headers: { 'X-Trace': 't', 'Content-Type': 'text/csv' }, body: 'a' },
      ['error request.content-type.incompatible'],
    ],
    ['a parameter that nobody declares', { query: 'page=2' }, ['warning request.query.unknown']],
  ])('judges requests: %s', async (_, change, expected) => {
    const said = await saidOf(writing, Object(post(change)));
    expect(said.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual(expected);
  });

  it('lets a request be wrong that is meant to be refused, by a range of statuses', async () => {
    expect(await saidOf(writing, Object(post({ body: {}, headers: {} }, 422)))).toEqual([]);
    expect(await saidOf(writing, Object(post({}, 500)))).toEqual(['error response.status.unknown /response/status']);
  });

  it('reads OpenAPI 2.0', async () => {
    const document = {
      swagger: '2.0',
      info: { title: 'Orders', version: '1' },
      basePath: '/v1',
      produces: ['application/json'],
      paths: {
        '/orders': {
          get: {
            parameters: [
              { name: 'ids', in: 'query', type: 'array', items: { type: 'integer' }, collectionFormat: 'pipes' },
            ],
            responses: {
              200: { description: 'ok', schema: { type: 'array', items: { $ref: '#/definitions/Order' } } },
            },
          },
        },
      },
      definitions: { Order: object({ id: { type: 'integer' } }) },
    };
    const list = (query: string, body: unknown) =>
      Object({
        description: 'x',
        request: { method: 'GET', path: '/v1/orders', query },
        response: { status: 200, body },
      });
    expect(await saidOf(document, list('ids=1|2', [{ id: 1 }]))).toEqual([]);
    expect(await saidOf(document, list('ids=1|x', [{ id: 'x' }]))).toEqual([
      'error request.query.incompatible /request/query/ids/1',
      'error response.body.incompatible /response/body/0/id',
    ]);
  });

  it('holds messages against the webhook that they name, and says which are unchecked', async () => {
    const document = {
      openapi: '3.1.0',
      info: { title: 'Orders', version: '1' },
      webhooks: {
        'order.paid': {
          post: { requestBody: { content: { 'application/json': { schema: object({ id: { type: 'string' } }) } } } },
        },
      },
    };
    const message = (description: string, content: object, metadata: object = {}) =>
      Object({
        type: 'Asynchronous/Messages',
        description,
        contents: { content, contentType: 'application/json', encoded: false },
        metadata,
      });
    const found = await compared(
      document,
      message('an order.paid event', { id: 'x' }),
      message('an event', { id: 1 }, { event: 'order.paid' }),
      message('something else', { id: 1 }),
    );
    expect(
      found.map(({ operation, result, findings }) => [
        operation,
        result,
        ...findings.map(({ code, pact }) => `${code} ${pact.pointer}`),
      ]),
    ).toEqual([
      ['order.paid', 'compatible'],
      ['order.paid', 'incompatible', 'message.payload.incompatible /interactions/1/contents/content/id'],
      [undefined, 'unchecked', 'message.unchecked /interactions/2'],
    ]);
  });

  it('holds messages against callbacks, by their name or operationId', async () => {
    const callback = {
      operationId: 'shipmentChanged',
      requestBody: { $ref: '#/components/requestBodies/Change' },
      responses: { 200: { description: 'seen' } },
    };
    const document = {
      openapi: '3.0.3',
      info: { title: 'Orders', version: '1' },
      paths: {
        '/orders': {
          post: {
            responses: { 201: { description: 'made' } },
            callbacks: { onChange: { '{$request.body#/url}': { post: callback } } },
          },
        },
      },
      components: {
        requestBodies: { Change: { content: { 'application/json': { schema: object({ id: { type: 'string' } }) } } } },
      },
    };
    const message = (name: string) => Object({ description: `told by ${name}`, contents: { id: 1 } });
    const pact = pactOf({ ...pactWith(), messages: [message('onChange'), message('shipmentChanged')] }, 'shop.json');
    const found = await comparePacts(await documentOf(document), [{ file: 'shop.json', pact }]);
    expect(found.interactions.map(({ operation, findings }) => [operation, findings[0]?.document?.pointer])).toEqual([
      ['onChange', expect.stringMatching(/^\/paths\/~1orders\/post\/callbacks\/onChange\/.*\/id\/type$/)],
      ['onChange', expect.stringMatching(/\/id\/type$/)],
    ]);
  });

  it('reads unions that contain themselves, however deep the value', async () => {
    const filter = (name: string) => ({
      type: 'object',
      properties: { [name]: { $ref: '#/components/schemas/Filter' }, op: { type: 'string' } },
    });
    const names = ['and', 'and', 'and', 'and'];
    const components = { Filter: { anyOf: names.map(filter) } };
    const deep = Array.from({ length: 25 }).reduce<object>((inner) => ({ and: inner }), { op: 7 });
    const said = await saidOf(answering({ $ref: '#/components/schemas/Filter' }, components), reads(Object(deep)));
    expect(said.filter((line) => line.startsWith('error')).length).toBeGreaterThan(0);
  });

  it('says of an operation that nobody can read why, and goes on', async () => {
    const document = await documentOf(answering(object({ id: { type: 'string' } })));
    const operations = document.operations.map((operation) => ({
      ...operation,
      model: () => {
        throw new StuntError('SPEC_OPERATION_BROKEN', 'GET /orders/{id} cannot be read: no reason');
      },
    }));
    const pact = pactOf(pactWith(reads({ id: '1' })), 'shop.json');
    const { interactions } = await comparePacts({ ...document, operations }, [{ file: 'shop.json', pact }]);
    expect(interactions[0]?.findings).toMatchObject([
      {
        code: 'document.operation.unreadable',
        message: 'SPEC_OPERATION_BROKEN: GET /orders/{id} cannot be read: no reason',
      },
    ]);
  });

  it('goes on where an operation of the document is broken', async () => {
    const document = answering(object({ id: { type: 'string' } }));
    const broken = {
      ...document,
      paths: {
        ...document.paths,
        '/broken': {
          get: {
            responses: { 200: { description: 'x', content: 7 } },
            parameters: 'none',
            requestBody: 3,
            security: 'x',
          },
        },
      },
    };
    const [first, second] = await compared(
      broken,
      { ...Object(reads({})), request: request('GET', '/broken') },
      reads({ id: '1' }),
    );
    expect(first?.operation).toBe('GET /broken');
    expect(second?.result).toBe('compatible');
  });

  it('does not fail for what is pending, unless it was recorded', async () => {
    const document = await documentOf(answering(object({ id: { type: 'string' } })));
    const file = pactWith({ ...Object(reads({ id: 1 })), pending: true });
    const recorded = { ...file, metadata: { stuntdouble: { recorded: true } } };
    const verdicts = [file, recorded].map(async (json) => {
      const { compatible, interactions } = await comparePacts(document, [
        { file: 'shop.json', pact: pactOf(json, 'x') },
      ]);
      return [compatible, interactions[0]?.pending, interactions[0]?.result];
    });
    expect(await Promise.all(verdicts)).toEqual([
      [true, true, 'incompatible'],
      [false, false, 'incompatible'],
    ]);
  });

  it('takes a body of a recording that the document does not describe for nothing that is needed', async () => {
    const document = {
      ...answering({}),
      paths: { '/orders/{id}': { get: { responses: { 200: { description: 'ok' } } } } },
    };
    const file = pactWith(reads({ id: 1 }));
    const recorded = { ...file, metadata: { stuntdouble: { recorded: true } } };
    const loaded = await documentOf(document);
    const verdicts = [file, recorded].map(async (json) => {
      const { interactions } = await comparePacts(loaded, [{ file: 'shop.json', pact: pactOf(json, 'x') }]);
      return interactions[0]?.findings.map(({ severity, code }) => `${severity} ${code}`);
    });
    expect(await Promise.all(verdicts)).toEqual([['error response.body.unknown'], ['warning response.body.unknown']]);
  });

  it('names the file in which a part of the document stands', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stunt-compare-'));
    try {
      const order = object({ id: { type: 'string' } });
      writeFileSync(join(folder, 'order.json'), JSON.stringify(order, null, 1));
      writeFileSync(join(folder, 'api.json'), JSON.stringify(answering({ $ref: './order.json' })));
      const document = await loadDocument('api.json', { cwd: folder });
      const pact = pactOf(pactWith(reads({ id: 1 })), 'shop.json');
      const { interactions } = await comparePacts(document, [{ file: 'shop.json', pact }]);
      expect(interactions[0]?.findings[0]?.document).toMatchObject({ file: 'order.json', line: 8 });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
