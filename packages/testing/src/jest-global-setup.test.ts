import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { endAll, fromSource, orders, runJest, transformed } from './testing/run-jest.ts';

afterAll(endAll);

/** Each run is Jest as a process of its own, with workers, on machines that may have other things to do. */
const patience = 120_000;

const configOf = (stunt: object) => ({
  globalSetup: '@stuntdouble/testing/jest-global-setup',
  testEnvironment: '@stuntdouble/testing/jest-environment',
  testEnvironmentOptions: { stunt, ...fromSource },
});

/** Looks for what any other file may have left, then leaves all of it, and notes where it was. */
const neighbour = `
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';

test('finds nothing of others, and leaves everything', async () => {
  expect(stunt.requests()).toEqual([]);
  expect(Math.abs(stunt.clock.now() - Date.now())).toBeLessThan(600_000);
  expect(await (await fetch(stunt.url + '/orders')).json()).toEqual([]);
  await fetch(stunt.url + '/orders', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"id":"o1"}' });
  expect(await (await fetch(stunt.url + '/orders')).json()).toHaveLength(1);
  stunt.fault('listOrders', { kind: 'status', options: { code: 503 } });
  stunt.clock.advance('1h');
  expect((await fetch(stunt.url + '/orders')).status).toBe(503);
  const partner = await stunt.sandbox({ name: 'partner', auth: 'off' });
  expect((await fetch(partner.url + '/orders')).status).toBe(200);
  expect(partner.requests()).toHaveLength(1);
  expect(stunt.requests().map(({ status }) => status)).toEqual([200, 201, 200, 503]);
  writeFileSync(basename(import.meta.filename) + '.json', JSON.stringify({
    pid: process.pid, worker: process.env.JEST_WORKER_ID, name: stunt.name, url: stunt.url, variable: process.env.STUNT_URL,
  }));
});`;

interface Seen {
  readonly pid: number;
  readonly worker: string;
  readonly name: string;
  readonly url: string;
  readonly variable: string;
}

const neighbours = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`file-${at}.test.js`, neighbour]));

const seenIn = (folder: string, count: number): Seen[] =>
  Array.from({ length: count }, (_, at) => JSON.parse(readFileSync(join(folder, `file-${at}.test.js.json`), 'utf8')));

/** All that a test does with its double, without waiting where it does not wait for a double in its own thread. */
const members = `
import { beforeEach, expect, jest, test } from '@jest/globals';
import { current } from '@stuntdouble/testing/jest';

const ask = async (path = '/orders') => (await fetch(process.env.STUNT_URL + path)).status;

beforeEach(() => current().reset());

test('puts a fault in force at once, and ends it at once', async () => {
  const fault = current().fault('listOrders', { kind: 'status', options: { code: 503 } });
  expect(await ask()).toBe(503);
  fault.remove();
  expect(await ask()).toBe(200);
});

test('ends a fault with its block, and after as many requests as it is told', async () => {
  {
    using _ = current().fault('*', { kind: 'status', options: { code: 500 } });
    expect(await ask()).toBe(500);
  }
  expect(await ask()).toBe(200);
  current().fault({ path: '/orders' }, { kind: 'status', options: { code: 502 } }, { times: 1 });
  expect([await ask(), await ask()]).toEqual([502, 200]);
});

test('knows what it received, as the document names it', async () => {
  await ask('/orders?limit=2');
  await ask('/nothing');
  const [first, second] = current().requests();
  expect(first).toMatchObject({ operation: 'listOrders', method: 'GET', target: '/orders?limit=2', status: 200 });
  expect(second).toHaveProperty('operation', undefined);
  expect(first).toHaveProperty('body', undefined);
  expect(current().requests({ operation: 'listOrders' })).toHaveLength(1);
  expect(current()).toHaveReceived('listOrders', { times: 1, query: { limit: '2' } });
  expect(() => expect(current()).toHaveReceived('createOrder')).toThrow('received it 0 times');
});

test('moves the clock, and holds nobody who waits by it', async () => {
  const before = current().clock.now();
  current().fault('listOrders', { kind: 'latency', options: { fixed: '1h' } });
  const asked = ask();
  while (true) {
    current().clock.advance('1h');
    if (await Promise.race([asked, new Promise((resolve) => setTimeout(resolve, 20))])) break;
  }
  expect(await asked).toBe(200);
  expect(current().clock.now() - before).toBeGreaterThanOrEqual(3_600_000);
});

test('starts anew', async () => {
  current().fault('*', { kind: 'status', options: { code: 500 } });
  await ask();
  current().reset();
  expect(current().requests()).toEqual([]);
  expect(await ask()).toBe(200);
});

test('has further sandboxes, whose names are its own', async () => {
  const [one, other] = [await current().sandbox(), await current().sandbox({ name: 'partner', auth: 'off' })];
  one.fault('*', { kind: 'status', options: { code: 500 } });
  expect((await fetch(other.url + '/orders')).status).toBe(200);
  expect([one.requests().length, other.requests().length, current().requests().length]).toEqual([0, 1, 0]);
  expect(other.name).toBe(current().name + '-partner');
  expect(one.credentials.apiKey).not.toBe(other.credentials.apiKey);
});

test('runs a scenario', async () => {
  const run = await current().scenario('brownout');
  expect(run.id).not.toBe('');
  await run.stop();
  await expect(current().scenario('nonsense')).rejects.toThrow(/nonsense/);
});

test('says what is wrong, by the same codes', () => {
  let thrown;
  try {
    current().fault('listOrdrs', { kind: 'status', options: { code: 503 } });
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toMatchObject({ name: 'StuntError', code: 'FAULT_INVALID', message: expect.stringContaining('listOrders') });
  expect(thrown.hint).toEqual(expect.any(String));
  expect(() => current().clock.advance('soon')).toThrow('"soon" is no duration; write 200ms');
});

test('is waited for under fake timers, too', () => {
  jest.useFakeTimers();
  expect(current().requests()).toEqual([]);
  jest.useRealTimers();
});

test('is given back when it is closed, and stays', async () => {
  await ask();
  await current().close();
  expect(current().requests()).toEqual([]);
  expect(await ask()).toBe(200);
});
`;

describe('the global set-up for Jest', () => {
  it(
    'gives each worker a sandbox in one double, as new for each file, and leaves nothing that keeps Jest from ending',
    () => {
      const { folder, status, stderr } = runJest({
        config: configOf({ document: 'orders.json' }),
        files: neighbours(6),
        args: ['--maxWorkers=2'],
      });
      expect(stderr).toMatch(/Tests: +6 passed, 6 total/);
      expect(stderr).not.toMatch(/did not exit|failed to exit/);
      expect(status).toBe(0);
      const seen = seenIn(folder, 6);
      expect(new Set(seen.map(({ url }) => new URL(url).port)).size).toBe(2);
      expect(new Set(seen.map(({ pid }) => pid)).size).toBe(2);
      expect(new Set(seen.map(({ name }) => name))).toEqual(new Set(['worker-1', 'worker-2']));
      for (const { worker, name, url, variable } of seen) {
        expect(name).toBe(`worker-${worker}`);
        expect(variable).toBe(url);
      }
    },
    patience,
  );

  it(
    'answers tests in the process that started it',
    () => {
      const { folder, status, stderr } = runJest({
        config: configOf({ document: 'orders.json' }),
        files: neighbours(2),
        args: ['--runInBand', '--detectOpenHandles'],
      });
      expect(stderr).toMatch(/Tests: +2 passed, 2 total/);
      expect(stderr).not.toMatch(/did not exit|failed to exit|open handle/);
      expect(status).toBe(0);
      const seen = seenIn(folder, 2);
      expect(new Set(seen.map(({ pid }) => pid)).size).toBe(1);
      expect(seen.map(({ name }) => name)).toEqual(['worker-1', 'worker-1']);
    },
    patience,
  );

  it(
    'has all that a double of one file has',
    () => {
      const { status, stderr } = runJest({
        config: { ...configOf({ document: 'orders.json' }), ...transformed },
        files: { 'members.test.js': members },
      });
      expect(stderr).toMatch(/Tests: +10 passed, 10 total/);
      expect(status).toBe(0);
    },
    patience,
  );

  it(
    'gives each worker what is said of the default sandbox, and a port of its own',
    () => {
      const test = `
test('begins with it', async () => {
  expect((await fetch(stunt.url + '/orders')).status).toBe(429);
  stunt.reset();
  expect((await fetch(stunt.url + '/orders')).status).toBe(200);
  stunt.fault('*', { kind: 'refuse' });
  await expect(fetch(stunt.url + '/orders')).rejects.toThrow('fetch failed');
});`;
      const { status, stderr } = runJest({
        config: configOf({
          document: 'orders.json',
          faults: [{ kind: 'status', options: { code: 429 } }],
        }),
        files: { 'one.test.js': test, 'other.test.js': test },
        args: ['--runInBand'],
      });
      expect(stderr).toMatch(/Tests: +2 passed, 2 total/);
      expect(status).toBe(0);
    },
    patience,
  );

  it(
    'is for the projects that name it, each with its document',
    () => {
      const parcels = JSON.stringify(orders).replaceAll('/orders', '/parcels').replaceAll('listOrders', 'listParcels');
      const asks = (path: string, name: string) => `
test('asks its own double', async () => {
  expect((await fetch(stunt.url + '${path}')).status).toBe(200);
  expect(stunt.name).toMatch(${name});
});`;
      const { globalSetup: _, ...alone } = configOf({ document: 'orders.json' });
      const projects = [
        { ...configOf({ document: 'orders.json' }), testMatch: ['**/orders.test.js'] },
        { ...configOf({ document: 'parcels.json' }), testMatch: ['**/parcels.test.js'] },
        { ...alone, testMatch: ['**/alone.test.js'] },
      ];
      const { status, stderr } = runJest({
        config: { projects: projects.map((project) => ({ transform: {}, ...project })) },
        files: {
          'parcels.json': parcels,
          'orders.test.js': asks('/orders', '/^worker-/'),
          'parcels.test.js': asks('/parcels', '/^worker-/'),
          'alone.test.js': asks('/orders', '/^default$/'),
        },
        args: ['--runInBand'],
      });
      expect(stderr).toMatch(/Tests: +3 passed, 3 total/);
      expect(status).toBe(0);
    },
    patience,
  );

  it.each([
    ['a document that does not exist', { document: 'nowhere.json' }, /SPEC_NOT_FOUND: .*nowhere\.json/],
    ['no document', {}, /testEnvironmentOptions\.stunt is \{\}; it has to name a document/],
  ])(
    'ends the run in words where it is given %s',
    (_, stunt, words) => {
      const { status, stderr } = runJest({ config: configOf(stunt), files: neighbours(1) });
      expect(status).toBe(1);
      expect(stderr).toContain('The double of all workers did not start:');
      expect(stderr).toMatch(words);
      expect(stderr).not.toMatch(/^ +at /m);
    },
    patience,
  );
});
