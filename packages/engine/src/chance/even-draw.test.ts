import { describe, expect, it } from '@jest/globals';
import { evenDraw } from './even-draw.ts';
import { seededRandom } from './random.ts';

const draws = (seed: number, count: number): number[] => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, nth) => evenDraw(seed, nth, random));
};

describe('evenDraw', () => {
  it('falls once into each 1,024th of the interval in each 1,024 draws', () => {
    for (const seed of [1, 2, 3]) {
      const strata = draws(seed, 2048).map((draw) => Math.floor(draw * 1024));
      expect(new Set(strata.slice(0, 1024)).size).toBe(1024);
      expect(new Set(strata.slice(1024)).size).toBe(1024);
      expect(strata.slice(0, 1024)).not.toEqual(strata.slice(1024));
    }
  });

  it('gives the same for the same seed, and something else for another', () => {
    expect(draws(1, 50)).toEqual(draws(1, 50));
    expect(draws(1, 50)).not.toEqual(draws(2, 50));
  });

  it('shows no pattern from one draw to the next', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const all = draws(seed, 2048).map((draw) => draw - 0.5);
      for (const lag of [1, 2, 3, 7]) {
        const products = all.slice(lag).map((draw, at) => draw * (all[at] ?? 0));
        const correlation = (12 * products.reduce((sum, each) => sum + each, 0)) / products.length;
        expect(Math.abs(correlation)).toBeLessThan(0.12);
      }
    }
  });
});
