import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { double, fault, reset, status } from './index.ts';

const platform = join(import.meta.dirname, '../../../contracts/platform/openapi.yaml');

const failure = (asked: Promise<Response>): Promise<string> =>
  asked.then(
    ({ status: code }) => `answered ${code}`,
    ({ cause }) => cause.code,
  );

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

  it('keeps sandboxes apart: faults, data, records and clocks', async () => {
    await using api = await double(platform);
    const [one, other] = [await api.sandbox(), await api.sandbox()];
    one.fault('*', status(500));
    one.clock.advance('1h');
    expect((await fetch(`${other.url}/health`)).status).toBe(200);
    expect([one.requests().length, other.requests().length, api.requests().length]).toEqual([0, 1, 0]);
    expect(one.clock.now() - other.clock.now()).toBeGreaterThan(3_590_000);
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
