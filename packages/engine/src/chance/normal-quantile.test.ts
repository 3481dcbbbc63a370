import { describe, expect, it } from '@jest/globals';
import { normalQuantile } from './normal-quantile.ts';

describe('normalQuantile', () => {
  it.each([
    [0.5, 0],
    [0.8413447460685429, 1],
    [0.9, 1.2815515655446004],
    [0.975, 1.959963984540054],
    [0.99, 2.3263478740408408],
    [0.999, 3.090232306167813],
    [0.9999999, 5.199337582187471],
  ])('is where the table has it: %d', (p, z) => {
    expect(normalQuantile(p)).toBeCloseTo(z, 7);
    expect(normalQuantile(1 - p)).toBeCloseTo(-z, 7);
  });

  it('is finite at the ends', () => {
    for (const p of [0, 2 ** -42, 1 - 2 ** -42, 1]) expect(Math.abs(normalQuantile(p))).toBeLessThan(8);
  });
});
