import { describe, expect, it } from '@jest/globals';
import { positionsIn } from './positions.ts';

describe('positionsIn', () => {
  it('finds keys and items of a JSON text', () => {
    const at = positionsIn('\n{\n  "a\\"b": [1, {"x": "}],"},\n  true],\n  "c/d": {"e": {}}\n}');
    expect(at([])).toEqual({ line: 2, column: 1 });
    expect(at(['a"b'])).toEqual({ line: 3, column: 3 });
    expect(at(['a"b', '1', 'x'])).toEqual({ line: 3, column: 16 });
    expect(at(['a"b', '2'])).toEqual({ line: 4, column: 3 });
    expect(at(['c/d', 'e'])).toEqual({ line: 5, column: 11 });
  });

  it('finds keys and items of a YAML text', () => {
    const at = positionsIn('a: &one\n  - x\n  - "y z": |\n      long\n      text\nb: *one\n200: {c: d}\n');
    expect(at(['a', '1', 'y z'])).toEqual({ line: 3, column: 5 });
    expect(at(['b', '0'])).toEqual({ line: 6, column: 1 });
    expect(at(['200', 'c'])).toEqual({ line: 7, column: 7 });
  });

  it('stops at the nearest place that exists', () => {
    expect(positionsIn('{"a": {"b": 1}}')(['a', 'no', 'b'])).toEqual({ line: 1, column: 2 });
    expect(positionsIn('a:\n  b: 1\n')(['a', 'b', 'c'])).toEqual({ line: 2, column: 3 });
  });

  it('takes broken texts without complaint', () => {
    for (const text of ['{"a": [', '{"a" 1 "b"}', '[}', '{', '{"a": "unclosed', 'a: [', '{a: 1, b: {c: 2}}']) {
      expect(positionsIn(text)(['a', '0', 'b']).line).toBe(1);
    }
  });
});
