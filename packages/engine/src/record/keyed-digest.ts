import { hash } from 'node:crypto';
import { createChaskey } from './chaskey.ts';

/**
 * Digests of what clients sent: equal values are recognised, none can be read back or guessed without the key. Node's own
 * hashes would cost a request 8 µs, a fifth of a validated POST, so short values take Chaskey
 * (docs/adr/016-keyed-digests.md). Nothing is allocated for them.
 */
export interface KeyedDigests {
  /** Writes `DIGEST_WORDS` words to `into`, from `at` on. Of a text each character counts as one byte. */
  write(value: string | Uint8Array, into: Int32Array, at: number): void;
}

/** 96 bits. */
export const DIGEST_WORDS = 3;
/** As first published; see the record of the decision for why not twelve. */
const ROUNDS = 8;
/** Longer values go through SHA-256 first, which is faster from here on. */
const LONGEST = 1024;

/** `key` is any text; what counts of it is its hash. */
export function createKeyedDigests(key: string): KeyedDigests {
  const chaskey = createChaskey(new Int32Array(sha256(key).buffer, 0, 4), ROUNDS, LONGEST);
  const { message } = chaskey;
  return {
    write(value, into, at) {
      let { length } = value;
      if (length > LONGEST) {
        const hashed = sha256(value);
        message.set(hashed);
        length = hashed.length;
      } else if (typeof value !== 'string') message.set(value);
      else for (let index = 0; index < length; index++) message[index] = value.charCodeAt(index);
      chaskey.tag(length, into, at, DIGEST_WORDS);
    },
  };
}

/** Digests as texts, for what is kept by name. */
export function createTextDigests(key: string): (text: string) => string {
  const digests = createKeyedDigests(key);
  const words = new Int32Array(DIGEST_WORDS);
  return (text) => {
    digests.write(text, words, 0);
    return digestText(words, 0);
  };
}

/** What was written there, as 16 characters of base64url. */
export const digestText = (words: Int32Array, at: number): string =>
  Buffer.from(words.buffer, words.byteOffset + at * 4, DIGEST_WORDS * 4).toString('base64url');

const sha256 = (value: string | Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(hash('sha256', value, 'buffer'));
