import { describe, expect, it } from '@jest/globals';
import { healthyAnswer, planOf, problemsOf } from '../../testing/fault-context.ts';

describe('truncate', () => {
  it('ends after a fraction of the body', () => {
    const end = { kind: 'partial', by: 'fin', fraction: 0.25 };
    const plan = planOf('truncate', { fraction: 0.25 }, { answer: healthyAnswer('{}') });
    expect(plan).toEqual({ do: 'deliver', at: 'after', delivery: { end } });
  });

  it('never sends the whole', () =>
    expect(problemsOf('truncate', { fraction: 1 })).toEqual(['fraction was 1; allowed: a number from 0 to 0.999.']));

  it('has nothing to cut where there is no body', () => {
    const answer = { ...healthyAnswer(''), status: 204, body: undefined };
    expect(planOf('truncate', {}, { answer })).toEqual({ do: 'nothing', why: 'the answer has no body' });
  });
});
