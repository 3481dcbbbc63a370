import { describe, expect, it } from '@jest/globals';
import { healthyAnswer, planOf } from '../../testing/fault-context.ts';

describe('reset', () => {
  it('is asked of the listener, before the operation, after it, or amid its body', () => {
    const nothing = { end: { kind: 'nothing', by: 'reset' } };
    expect(planOf('reset', { at: 'accept' })).toEqual({ do: 'listen', state: { kind: 'reset' } });
    expect(planOf('reset')).toEqual({ do: 'deliver', at: 'before', delivery: nothing });
    expect(planOf('reset', { at: 'after' })).toEqual({ do: 'deliver', at: 'after', delivery: nothing });
    expect(planOf('reset', { at: 'body', fraction: 0.25 }, { answer: healthyAnswer('{}') })).toEqual({
      do: 'deliver',
      at: 'after',
      delivery: { end: { kind: 'partial', by: 'reset', fraction: 0.25 } },
    });
  });
});
