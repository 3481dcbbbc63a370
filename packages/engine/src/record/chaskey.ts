/**
 * Chaskey, a message authentication code for 32-bit words (Mouha et al. 2014, ISO/IEC 29192-6). Knows nothing of what it
 * authenticates, and allocates nothing.
 */
export interface Chaskey {
  /** The four words of the tag of the first `length` bytes; the same array each time, written over by the next call. */
  tagOf(bytes: Uint8Array, length: number): Int32Array;
}

const BLOCK = 16;

/** @param rounds 12 in Chaskey-12; 8 in the first publication. */
export function createChaskey(key: Int32Array, rounds: number): Chaskey {
  const [k0 = 0, k1 = 0, k2 = 0, k3 = 0] = key;
  const whole = twice(key);
  const padded = twice(whole);
  const tag = new Int32Array(4);
  const end = new Uint8Array(BLOCK);
  return {
    // One loop over variables of its own: with the state in an array and a function for each step it takes four times as long.
    tagOf(bytes, length) {
      const last = length === 0 ? 0 : ((length - 1) >> 4) << 4;
      const rest = length - last;
      const closing = rest < BLOCK ? padded : whole;
      let [v0, v1, v2, v3] = [k0, k1, k2, k3];
      for (let at = 0; at <= last; at += BLOCK) {
        let block = bytes;
        let from = at;
        if (at === last) {
          block = lastBlock(end, bytes, last, rest);
          from = 0;
          v0 ^= of(closing, 0);
          v1 ^= of(closing, 1);
          v2 ^= of(closing, 2);
          v3 ^= of(closing, 3);
        }
        v0 ^= word(block, from);
        v1 ^= word(block, from + 4);
        v2 ^= word(block, from + 8);
        v3 ^= word(block, from + 12);
        for (let round = 0; round < rounds; round++) {
          v0 = (v0 + v1) | 0;
          v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
          v0 = (v0 << 16) | (v0 >>> 16);
          v2 = (v2 + v3) | 0;
          v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
          v0 = (v0 + v3) | 0;
          v3 = ((v3 << 13) | (v3 >>> 19)) ^ v0;
          v2 = (v2 + v1) | 0;
          v1 = ((v1 << 7) | (v1 >>> 25)) ^ v2;
          v2 = (v2 << 16) | (v2 >>> 16);
        }
      }
      tag[0] = v0 ^ of(closing, 0);
      tag[1] = v1 ^ of(closing, 1);
      tag[2] = v2 ^ of(closing, 2);
      tag[3] = v3 ^ of(closing, 3);
      return tag;
    },
  };
}

/** What is left behind the whole blocks, with a one behind it where it is short. */
function lastBlock(end: Uint8Array, bytes: Uint8Array, last: number, rest: number): Uint8Array {
  end.fill(0);
  for (let at = 0; at < rest; at++) end[at] = byte(bytes, last + at);
  if (rest < BLOCK) end[rest] = 1;
  return end;
}

/** The subkey behind one: multiplied by x in the field of 2^128 elements. */
function twice(key: Int32Array): Int32Array {
  const carry = of(key, 3) < 0 ? 0x87 : 0;
  return Int32Array.from(key, (word, at) => (word << 1) ^ (at === 0 ? carry : of(key, at - 1) >>> 31));
}

const of = (words: Int32Array, at: number): number => words[at] ?? 0;
const byte = (bytes: Uint8Array, at: number): number => bytes[at] ?? 0;
/** Little end first. */
const word = (bytes: Uint8Array, at: number): number =>
  byte(bytes, at) | (byte(bytes, at + 1) << 8) | (byte(bytes, at + 2) << 16) | (byte(bytes, at + 3) << 24);
