import { describe, expect, it } from '@jest/globals';
import { evenDraw } from '../../chance/even-draw.ts';
import { seededRandom } from '../../chance/random.ts';
import { planOf, problemsOf } from '../../testing/fault-context.ts';

const SAMPLES = 2000;

/** Sorted delays of a rule that fires so often. */
function delays(given: Record<string, unknown>): number[] {
  const random = seededRandom(5);
  return Array.from({ length: SAMPLES }, (_, nth) => {
    const plan = planOf('latency', given, { evenly: () => evenDraw(5, nth, random) });
    return plan.do === 'delay' ? plan.ms : Number.NaN;
  }).sort((a, b) => a - b);
}

const quantile = (sorted: readonly number[], p: number): number => sorted[Math.floor(p * sorted.length)] ?? Number.NaN;

/** Of the standard normal distribution, at 0.1, 0.5, 0.9 and 0.99. */
const Z = [
  [0.1, -1.28155],
  [0.5, 0],
  [0.9, 1.28155],
  [0.99, 2.32635],
] as const;

describe('latency', () => {
  it('is 200ms where nothing else is asked for', () => {
    expect(planOf('latency')).toEqual({ do: 'delay', ms: 200 });
    expect(planOf('latency', { fixed: '1.5s' })).toEqual({ do: 'delay', ms: 1500 });
  });

  it('spreads evenly between two delays', () => {
    const sorted = delays({ uniform: { min: '100ms', max: '300ms' } });
    for (const p of [0.1, 0.5, 0.99]) expect(quantile(sorted, p)).toBeCloseTo(100 + 200 * p, -0.3);
  });

  it.each(Z)('has the quantile %d of a normal distribution', (p, z) => {
    const wanted = 500 + z * 100;
    expect(Math.abs(quantile(delays({ normal: { mean: '500ms', stddev: '100ms' } }), p) / wanted - 1)).toBeLessThan(
      0.01,
    );
  });

  it.each(Z)('has the quantile %d of a lognormal distribution', (p, z) => {
    const wanted = 200 * Math.exp(0.4 * z);
    expect(Math.abs(quantile(delays({ lognormal: 'median=200ms,sigma=0.4' }), p) / wanted - 1)).toBeLessThan(0.02);
  });

  it.each([0.1, 0.5, 0.9, 0.99])('has the quantile %d of a Pareto distribution', (p) => {
    const wanted = 100 / (1 - p) ** (1 / 2);
    expect(Math.abs(quantile(delays({ pareto: { scale: '100ms', shape: 2 } }), p) / wanted - 1)).toBeLessThan(0.02);
    const draw = planOf('latency', { pareto: { scale: '100ms', shape: 2 } }, { random: { next: () => p } });
    expect(draw).toEqual({ do: 'delay', ms: expect.closeTo(wanted, 6) });
  });

  it('is never negative and never beyond its maximum', () => {
    expect(quantile(delays({ normal: { mean: '10ms', stddev: '100ms' } }), 0)).toBe(0);
    expect(quantile(delays({ lognormal: { median: '1s', sigma: 2, max: '3s' } }), 0.9999)).toBe(3000);
    expect(quantile(delays({ pareto: { scale: '1s', shape: 0.1, max: '1m' } }), 0.9999)).toBe(60_000);
    const never = planOf('latency', { pareto: { scale: '1h', shape: 0.1 } }, { random: { next: () => 1 - 2 ** -32 } });
    expect(never).toEqual({ do: 'delay', ms: 86_400_000 });
  });

  it('takes exactly one distribution', () => {
    expect(problemsOf('latency', { fixed: '1s', uniform: 'max=2s' })).toEqual([
      'fixed and uniform were given; allowed: one distribution.',
    ]);
    expect(problemsOf('latency', { uniform: 'min=2s,max=1s' })).toEqual(['uniform.min is larger than uniform.max.']);
    expect(problemsOf('latency', { lognormal: 'sigma=1' })).toEqual([
      'latency needs lognormal.median: Half of the delays are longer.',
    ]);
  });
});
