import { describe, expect, it } from '@jest/globals';
import { healthyAnswer, planOf } from '../../testing/fault-context.ts';

const answer = healthyAnswer('{"a":1}');
const stalled = (pacing: object): object => ({ do: 'deliver', at: 'after', delivery: { pacing } });

describe('stall-body', () => {
  it('falls silent half-way, for ever', () =>
    expect(planOf('stall-body', {}, { answer })).toEqual(stalled({ kind: 'stall', fraction: 0.5 })));

  it('goes on after a time', () =>
    expect(planOf('stall-body', { fraction: 0, for: '5s' }, { answer })).toEqual(
      stalled({ kind: 'stall', fraction: 0, for: 5000 }),
    ));
});
