import { describe, expect, it } from '@jest/globals';
import { createChaskey } from './chaskey.ts';

/** Key and tags of the designers' reference implementation, 8 rounds, message 00 01 02 …; words in hexadecimal. */
const KEY = Int32Array.of(0x833d3433, 0x009f389f, 0x2398e64f, 0x417acf39);
const MESSAGE = Uint8Array.from({ length: 64 }, (_, at) => at);

function tagOf(length: number, key = KEY, rounds = 8): string {
  const chaskey = createChaskey(key, rounds, 64);
  // What an earlier message left behind must not count.
  chaskey.message.fill(0xff);
  chaskey.message.set(MESSAGE.subarray(0, length));
  const tag = new Int32Array(6);
  chaskey.tag(length, tag, 1, 4);
  return Array.from(tag.subarray(1, 5), (word) => (word >>> 0).toString(16).padStart(8, '0')).join(' ');
}

describe('Chaskey', () => {
  it.each([
    [0, '792e8fe5 75ce87aa 2d1450b5 1191970b'],
    [1, '13a9307b 50e62c89 4577bd88 c0bbdc18'],
    [2, '55df8922 2c7ff577 73809ef4 4e5084c0'],
    [16, '79271ca9 d66a1c71 81ca474e 49831cad'],
  ])('gives the published tag of %i bytes', (length, tag) => {
    expect(tagOf(length)).toBe(tag);
  });

  it('gives another tag for each length, key and number of rounds', () => {
    const tags = new Set<string>();
    for (const rounds of [8, 12])
      for (const key of [KEY, Int32Array.of(1, 2, 3, 4)])
        for (let length = 0; length <= 64; length++) tags.add(tagOf(length, key, rounds));
    expect(tags.size).toBe(4 * 65);
  });

  it('writes as many words as are asked for', () => {
    const into = new Int32Array(4);
    createChaskey(KEY, 8, 0).tag(0, into, 0, 2);
    expect([...into].map((word) => word !== 0)).toEqual([true, true, false, false]);
  });
});
