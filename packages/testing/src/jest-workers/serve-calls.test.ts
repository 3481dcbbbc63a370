import { afterAll, describe, expect, it } from '@jest/globals';
import { StuntError } from '@stuntdouble/engine';
import type { Calls } from './calls.ts';
import { serveCalls } from './serve-calls.ts';

const refused = (): never => {
  throw new StuntError('FAULT_INVALID', 'no such kind', 'take another');
};
const nothing = (): never => {
  throw new Error('was called');
};
const calls: Calls = {
  begin: nothing,
  end: () => {},
  sandbox: nothing,
  fault: refused,
  remove: nothing,
  scenario: nothing,
  stop: nothing,
  requests: nothing,
  now: () => 42,
  advance: nothing,
  reset: nothing,
};

const started = serveCalls(calls);
afterAll(async () => (await started).close());
const post = async (name: string, authorization: string): Promise<Response> => {
  const { port } = (await started).address;
  return fetch(`http://127.0.0.1:${port}/${name}`, { method: 'POST', body: '{}', headers: { authorization } });
};
const call = async (name: string): Promise<unknown> =>
  (await post(name, `Bearer ${(await started).address.token}`)).json();

describe('calls over loopback', () => {
  it('are answered, and refused in words', async () => {
    expect(await call('now')).toEqual({ result: 42 });
    expect(await call('end')).toEqual({});
    expect(await call('fault')).toEqual({
      failure: { code: 'FAULT_INVALID', message: 'no such kind', hint: 'take another' },
    });
    expect(await call('toString')).toEqual({ failure: { message: 'There is no call "toString".' } });
  });

  it('are answered to nobody without the token', async () => {
    for (const authorization of ['', 'Bearer x', `Bearer ${'x'.repeat((await started).address.token.length)}`]) {
      const answer = await post('now', authorization);
      expect([answer.status, await answer.text()]).toEqual([403, '']);
    }
  });
});
