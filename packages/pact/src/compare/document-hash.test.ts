import { describe, expect, it } from '@jest/globals';
import { answering, documentOf } from '../testing/compare-bed.ts';
import { documentHash } from './document-hash.ts';

describe('documentHash', () => {
  it('goes by content, not by the order of keys', async () => {
    const content = answering({ type: 'object' });
    const turned = Object.fromEntries(Object.entries(content).toReversed());
    const other = answering({ type: 'string' });
    const [a, b, c] = await Promise.all(
      [content, turned, other].map(async (one) => documentHash(await documentOf(one))),
    );
    expect(a).toMatch(/^[0-9a-f]{64}$/);
    expect(b).toBe(a);
    expect(c).not.toBe(a);
  });
});
