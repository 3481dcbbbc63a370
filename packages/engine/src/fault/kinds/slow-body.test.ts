import { describe, expect, it } from '@jest/globals';
import { healthyAnswer, planOf, problemsOf } from '../../testing/fault-context.ts';

const answer = healthyAnswer('{"a":1}');
const pacing = (given: Record<string, unknown>): unknown => {
  const plan = planOf('slow-body', given, { answer });
  return plan.do === 'deliver' ? plan.delivery.pacing : plan;
};

describe('slow-body', () => {
  it('dribbles in pieces over a time, or at a rate', () => {
    expect(pacing({})).toEqual({ kind: 'chunks', chunks: 10, over: 10_000 });
    expect(pacing({ chunks: 3 })).toEqual({ kind: 'chunks', chunks: 3, over: 10_000 });
    expect(pacing({ over: '2s' })).toEqual({ kind: 'chunks', chunks: 10, over: 2000 });
    expect(pacing({ bytesPerSecond: 64 })).toEqual({ kind: 'rate', bytesPerSecond: 64 });
  });

  it('takes a rate or pieces, not both', () => {
    expect(problemsOf('slow-body', { bytesPerSecond: 64, over: '2s' })).toEqual([
      'bytesPerSecond was given with chunks or over; allowed: a rate, or pieces over a time.',
    ]);
  });

  it('has nothing to slow where there is no body', () => {
    const empty = { ...answer, status: 204, body: undefined };
    expect(planOf('slow-body', {}, { answer: empty })).toEqual({ do: 'nothing', why: 'the answer has no body' });
  });
});
