import { describe, expect, it } from '@jest/globals';
import { parseSize } from './parse-size.ts';

describe('parseSize', () => {
  it.each([
    ['1', 1],
    ['512kb', 524_288],
    ['10mb', 10_485_760],
    ['10 MB', 10_485_760],
    ['1.5kb', 1536],
    ['1gb', 1_073_741_824],
  ])('reads %s', (text, bytes) => expect(parseSize(text)).toBe(bytes));

  it.each(['', '0', '-1', '10mib', 'ten', '1e3', '99999999999999gb'])('refuses "%s"', (text) => {
    expect(parseSize(text)).toBeUndefined();
  });
});
