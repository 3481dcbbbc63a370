import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { layOutJson } from './lay-out-json.ts';

describe('layOutJson', () => {
  it('lays JSON out as JSON.stringify does, however it was spaced', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, '\t'), (value, space) => {
        expect(layOutJson(JSON.stringify(value, null, space)).join('\n')).toBe(JSON.stringify(value, null, 2));
      }),
    );
  });

  it('lays out what is no JSON any more as far as it goes', () => {
    expect(layOutJson('{"a":[1,{"b":"x,y')).toEqual(['{', '  "a": [', '    1,', '    {', '      "b": "x,y']);
    expect(layOutJson(']}{"a"')).toEqual(['', ']', '}{', '  "a"']);
    expect(layOutJson('')).toEqual(['']);
  });

  it('keeps numbers as they are written', () => {
    expect(layOutJson('[12345678901234567890,1.0]')).toEqual(['[', '  12345678901234567890,', '  1.0', ']']);
  });
});
