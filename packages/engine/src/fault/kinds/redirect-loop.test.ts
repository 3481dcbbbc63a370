import { describe, expect, it } from '@jest/globals';
import { answerOf, planOf } from '../../testing/fault-context.ts';

describe('redirect-loop', () => {
  it('leads to what was asked, sandbox and query included', () => {
    const answer = answerOf(planOf('redirect-loop', {}, { target: '/~acme/orders/a%2Fb?limit=1' }));
    expect([answer.status, answer.header('Location')]).toEqual([307, '/~acme/orders/a%2Fb?limit=1']);
  });

  it('never leads to another host', () => {
    const location = answerOf(planOf('redirect-loop', {}, { target: '//evil.example/x' })).header('Location') ?? '';
    expect(new URL(location, 'http://127.0.0.1:4010').host).toBe('127.0.0.1:4010');
    expect(new URL(location, 'http://127.0.0.1:4010').pathname).toBe('//evil.example/x');
  });
});
