import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { current } from './jest.ts';

const root = join(import.meta.dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'stunt-jest-'));
afterAll(() => rmSync(folder, { recursive: true }));

const document = {
  openapi: '3.1.0',
  info: { title: 'Orders', version: '1' },
  paths: {
    '/orders': {
      get: {
        operationId: 'listOrders',
        responses: { 200: { description: 'all', content: { 'application/json': { example: [] } } } },
      },
    },
  },
};

/** As a user's project would have it, with Jest itself as a child process. */
function runJest(options: object, test: string, files = 1) {
  const config = {
    testEnvironment: '@stuntdouble/testing/jest-environment',
    testEnvironmentOptions: { ...options, customExportConditions: ['@stuntdouble/source', 'node'] },
    transform: {},
    extensionsToTreatAsEsm: [],
    moduleNameMapper: {},
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', jest: config }));
  writeFileSync(join(folder, 'orders.json'), JSON.stringify(document));
  mkdirSync(join(folder, 'node_modules/@stuntdouble'), { recursive: true });
  for (const name of ['testing', 'engine', 'pact'])
    try {
      symlinkSync(join(root, 'packages', name), join(folder, 'node_modules/@stuntdouble', name));
    } catch {
      // It is there from the run before.
    }
  for (let at = 0; at < files; at++) writeFileSync(join(folder, `orders-${at}.test.js`), test);
  return spawnSync(
    process.execPath,
    [
      '--experimental-vm-modules',
      '--conditions=@stuntdouble/source',
      join(root, 'node_modules/jest/bin/jest.js'),
      '--ci',
    ],
    { cwd: folder, encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '--conditions=@stuntdouble/source' } },
  );
}

const test = `
test('has a double of its own, which forgets nothing and knows nothing of other files', async () => {
  expect(stunt.requests()).toHaveLength(0);
  expect((await fetch(stunt.url + '/orders')).status).toBe(200);
  stunt.fault('listOrders', { kind: 'status', options: { code: 503 } });
  expect((await fetch(stunt.url + '/orders')).status).toBe(503);
  expect(stunt.requests({ operation: 'listOrders' }).map(({ status }) => status)).toEqual([200, 503]);
});`;

describe('the Jest environment', () => {
  it('gives each file a double, and leaves nothing that keeps Jest from ending', () => {
    const { status, stderr } = runJest({ stunt: { document: 'orders.json' } }, test, 3);
    expect(stderr).toMatch(/Tests: +3 passed, 3 total/);
    expect(stderr).not.toMatch(/did not exit|failed to exit/);
    expect(status).toBe(0);
  });

  it('says what it needs', () => {
    const { status, stderr } = runJest({}, test);
    expect(status).toBe(1);
    expect(stderr).toContain("it has to name a document: { stunt: { document: 'openapi.yaml' } }");
  });

  it('is asked for where there is none', () => {
    expect(() => current()).toThrow("set testEnvironment to '@stuntdouble/testing/jest-environment'");
  });
});
