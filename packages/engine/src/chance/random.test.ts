import { describe, expect, it } from '@jest/globals';
import { hashOf, seededRandom } from './random.ts';

describe('seededRandom', () => {
  it('gives the same sequence for the same seed, here and in every process', () => {
    const random = seededRandom(7);
    expect([random.next(), random.next(), random.next()]).toEqual([
      0.011704753153026104, 0.06195825757458806, 0.97690763277933,
    ]);
  });

  it('stays in [0, 1) and spreads over it', () => {
    const random = seededRandom(1);
    const values = Array.from({ length: 10_000 }, () => random.next());
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(0.5, 1);
  });
});

describe('hashOf', () => {
  it('keeps the parts apart', () => {
    expect(hashOf('ab', 'c')).not.toBe(hashOf('a', 'bc'));
    expect(hashOf('a', 1)).toBe(hashOf('a', '1'));
  });
});
