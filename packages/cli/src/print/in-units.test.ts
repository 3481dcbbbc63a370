import { describe, expect, it } from '@jest/globals';
import { inUnits } from './in-units.ts';

describe('inUnits', () => {
  it.each([
    [-5, '0ms'],
    [850, '850ms'],
    [1499, '1s'],
    [125_000, '2m 5s'],
    [120_000, '2m'],
    [3_605_000, '1h'],
    [90_060_000, '1d 1h'],
  ])('says %d as %s', (ms, text) => expect(inUnits(ms)).toBe(text));
});
