import { describe, expect, it } from '@jest/globals';
import { createIds } from './ids.ts';

const secrets = { token: () => 'a-b_c' };

describe('ids', () => {
  it('count in base 36 behind a prefix that no client can guess', () => {
    const ids = createIds(secrets);
    const first = Array.from({ length: 3 }, () => ids.textOf(ids.next()));
    expect(first).toEqual(['axbxc-00', 'axbxc-01', 'axbxc-02']);
  });

  it('never repeat, and are the same whenever a number is asked for', () => {
    const ids = createIds(secrets);
    const texts = Array.from({ length: 4000 }, () => ids.textOf(ids.next()));
    expect(new Set(texts).size).toBe(4000);
    expect(ids.textOf(1295)).toBe('axbxc-zz');
    expect(ids.textOf(1296)).toBe('axbxc-100');
    expect(ids.textOf(37)).toBe(texts[37]);
  });
});
