import { describe, expect, it } from '@jest/globals';
import { createChaskey } from './chaskey.ts';

/** Key and tags of the designers' reference implementation, 8 rounds, message 00 01 02 …; words in hexadecimal. */
const KEY = Int32Array.of(0x833d3433, 0x009f389f, 0x2398e64f, 0x417acf39);
const MESSAGE = Uint8Array.from({ length: 64 }, (_, at) => at);

const words = (tag: Int32Array): string =>
  Array.from(tag, (word) => (word >>> 0).toString(16).padStart(8, '0')).join(' ');

describe('Chaskey', () => {
  it.each([
    [0, '792e8fe5 75ce87aa 2d1450b5 1191970b'],
    [1, '13a9307b 50e62c89 4577bd88 c0bbdc18'],
    [2, '55df8922 2c7ff577 73809ef4 4e5084c0'],
    [16, '79271ca9 d66a1c71 81ca474e 49831cad'],
  ])('gives the published tag of %i bytes', (length, tag) => {
    expect(words(createChaskey(KEY, 8).tagOf(MESSAGE, length))).toBe(tag);
  });

  it('gives another tag for each length, key and number of rounds', () => {
    const tags = new Set<string>();
    for (const rounds of [8, 12])
      for (const key of [KEY, Int32Array.of(1, 2, 3, 4)])
        for (let length = 0; length <= 64; length++) tags.add(words(createChaskey(key, rounds).tagOf(MESSAGE, length)));
    expect(tags.size).toBe(4 * 65);
  });
});
