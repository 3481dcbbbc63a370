import { afterAll, describe, expect, it } from '@jest/globals';
import { current } from './jest.ts';
import { endAll, fromSource, runJest } from './testing/run-jest.ts';

afterAll(endAll);

const test = `
test('has a double of its own, which forgets nothing and knows nothing of other files', async () => {
  expect(stunt.requests()).toHaveLength(0);
  expect((await fetch(stunt.url + '/orders')).status).toBe(200);
  stunt.fault('listOrders', { kind: 'status', options: { code: 503 } });
  expect((await fetch(stunt.url + '/orders')).status).toBe(503);
  expect(stunt.requests({ operation: 'listOrders' }).map(({ status }) => status)).toEqual([200, 503]);
});`;

const run = (options: object, files = 1) =>
  runJest({
    config: {
      testEnvironment: '@stuntdouble/testing/jest-environment',
      testEnvironmentOptions: { ...options, ...fromSource },
    },
    files: Object.fromEntries(Array.from({ length: files }, (_, at) => [`orders-${at}.test.js`, test])),
  });

describe('the Jest environment', () => {
  it('gives each file a double, and leaves nothing that keeps Jest from ending', () => {
    const { status, stderr } = run({ stunt: { document: 'orders.json' } }, 3);
    expect(stderr).toMatch(/Tests: +3 passed, 3 total/);
    expect(stderr).not.toMatch(/did not exit|failed to exit/);
    expect(status).toBe(0);
  });

  it('says what it needs', () => {
    const { status, stderr } = run({});
    expect(status).toBe(1);
    expect(stderr).toContain("it has to name a document: { stunt: { document: 'openapi.yaml' } }");
  });

  it('is asked for where there is none', () => {
    expect(() => current()).toThrow("set testEnvironment to '@stuntdouble/testing/jest-environment'");
  });
});
