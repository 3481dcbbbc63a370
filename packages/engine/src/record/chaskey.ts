/**
 * Chaskey, a message authentication code for 32-bit words (Mouha et al. 2014, ISO/IEC 29192-6). Knows nothing of what it
 * authenticates, and allocates nothing.
 */
export interface Chaskey {
  /** Where the message is put before `tag` is called; what is behind it is written over. */
  readonly message: Uint8Array;
  /** Writes the first words of the tag of the first `length` bytes of `message` to `into`, from `at` on: at most four. */
  tag(length: number, into: Int32Array, at: number, words: number): void;
}

const BLOCK = 16;

/** @param rounds 12 in Chaskey-12; 8 in the first publication. @param longest bytes of the longest message. */
export function createChaskey(key: Int32Array, rounds: number, longest: number): Chaskey {
  const [k0 = 0, k1 = 0, k2 = 0, k3 = 0] = key;
  const whole = twice(key);
  const padded = twice(whole);
  const message = new Uint8Array(Math.max(BLOCK, Math.ceil(longest / BLOCK) * BLOCK));
  // Little end first, as every machine that Node runs on has it.
  const blocks = new Int32Array(message.buffer);
  return {
    message,
    // One loop over variables of its own: with the state in an array and a function for each step it takes four times as long.
    tag(length, into, at, words) {
      const end = length === 0 ? BLOCK : ((length + BLOCK - 1) >> 4) << 4;
      const closing = end === length ? whole : padded;
      if (end !== length) pad(message, length, end);
      const c0 = of(closing, 0);
      const c1 = of(closing, 1);
      const c2 = of(closing, 2);
      const c3 = of(closing, 3);
      const last = (end >> 2) - 4;
      let [v0, v1, v2, v3] = [k0, k1, k2, k3];
      for (let next = 0; next <= last; next += 4) {
        v0 ^= of(blocks, next);
        v1 ^= of(blocks, next + 1);
        v2 ^= of(blocks, next + 2);
        v3 ^= of(blocks, next + 3);
        if (next === last) {
          v0 ^= c0;
          v1 ^= c1;
          v2 ^= c2;
          v3 ^= c3;
        }
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
      into[at] = v0 ^ c0;
      if (words > 1) into[at + 1] = v1 ^ c1;
      if (words > 2) into[at + 2] = v2 ^ c2;
      if (words > 3) into[at + 3] = v3 ^ c3;
    },
  };
}

/** A one behind the message, then zeros. */
function pad(message: Uint8Array, length: number, end: number): void {
  message[length] = 1;
  for (let at = length + 1; at < end; at++) message[at] = 0;
}

/** The subkey behind one: multiplied by x in the field of 2^128 elements. */
function twice(key: Int32Array): Int32Array {
  const carry = of(key, 3) < 0 ? 0x87 : 0;
  return Int32Array.from(key, (word, at) => (word << 1) ^ (at === 0 ? carry : of(key, at - 1) >>> 31));
}

const of = (words: Int32Array, at: number): number => words[at] ?? 0;
