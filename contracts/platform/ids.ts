/**
 * Ids as the document describes them: a prefix for the kind, and 16 characters of Crockford base32, ten of them time and six chance, so
 * that ids sort by age. Nobody should rely on that but the platform.
 */
import { randomInt } from 'node:crypto';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export type IdPrefix = 'int' | 'doc' | 'exc' | 'prt' | 'key' | 'aud' | 'whs' | 'msg' | 'cli' | 'req';

export function newId(prefix: IdPrefix, now: number): string {
  const time = digits(now, 10);
  const chance = Array.from({ length: 6 }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
  return `${prefix}_${time}${chance}`;
}

function digits(value: number, length: number): string {
  let rest = value;
  let text = '';
  while (text.length < length) {
    text = alphabet.charAt(rest % alphabet.length) + text;
    rest = Math.floor(rest / alphabet.length);
  }
  return text;
}
