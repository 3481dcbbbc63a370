import { describe, expect, it } from '@jest/globals';
import { addLatencies, cumulative, newLatencies, observe, quantile } from './latencies.ts';

const latenciesOf = (values: readonly number[]) => {
  const latencies = newLatencies();
  for (const ms of values) observe(latencies, ms);
  return latencies;
};

describe('latencies', () => {
  it('finds quantiles within a tenth', () => {
    const values = Array.from({ length: 1000 }, (_, n) => 0.1 * 1.01 ** n);
    const latencies = latenciesOf(values);
    for (const q of [0.01, 0.5, 0.9, 0.99]) {
      const right = values[Math.ceil(q * 1000) - 1] ?? 0;
      expect(Math.abs((quantile(latencies, q) ?? 0) / right - 1)).toBeLessThan(0.1);
    }
  });

  it('has no quantile where nothing was seen, and takes clocks that stand still, go back or stop for hours', () => {
    expect(quantile(newLatencies(), 0.5)).toBeUndefined();
    const odd = latenciesOf([0, -5, 1e9, Number.NaN]);
    expect(odd.counts.reduce((sum, count) => sum + count, 0)).toBe(4);
    expect(quantile(odd, 0.5)).toBeLessThan(0.1);
  });

  it('gives cumulative counts at bounds that are exact', () => {
    const steps = cumulative(latenciesOf([1, 1.001, 2, 4, 1e9]));
    expect(steps.find(({ le }) => le === 0.001)?.count).toBe(1);
    expect(steps.find(({ le }) => le === 0.002)?.count).toBe(3);
    expect(steps.at(-1)?.count).toBe(4);
  });

  it('adds up', () => {
    const sum = latenciesOf([1, 2]);
    addLatencies(sum, latenciesOf([4]));
    expect([sum.count, sum.sum, cumulative(sum).find(({ le }) => le === 0.004)?.count]).toEqual([3, 7, 3]);
  });
});
