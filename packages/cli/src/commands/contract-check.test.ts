import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { endAll, folderWith, runStunt } from '../testing/run-stunt.ts';

afterAll(endAll);

const document = `openapi: 3.0.3
info: { title: Orders, version: '1' }
paths:
  /orders/{id}:
    get:
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        '200':
          description: an order
          content:
            application/json:
              schema:
                type: object
                required: [id]
                properties:
                  id: { type: string }
                  note: { type: string }
`;

const pactReading = (body: object) =>
  JSON.stringify({
    consumer: { name: 'shop' },
    provider: { name: 'orders' },
    interactions: [
      { description: 'an order', request: { method: 'GET', path: '/orders/1' }, response: { status: 200, body } },
    ],
  });

const folder = folderWith({
  'openapi.yaml': document,
  'good.json': pactReading({ id: '1' }),
  'needy.json': pactReading({ id: '1', note: 'x' }),
  'bad.json': pactReading({ id: 1 }),
  'broken.json': '{',
});

/** Each starts a process, on machines that may have other things to do. */
const patience = 60_000;

describe('stunt contract check', () => {
  it(
    'exits 0 where all is compatible, with the document as last argument',
    async () => {
      const { code, stdout } = await runStunt(['contract', 'check', 'good.json', 'openapi.yaml'], folder);
      expect(stdout).toContain('shop -> orders (good.json)\n  compatible: an order (GET /orders/{id})');
      expect(stdout).toContain('1 interaction: 1 compatible, 0 incompatible; 0 warnings.');
      expect(code).toBe(0);
    },
    patience,
  );

  it(
    'exits 1 where something is not, with both places, and writes a JUnit report',
    async () => {
      const args = [
        'contract',
        'check',
        'good.json',
        'bad.json',
        '--document',
        'openapi.yaml',
        '--junit',
        'report.xml',
      ];
      const { code, stdout } = await runStunt(args, folder);
      expect(code).toBe(1);
      expect(stdout).toContain('error response.body.incompatible: id: 1 must be string');
      expect(stdout).toContain('pact     bad.json#/interactions/0/response/body/id');
      expect(stdout).toMatch(/document openapi\.yaml:16#\/paths/);
      expect(existsSync(join(folder, 'report.xml'))).toBe(true);
      expect(readFileSync(join(folder, 'report.xml'), 'utf8')).toContain(
        'tests="2" failures="1" errors="0" skipped="0"',
      );
    },
    patience,
  );

  it(
    'fails on fields that are optional but needed only when asked to',
    async () => {
      const args = ['contract', 'check', 'needy.json', 'openapi.yaml', '--format', 'json'];
      const plain = await runStunt(args, folder);
      const strict = await runStunt([...args, '--fail-on', 'warning'], folder);
      expect([plain.code, strict.code]).toEqual([0, 1]);
      expect(JSON.parse(plain.stdout)).toMatchObject({
        compatible: true,
        interactions: [{ result: 'compatible', findings: [{ code: 'response.body.optional', severity: 'warning' }] }],
      });
    },
    patience,
  );

  it(
    'writes annotations at the line of the document',
    async () => {
      const { stderr } = await runStunt(['contract', 'check', 'bad.json', 'openapi.yaml'], folder, {
        GITHUB_ACTIONS: 'true',
      });
      expect(stderr).toBe(
        '::error file=openapi.yaml,line=16,title=response.body.incompatible::shop, an order: id: 1 must be string\n',
      );
    },
    patience,
  );

  it.each([
    [['good.json'], 'USAGE: contract check needs a document beside the pacts'],
    [['broken.json', 'openapi.yaml'], 'PACT_SYNTAX'],
    [['good.json', 'nothing.yaml'], 'CONTRACT_DOCUMENT: SPEC_NOT_FOUND'],
    [['good.json', 'bad.json'], 'CONTRACT_DOCUMENT: SPEC_UNKNOWN_FORMAT'],
  ])(
    'exits 2 for %j: the question has no answer',
    async (args, message) => {
      const { code, stderr } = await runStunt(['contract', 'check', ...args], folder);
      expect(stderr).toContain(message);
      expect(code).toBe(2);
    },
    patience,
  );
});
