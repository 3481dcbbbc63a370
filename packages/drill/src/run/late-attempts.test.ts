import { describe, expect, it } from '@jest/globals';
import { lateAttempts } from './late-attempts.ts';

describe('lateAttempts', () => {
  it('counts what came after the end, and not what was only heard of after it', () => {
    expect(lateAttempts([{ at: 900 }, { at: 1001 }, { at: 1100 }, { at: 1101 }, { at: 3000 }], 1000)).toBe(2);
  });
});
