import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { StuntError } from '../errors.ts';
import { type FixtureFolder, fixtureFolder } from './fixture-folder.ts';
import { loadDocument } from './load-document.ts';
import { sourceUrl } from './source-location.ts';

let folder: FixtureFolder;
beforeAll(() => {
  folder = fixtureFolder({
    'openapi.yaml': 'openapi: 3.0.0\npaths: {}\n',
    'bom.json': '\uFEFF{"openapi":"3.0.0","paths":{}}',
    'utf16.json': Buffer.from('\uFEFF{"openapi":"3.0.0","paths":{}}', 'utf16le'),
    'zip.yaml': Buffer.from([0x1f, 0x8b, 8, 0]),
    'data.bin': Buffer.from([1, 2, 0, 3]),
    'notes.txt': '- a\n- b\n',
    'scalar.yaml': 'just a text\n',
    'empty.yaml': '# nothing\n',
    'blank.json': '',
    'bare.json': '{}',
    'twice.yaml': 'openapi: 3.0.0\npaths:\n  /a: {}\n  /a: {}\n',
    'indent.yaml': 'openapi: 3.0.0\ninfo: title: x\n',
    'comma.json': '{\n  "openapi": "3.0.0"\n  "paths": {}\n}\n',
    'merge.yaml':
      'openapi: 3.0.0\nx-base: &base { description: ok }\npaths: { /a: { get: { responses: { 200: { <<: *base } } } } }\n',
    'old.json': { swaggerVersion: '1.2', apis: [] },
    'future.json': { openapi: '4.0.0' },
    'async.yaml': 'asyncapi: 3.0.0\n',
    'other.json': { name: 'x', dependencies: {} },
  });
});
afterAll(() => folder.remove());

async function failure(source: string, signal?: AbortSignal): Promise<StuntError> {
  try {
    await loadDocument(source, { cwd: folder.path, ...(signal && { signal }) });
  } catch (error) {
    if (error instanceof StuntError) return error;
    throw error;
  }
  throw new Error(`${source} was loaded`);
}

describe('loadDocument from files', () => {
  it.each(['openapi.yaml', 'bom.json', 'utf16.json', 'merge.yaml'])('reads %s', async (name) => {
    expect((await loadDocument(name, { cwd: folder.path })).format).toBe('openapi-3.0');
  });

  it('names the path as resolved and what lies near it', async () => {
    const error = await failure('openapi.yml');
    expect([error.code, error.message, error.hint]).toEqual([
      'SPEC_NOT_FOUND',
      `${folder.path}/openapi.yml does not exist`,
      'Files in that folder: openapi.yaml.',
    ]);
    expect((await failure('no/such/thing.yaml')).message).toBe(`${folder.path}/no/such/thing.yaml does not exist`);
  });

  it('names the documents of a folder that was given for a file', async () => {
    const error = await failure('.');
    expect([error.code, error.message]).toEqual(['SPEC_NOT_FOUND', `${folder.path} is a folder`]);
    expect(error.hint).toMatch(/^Name one of its files: async.yaml, /);
  });

  it.each([
    ['zip.yaml', 'SPEC_SYNTAX', 'a gzip archive, not text'],
    ['data.bin', 'SPEC_SYNTAX', 'a binary file, not text'],
    ['empty.yaml', 'SPEC_EMPTY', 'empty.yaml is empty'],
    ['blank.json', 'SPEC_EMPTY', 'blank.json is empty'],
    ['bare.json', 'SPEC_EMPTY', 'bare.json has no keys'],
    ['notes.txt', 'SPEC_UNKNOWN_FORMAT', 'notes.txt is a list, not an object'],
    ['scalar.yaml', 'SPEC_UNKNOWN_FORMAT', 'scalar.yaml is a string, not an object'],
    ['old.json', 'SPEC_UNKNOWN_FORMAT', 'old.json says swaggerVersion: 1.2'],
    ['future.json', 'SPEC_UNKNOWN_FORMAT', 'future.json says openapi: 4.0.0'],
    ['async.yaml', 'SPEC_UNKNOWN_FORMAT', 'async.yaml says asyncapi: 3.0.0'],
    ['other.json', 'SPEC_UNKNOWN_FORMAT', 'at its top, but: name, dependencies'],
  ])('refuses %s with %s', async (name, code, message) => {
    const error = await failure(name);
    expect([error.code, error.message]).toEqual([code, expect.stringContaining(message)]);
  });

  it('shows the line of a syntax error', async () => {
    expect((await failure('twice.yaml')).message).toBe('twice.yaml:4:3: duplicated mapping key\n4 |   /a: {}\n      ^');
    expect((await failure('indent.yaml')).message).toMatch(
      /^indent.yaml:2:\d+: bad indentation of a mapping entry\n2 \| info: title: x\n +\^$/,
    );
    expect((await failure('comma.json')).message).toMatch(/^comma.json:3:3: .*\n3 \| {3}"paths": \{\}\n {6}\^$/);
  });
});

describe('loadDocument from the web', () => {
  let server: Server;
  let base: string;
  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url === '/api/openapi.json')
        response.end(
          '{"openapi":"3.0.0","servers":[{"url":"v1"}],"paths":{"/a":{"$ref":"a.yaml"},"/b":{"$ref":"file:///etc/hosts"}}}',
        );
      else if (request.url === '/api/a.yaml') response.end('get: { responses: {} }\n');
      else if (request.url === '/page') response.end('\n<!doctype html><html></html>');
      else if (request.url !== '/slow') response.writeHead(503).end();
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const address = server.address();
    base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('reads a document and what it refers to, but no local files', async () => {
    const document = await loadDocument(`${base}/api/openapi.json`);
    expect(document).toMatchObject({ name: 'openapi.json', basePaths: ['/api/v1'], operations: [{ id: 'GET /a' }] });
    expect(document.files).toEqual([`${base}/api/openapi.json`, `${base}/api/a.yaml`]);
    expect(document.findings.map(({ message }) => message)).toEqual([
      '$ref "file:///etc/hosts" leads nowhere: a document from the web may not read local files',
    ]);
  });

  it('names host and status of an answer that is no document', async () => {
    const error = await failure(`${base}/gone`);
    expect([error.code, error.message]).toEqual(['SPEC_NOT_FOUND', `${base.slice(7)} answers 503 to ${base}/gone`]);
    expect(await failure(`${base}/page`)).toMatchObject({
      code: 'SPEC_UNKNOWN_FORMAT',
      message: `${base}/page is a web page or XML`,
    });
  });

  it('gives up on a server that does not answer', async () => {
    const waiting = new AbortController();
    const failed = failure(`${base}/slow`, waiting.signal);
    server.once('request', () => waiting.abort(new Error('waited long enough')));
    expect((await failed).message).toBe(`${base.slice(7)} does not answer ${base}/slow (waited long enough)`);
    expect((await failure('http://127.0.0.1:1/x')).message).toMatch(
      /^127.0.0.1:1 does not answer http:.*\((?:ECONNREFUSED|bad port)\)$/,
    );
  });
});

describe('sourceUrl', () => {
  it('says that only files and http(s) are read', () => {
    expect(() => sourceUrl('ftp://x.example/y.yaml', '/')).toThrow(
      'ftp://x.example/y.yaml: documents are read from files and over http(s), not over ftp',
    );
    expect(sourceUrl('HTTPS://x.example/y.yaml', '/').href).toBe('https://x.example/y.yaml');
  });
});
