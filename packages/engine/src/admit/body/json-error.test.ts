import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findJsonError } from './json-error.ts';

describe('findJsonError', () => {
  it.each([
    ['', 0],
    ['  ', 2],
    ['{', 1],
    ['{"a":1,}', 7],
    ['{"a" 1}', 5],
    ["{'a':1}", 1],
    ['[1,2', 4],
    ['[1 2]', 3],
    ['[1,]', 3],
    ['{"a":tru}', 8],
    ['nul', 3],
    ['txrue', 1],
    ['1.e5', 2],
    ['1e+', 3],
    ['[1.5 .5]', 5],
    ['truex', 4],
    ['01', 1],
    ['1.', 2],
    ['-', 1],
    ['+1', 0],
    ['"abc', 4],
    ['"a\nb"', 2],
    ['"a\\qb"', 3],
    ['{} x', 3],
    ['}', 0],
    ['[}', 1],
    ['{"a":1]', 6],
    ['a=1', 0],
    ['<xml/>', 0],
    ['NaN', 0],
    ['none', 1],
  ])('finds in %j the offset %d', (text, offset) => {
    expect(findJsonError(text)).toBe(offset);
  });

  it('stands where V8 stands, wherever V8 says where that is', () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.nat(),
        fc.constantFrom('', ',', '}', ']', '"', ':', '1', 'x', '{', '\\', ' '),
        (json, seed, inserted) => {
          const at = seed % (json.length + 1);
          const text = json.slice(0, at) + inserted + json.slice(at + (inserted === '' ? 1 : 0));
          const position = v8Position(text);
          if (position !== undefined) expect(findJsonError(text)).toBe(position);
        },
      ),
      { numRuns: 2000, seed: 20261122 },
    );
  });

  it('is not stopped by size or depth', () => {
    expect(findJsonError(`"${'a'.repeat(1_000_000)}`)).toBe(1_000_001);
    expect(findJsonError('['.repeat(200_000))).toBe(200_000);
  });
});

function v8Position(text: string): number | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const found = /at position (\d+)/.exec(String(error));
    return found ? Number(found[1]) : undefined;
  }
}
