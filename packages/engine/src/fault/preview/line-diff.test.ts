import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { unifiedDiff } from './line-diff.ts';

const lines = (text: string): string[] => (text === '' ? [] : text.split(' '));

describe('unifiedDiff', () => {
  it('is empty for what is the same', () => {
    expect(unifiedDiff(['a', 'b'], ['a', 'b'])).toBe('');
    expect(unifiedDiff([], [])).toBe('');
  });

  it('shows changes within their context, far ones in hunks of their own', () => {
    const before = lines('a b c d e f g h i j k l');
    const after = lines('a b c d X f g h i j k l Y');
    expect(unifiedDiff(before, after, 1)).toBe('@@ -4,3 +4,3 @@\n d\n-e\n+X\n f\n@@ -12,1 +12,2 @@\n l\n+Y\n');
    expect(unifiedDiff(before, after, 4).match(/@@ -/g)).toHaveLength(1);
  });

  it('keeps the most that both have', () => {
    expect(unifiedDiff(lines('a b c a b b a'), lines('c b a b a c'), 9).match(/^ /gm)).toHaveLength(4);
  });

  it('leads from the one to the other, whatever they are', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 25 });
    fc.assert(
      fc.property(text, text, fc.nat(3), (before, after, context) => {
        expect(patched(before, unifiedDiff(before, after, context))).toEqual(after);
      }),
    );
  });

  it('is quick and short for thousands of lines, alike or not', () => {
    const many = Array.from({ length: 20_000 }, (_, at) => `line ${at}`);
    const inserted = unifiedDiff(['a', 'z'], ['a', ...many, 'z']);
    expect(inserted.split('\n').slice(0, 4)).toEqual(['@@ -1,2 +1,20002 @@', ' a', '+line 0', '+line 1']);
    expect(inserted).toContain('+… 19940 more lines\n z\n');
    const others = many.map((line) => `${line}!`);
    expect(unifiedDiff(many, others).split('\n').length).toBeLessThan(200);
  });
});

/** Applies a unified diff as `patch` would. */
function patched(before: readonly string[], diff: string): string[] {
  const out: string[] = [];
  let at = 0;
  for (const line of diff.split('\n').slice(0, -1)) {
    const [, start, count] = /^@@ -(\d+),(\d+) /.exec(line) ?? [];
    if (start !== undefined) {
      const from = count === '0' ? Number(start) : Number(start) - 1;
      out.push(...before.slice(at, from));
      at = from;
      continue;
    }
    if (line[0] !== '+') expect(before[at++]).toBe(line.slice(1));
    if (line[0] !== '-') out.push(line.slice(1));
  }
  return [...out, ...before.slice(at)];
}
