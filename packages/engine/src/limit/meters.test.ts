import { describe, expect, it } from '@jest/globals';
import { createMeters, MOST_METERS } from './meters.ts';

describe('createMeters', () => {
  it('gives the same meter for the same name', () => {
    const meters = createMeters();
    meters.of('a').level = 7;
    expect([meters.of('a').level, meters.of('b').level]).toEqual([7, 0]);
  });

  it('keeps what is used while others come and go', () => {
    const meters = createMeters(10);
    meters.of('used').level = 1;
    meters.of('left').level = 2;
    for (let index = 0; index < 100; index++) {
      meters.of(`other ${index}`);
      meters.of('used');
    }
    expect([meters.of('used').level, meters.of('left').level]).toEqual([1, 0]);
  });

  it('keeps a bounded number of a million', () => {
    const meters = createMeters();
    let largest = 0;
    for (let index = 0; index < 1_000_000; index++) {
      meters.of(`caller ${index}`);
      largest = Math.max(largest, meters.size);
    }
    expect(largest).toBe(MOST_METERS);
  });
});
