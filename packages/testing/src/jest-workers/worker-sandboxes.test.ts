import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import type { JestSettings } from '../jest-settings.ts';
import { endAll, projectIn } from '../testing/run-jest.ts';
import { createWorkerSandboxes, type WorkerSandboxes } from './worker-sandboxes.ts';

afterAll(endAll);

const opened: WorkerSandboxes[] = [];
afterEach(async () => {
  for (const sandboxes of opened.splice(0)) await sandboxes.close();
});
const sandboxesFor = (workers: number): WorkerSandboxes => {
  const sandboxes = createWorkerSandboxes(workers);
  opened.push(sandboxes);
  return sandboxes;
};

const folder = projectIn({ files: {}, config: {} });
const settings: JestSettings = { document: 'orders.json', cwd: folder, auth: 'off' };
const ask = async (url: string, path = '/orders'): Promise<unknown> => (await fetch(url + path)).json();

describe('sandboxes of workers', () => {
  it('begin with what is said of the default one', async () => {
    const sandboxes = sandboxesFor(2);
    const fixtures = { default: [{ file: 'orders.yaml', content: { '/orders': [{ id: 'o7' }] } }] };
    const sandboxLimits = { default: { listOrders: { limit: 2, window: '1h' } } };
    for (const worker of ['1', '2']) {
      const { url } = await sandboxes.begin({ settings: { ...settings, fixtures, sandboxLimits }, worker });
      expect(await ask(url)).toEqual([{ id: 'o7' }]);
      await ask(url);
      expect(await ask(url)).toMatchObject({ code: 'RATE_LIMITED' });
      // A further file in the same worker.
      await sandboxes.begin({ settings: { ...settings, fixtures, sandboxLimits }, worker });
      expect(await ask(url)).toEqual([{ id: 'o7' }]);
    }
  });

  it('keep their credentials from file to file', async () => {
    const sandboxes = sandboxesFor(1);
    const { url, credentials } = await sandboxes.begin({ settings: { ...settings, auth: 'enforce' }, worker: '1' });
    const again = await sandboxes.begin({ settings: { ...settings, auth: 'enforce' }, worker: '1' });
    expect(again).toEqual({ name: 'worker-1', url, credentials });
  });

  it('keep their records, however much others receive', async () => {
    const sandboxes = sandboxesFor(2);
    const [quiet, busy] = [
      await sandboxes.begin({ settings, worker: '1' }),
      await sandboxes.begin({ settings, worker: '2' }),
    ];
    sandboxes.advance({ url: quiet.url, duration: '1h' });
    sandboxes.advance({ url: busy.url, duration: '1h' });
    await ask(quiet.url);
    for (let round = 0; round < 11; round++) await Promise.all(Array.from({ length: 100 }, () => ask(busy.url)));
    const [kept] = sandboxes.requests({ url: quiet.url });
    expect(kept?.at).toBeGreaterThan(Date.now() + 3_500_000);
    expect(sandboxes.requests({ url: busy.url })).toHaveLength(1000);
  });

  it('are no more once their test file is over, where it made them', async () => {
    const sandboxes = sandboxesFor(1);
    const { url } = await sandboxes.begin({ settings, worker: '1' });
    const made = await sandboxes.sandbox({ url, options: {} });
    expect(made.name).toBe('worker-1-test-1');
    sandboxes.end({ url });
    expect(() => sandboxes.requests({ url: made.url })).toThrow(/it ended with its test file/);
    await expect(ask(made.url)).rejects.toThrow('fetch failed');
  });

  it('have a port each, or paths of one port where that is asked for', async () => {
    const sandboxes = sandboxesFor(2);
    const begin = (worker: string, more: Partial<JestSettings>) =>
      sandboxes.begin({ settings: { ...settings, ...more }, worker });
    const [one, other] = [await begin('1', {}), await begin('2', {})];
    expect(one.url).toMatch(/:\d+$/);
    expect(other.url).not.toBe(one.url);
    expect(await ask(new URL('/orders', one.url).href, '')).toEqual([]);
    expect([one, other].map(({ url }) => sandboxes.requests({ url }).length)).toEqual([1, 0]);
    const [path, further] = [await begin('1', { workerPorts: false }), await begin('2', { workerPorts: false })];
    expect([path.url, further.url].map((url) => new URL(url).pathname)).toEqual(['/~worker-1', '/~worker-2']);
    expect(new URL(path.url).port).toBe(new URL(further.url).port);
  });

  it('belong to one double for the same document, and to another one for another', async () => {
    const sandboxes = sandboxesFor(1);
    await expect(sandboxes.open({ ...settings, document: 'later.json' })).rejects.toMatchObject({
      code: 'SPEC_NOT_FOUND',
    });
    writeFileSync(join(folder, 'later.json'), '{"openapi":"3.1.0","info":{"title":"l","version":"1"},"paths":{}}');
    const [one, same, other] = [
      await sandboxes.open(settings),
      await sandboxes.open({ ...settings }),
      await sandboxes.open({ ...settings, document: 'later.json' }),
    ];
    expect(same).toBe(one);
    expect(other).not.toBe(one);
  });
});
