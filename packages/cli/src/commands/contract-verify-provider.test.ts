import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadDocument, type RunningServer, startServer } from '@stuntdouble/engine';
import { endAll, folderWith, runStunt } from '../testing/run-stunt.ts';

const folder = folderWith({
  'openapi.yaml': `openapi: 3.0.3
info: { title: Orders, version: '1' }
paths:
  /orders:
    get:
      responses:
        '200':
          description: orders
          content: { application/json: { schema: { type: array, items: { type: string } } } }
    post:
      responses: { '201': { description: made } }
`,
});

let double: RunningServer;
const liar = createServer((_, response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).end('[1]');
});
let liarUrl = '';

beforeAll(async () => {
  double = await startServer({ documents: [await loadDocument('openapi.yaml', { cwd: folder })], port: 0 });
  await new Promise<void>((resolve) => liar.listen(0, '127.0.0.1', resolve));
  const address = liar.address();
  liarUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
});

afterAll(async () => {
  endAll();
  await double.close();
  liar.close();
});

/** Each starts a process, on machines that may have other things to do. */
const patience = 60_000;

const verify = (...args: string[]) => runStunt(['contract', 'verify-provider', 'openapi.yaml', ...args], folder);

describe('stunt contract verify-provider', () => {
  it(
    'exits 0 for a provider that keeps its document, and says what it did not send',
    async () => {
      const { code, stdout } = await verify('--provider-url', double.url);
      expect(stdout).toContain('passed: GET /orders (1 request)');
      expect(stdout).toContain('not exercised: POST is not sent unless it is asked for\n  POST /orders');
      expect(stdout).toContain('2 operations: 1 passed, 0 failed, 1 not exercised; 1 request, seed "".');
      expect(code).toBe(0);
    },
    patience,
  );

  it(
    'exits 1 for one that does not',
    async () => {
      const { code, stdout } = await verify('--provider-url', liarUrl, '--format', 'json');
      expect(code).toBe(1);
      expect(JSON.parse(stdout)).toMatchObject({
        counts: { passed: 0, failed: 1, notExercised: 1 },
        operations: [{ operation: 'GET /orders', cases: [{ problems: [{ message: '0 must be string' }] }] }, {}],
      });
    },
    patience,
  );

  it(
    'exits 1 on operations that were not exercised where that is asked for',
    async () => {
      expect((await verify('--provider-url', double.url, '--fail-on', 'not-exercised')).code).toBe(1);
      expect((await verify('--provider-url', double.url, '--fail-on', 'not-exercised', '--unsafe')).code).toBe(0);
    },
    patience,
  );

  it.each([
    [['--provider-url', 'http://127.0.0.1:1'], 'PROVIDER_UNREACHABLE'],
    [['--provider-url', 'here'], '--provider-url is "here"'],
    [['--provider-url', 'http://127.0.0.1:1', '--methods', 'GET,EAT'], '--methods has "EAT"'],
    [['--provider-url', 'http://127.0.0.1:1', '--max-requests', '0'], '--max-requests is 0'],
    [[], 'provider-url'],
  ])(
    'exits 2 for %j',
    async (args, message) => {
      const { code, stderr } = await verify(...args);
      expect(stderr).toContain(message);
      expect(code).toBe(2);
    },
    patience,
  );

  it(
    'exits 2 where nothing could be exercised: no answer is no yes',
    async () => {
      expect((await verify('--provider-url', double.url, '--methods', 'DELETE')).code).toBe(2);
    },
    patience,
  );
});
