import { describe, expect, it } from '@jest/globals';
import type { ApiDocument, Operation } from '@stuntdouble/engine';
import { documentOf, operationOf } from '../testing/document-of.ts';
import { curlLines } from './curl-lines.ts';
import { STAND_INS } from './shown-credentials.ts';

const options = { url: 'http://127.0.0.1:4010', credentials: STAND_INS, withBasePath: false };
const commandsFor = (document: ApiDocument, more = {}) =>
  curlLines(document, { ...options, ...more }).map(({ command }) => command);
const ok = { responses: [{ code: '200' }] };
const key = [[{ type: 'apiKey', in: 'header', name: 'X-Api-Key' }]];
const path = (name: string, value: unknown) => ({
  path: [{ name, required: true, style: 'simple', examples: [{ key: 'e', value }] }],
});
const write = (body: object) => ({
  ...ok,
  request: { body: { contents: [{ mediaType: 'application/json', ...body }] } },
});

const list = operationOf('GET', '/orders', ok);
const item = operationOf('GET', '/orders/{id}', { ...ok, request: path('id', 'o/1') });
const create = operationOf('POST', '/orders', write({ examples: [{ key: 'e', value: { note: "it's" } }] }));

describe('curlLines', () => {
  it('shows a list, one of its items and a write, filled in from examples', () => {
    expect(commandsFor(documentOf({ operations: [create, item, list] }))).toEqual([
      'curl http://127.0.0.1:4010/orders',
      'curl http://127.0.0.1:4010/orders/o%2F1',
      String.raw`curl -X POST http://127.0.0.1:4010/orders -H 'content-type: application/json' -d '{"note":"it'\''s"}'`,
    ]);
  });

  it('prefers a resource that has both a list and items', () => {
    const lonely = operationOf('GET', '/health', ok);
    expect(commandsFor(documentOf({ operations: [lonely, list, item] }))[0]).toBe('curl http://127.0.0.1:4010/orders');
  });

  it('shows what any request may ask for where the document has too little', () => {
    const lines = commandsFor(documentOf({ operations: [list] }));
    expect(lines).toEqual([lines[0], `${lines[0]} -i -H 'Prefer: code=503'`, `${lines[0]} -H 'Prefer: dynamic=true'`]);
  });

  it('sends stand-ins for the first security alternative that a header or a query can hold', () => {
    const basic = { type: 'http', scheme: 'basic' };
    const inCookie = { type: 'apiKey', in: 'cookie', name: 'sid' };
    const inQuery = { type: 'apiKey', in: 'query', name: 'key' };
    const secured = (security: object[][]) =>
      documentOf({ operations: [operationOf('GET', '/a', { ...ok, security })] });
    expect(commandsFor(secured(key))[0]).toBe("curl http://127.0.0.1:4010/a -H 'X-Api-Key: test-key'");
    expect(commandsFor(secured([[inCookie], [basic, inQuery]]))[0]).toBe(
      "curl 'http://127.0.0.1:4010/a?key=test-key' -H 'authorization: Basic dGVzdDp0ZXN0'",
    );
    expect(commandsFor(secured([[inCookie], []]))[0]).toBe('curl http://127.0.0.1:4010/a');
    expect(commandsFor(secured([[{ type: 'oauth2' }]]))[0]).toContain("-H 'authorization: Bearer test-token'");
    expect(commandsFor(secured([[inCookie]]))).toEqual([]);
    expect(commandsFor(secured(key), { credentials: undefined })[0]).toBe('curl http://127.0.0.1:4010/a');
  });

  it('sends what is required in query and header, and leaves out what is not', () => {
    const query = [
      { name: 'from', required: true, style: 'form', schema: { type: 'string', format: 'date' } },
      { name: 'to', required: false, style: 'form', schema: { type: 'string' } },
    ];
    const headers = [{ name: 'Version', required: true, style: 'simple', schema: { enum: ['2', '3'] } }];
    const operation = operationOf('GET', '/a', { ...ok, request: { query, headers } });
    expect(commandsFor(documentOf({ operations: [operation] }))[0]).toBe(
      "curl 'http://127.0.0.1:4010/a?from=2026-01-31' -H 'Version: 2'",
    );
  });

  it('passes over operations that it cannot fill in with confidence, that are deprecated, or that never succeed', () => {
    const pattern = {
      path: [{ name: 'id', required: true, style: 'simple', schema: { type: 'string', pattern: '^x' } }],
    };
    const operations: Operation[] = [
      operationOf('GET', '/a/{id}', { ...ok, request: pattern }),
      { ...operationOf('GET', '/b', ok), deprecated: true },
      operationOf('GET', '/c', { responses: [{ code: '302' }] }),
      operationOf('POST', '/d', {
        ...ok,
        request: { body: { required: true, contents: [{ mediaType: 'multipart/form-data' }] } },
      }),
    ];
    expect(commandsFor(documentOf({ operations }))).toEqual([]);
  });

  it('builds a body from the required properties of a referenced schema', () => {
    const schemas = {
      New: {
        type: 'object',
        required: ['id', 'note'],
        properties: { id: { type: 'string', readOnly: true }, note: { type: 'string' }, more: {} },
      },
    };
    const operation = operationOf('POST', '/orders', write({ schema: { $ref: '#/components/schemas/New' } }));
    const [line] = commandsFor(documentOf({ operations: [operation], root: { components: { schemas } } }));
    expect(line).toContain(`-d '{"note":"example"}'`);
  });

  it('leaves what is optional out of a long example', () => {
    const schemas = { New: { allOf: [{ type: 'object', required: ['note'] }] } };
    const value = { note: 'short', more: 'x'.repeat(300) };
    const body = { schema: { $ref: '#/components/schemas/New' }, examples: [{ key: 'e', value }] };
    const document = documentOf({
      operations: [operationOf('POST', '/orders', write(body))],
      root: { components: { schemas } },
    });
    expect(commandsFor(document)[0]).toContain(`-d '{"note":"short"}'`);
  });

  it('sends a form where the document wants one, and no body where it wants none', () => {
    const fields = { type: 'object', required: ['name'], properties: { name: { const: 'a b' } } };
    const contents = [{ mediaType: 'application/x-www-form-urlencoded', schema: fields }];
    const posting = (required: boolean) =>
      documentOf({ operations: [operationOf('POST', '/a', { ...ok, request: { body: { required, contents } } })] });
    expect(commandsFor(posting(true))[0]).toBe(
      "curl -X POST http://127.0.0.1:4010/a -H 'content-type: application/x-www-form-urlencoded' -d name=a+b",
    );
    expect(commandsFor(posting(false))[0]).toBe('curl -X POST http://127.0.0.1:4010/a');
  });

  it('puts the base path in front where several documents are served', () => {
    const document = documentOf({ operations: [list], basePaths: ['/v1'] });
    expect(commandsFor(document, { withBasePath: true })[0]).toBe('curl http://127.0.0.1:4010/v1/orders');
  });
});
