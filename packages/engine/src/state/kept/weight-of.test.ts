import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HEAVIEST, weightOf } from './weight-of.ts';

describe('weightOf', () => {
  it.each([
    ['empty objects', {}, 50],
    ['empty lists', [], 16],
    ['pairs', { a: 1, b: 2 }, 50],
    ['texts of their own', 'x', 8],
  ])('is no less than what V8 takes for a list of %s', (_name, part, least) => {
    expect(weightOf(Array.from({ length: 1000 }, () => part))).toBeGreaterThan(1000 * least);
  });

  it('is about that of the text where a value is one', () => {
    expect(weightOf('x'.repeat(100_000)) / 100_000).toBeCloseTo(1, 2);
  });

  it('is never more than so many times the JSON, and hardly less than it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const bytes = JSON.stringify(value).length;
        expect(weightOf(value)).toBeLessThanOrEqual(HEAVIEST * (bytes + 1));
        expect(weightOf(value)).toBeGreaterThanOrEqual(bytes / 12);
      }),
    );
  });

  it('looks at what is deep', () => {
    let deep: unknown = [];
    for (let depth = 0; depth < 100_000; depth++) deep = [deep];
    expect(weightOf(deep)).toBeGreaterThan(100_000 * 32);
  });
});
