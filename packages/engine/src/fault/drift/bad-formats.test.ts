import { describe, expect, it } from '@jest/globals';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { badlyFormatted } from './bad-formats.ts';
import { ajvOf } from './drift-fixture.ts';

/** Those that take any string, or any number. */
const UNBREAKABLE = ['binary', 'password', 'int64', 'float', 'double'];

describe('badlyFormatted', () => {
  it.each(Object.keys(fullFormats).filter((format) => !UNBREAKABLE.includes(format)))(
    'knows what %s refuses',
    (format) => {
      const isValid = ajvOf({ schema: { format } });
      const value = format === 'int32' ? 5 : '2024-03-09T16:05:00Z';
      expect(badlyFormatted(value, format).some((other) => !isValid(other))).toBe(true);
    },
  );

  it('knows nothing of other formats', () => {
    expect([...UNBREAKABLE, 'constructor', 'made-up'].flatMap((format) => badlyFormatted('x', format))).toEqual([]);
  });
});
