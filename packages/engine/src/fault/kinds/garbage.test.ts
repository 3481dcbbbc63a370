import { describe, expect, it } from '@jest/globals';
import { planOf } from '../../testing/fault-context.ts';

const bytesOf = (given: Record<string, unknown>, seed: number): Uint8Array => {
  const plan = planOf('garbage', given, { seed });
  return plan.do === 'deliver' && plan.delivery.end?.kind === 'garbage' ? plan.delivery.end.bytes : new Uint8Array();
};

describe('garbage', () => {
  it('is as long as it was asked to be, and differs from one firing to the next', () => {
    expect(bytesOf({ bytes: 12 }, 1)).toHaveLength(12);
    expect(bytesOf({ bytes: 12 }, 1)).toEqual(bytesOf({ bytes: 12 }, 1));
    expect(bytesOf({ bytes: 12 }, 1)).not.toEqual(bytesOf({ bytes: 12 }, 2));
  });

  it('never starts as HTTP does, nor as a chunk does', () => {
    for (let seed = 0; seed < 300; seed++) expect(bytesOf({ bytes: 1 }, seed)[0]).toBeGreaterThan(127);
  });

  it('follows the headers of an answer that was made, where it was asked to', () => {
    expect(planOf('garbage')).toMatchObject({ at: 'before', delivery: { end: { afterHeaders: false } } });
    expect(planOf('garbage', { afterHeaders: true })).toMatchObject({
      at: 'after',
      delivery: { end: { afterHeaders: true } },
    });
  });
});
