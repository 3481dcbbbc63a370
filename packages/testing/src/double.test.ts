import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { double, fault, hang, latency, refuse, reset, status } from './index.ts';

const platform = join(import.meta.dirname, '../../../contracts/platform/openapi.yaml');

const failure = (asked: Promise<Response>): Promise<string> =>
  asked.then(
    ({ status: code }) => `answered ${code}`,
    ({ cause }) => cause.code,
  );

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 2));
}

describe('double', () => {
  it('answers as the document says, and tells what it received', async () => {
    await using api = await double(platform);
    const answer = await fetch(`${api.url}/health`);
    expect(answer.status).toBe(200);
    expect(api.requests()).toMatchObject([{ operation: 'getHealth', method: 'GET', target: '/health', status: 200 }]);
  });

  it('breaks one operation, for as often as it is told, and none of the others', async () => {
    await using api = await double(platform, { auth: 'off' });
    api.fault('getHealth', reset(), { times: 1 });
    expect(await failure(fetch(`${api.url}/health`))).toBe('ECONNRESET');
    expect(await failure(fetch(`${api.url}/health`))).toBe('answered 200');
    {
      using _ = api.fault('*', status(503));
      expect((await fetch(`${api.url}/participants`)).status).toBe(503);
    }
    expect((await fetch(`${api.url}/participants`)).status).toBe(200);
  });

  it('tells of a request that hangs from its arrival, and of its end that there was no answer', async () => {
    await using api = await double(platform, { auth: 'off' });
    api.fault('listIntakes', hang());
    const hanging = fetch(`${api.url}/intakes`, { signal: AbortSignal.timeout(100) }).catch(() => undefined);
    await until(() => api.requests().length === 1);
    await fetch(`${api.url}/health`);
    const seen = () => api.requests().map(({ operation, status: code }) => [operation, code]);
    const both = [
      ['listIntakes', 0],
      ['getHealth', 200],
    ];
    expect(seen()).toEqual(both);
    await hanging;
    expect(seen()).toEqual(both);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(seen()).toEqual(both);
  });

  it('says that nobody was there for an answer that came too late', async () => {
    await using api = await double(platform, { auth: 'off' });
    const held = api.fault('getHealth', hang({ at: 'after' }));
    await fetch(`${api.url}/health`, { signal: AbortSignal.timeout(50) }).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 50));
    held.remove();
    await fetch(`${api.url}/participants`);
    expect(api.requests().map(({ status: code }) => code)).toEqual([0, 200]);
  });

  it('counts the time of a request that was held by the clock of its sandbox, and knows nothing of it once it began anew', async () => {
    await using api = await double(platform, { auth: 'off' });
    api.fault('getHealth', latency({ fixed: '1h' }));
    const before = api.clock.now();
    const asked = fetch(`${api.url}/health`);
    await until(() => api.requests().length === 1);
    api.clock.advance('1h');
    await asked;
    const [request] = api.requests();
    expect(request?.at).toBeLessThan(before + 1_800_000);
    expect(request?.durationMs).toBeGreaterThanOrEqual(3_600_000);
    const held = fetch(`${api.url}/health`);
    await until(() => api.requests().length === 2);
    api.reset();
    expect(api.requests()).toEqual([]);
    await held;
    expect(api.requests()).toEqual([]);
  });

  it('keeps sandboxes apart: faults, data, records and clocks', async () => {
    await using api = await double(platform);
    const [one, other] = [await api.sandbox(), await api.sandbox()];
    one.fault('*', status(500));
    one.clock.advance('1h');
    expect((await fetch(`${other.url}/health`)).status).toBe(200);
    expect([one.requests().length, other.requests().length, api.requests().length]).toEqual([0, 1, 0]);
    expect(one.clock.now() - other.clock.now()).toBeGreaterThan(3_590_000);
  });

  it('gives a sandbox a port of its own, so that a client may drop the path of its base URL, and nobody may listen', async () => {
    await using api = await double(platform, { auth: 'off' });
    const sandbox = await api.sandbox({ auth: 'off' });
    expect((await fetch(new URL('/health', sandbox.url))).status).toBe(200);
    expect([sandbox.requests().length, api.requests().length]).toEqual([1, 0]);
    sandbox.fault('*', refuse());
    await expect(fetch(sandbox.url)).rejects.toThrow('fetch failed');
    expect((await fetch(`${api.url}/health`)).status).toBe(200);
  });

  it('runs a scenario by its name', async () => {
    await using api = await double(platform, { auth: 'off' });
    const run = await api.scenario('brownout');
    expect(run.id).not.toBe('');
    await run.stop();
    await expect(api.scenario('nonsense')).rejects.toThrow(/nonsense/);
  });

  it('says what is wrong with a fault and with a duration', async () => {
    await using api = await double(platform);
    expect(() => api.fault('*', fault('explode'))).toThrow(/explode/);
    expect(() => api.clock.advance('soon')).toThrow(/"soon" is no duration; write 200ms/);
  });

  it('says what is wrong with a document, and reads it again when it is asked again', async () => {
    await expect(double('no-such.yaml')).rejects.toMatchObject({ code: 'SPEC_NOT_FOUND' });
    await expect(double('no-such.yaml')).rejects.toMatchObject({ code: 'SPEC_NOT_FOUND' });
  });
});
