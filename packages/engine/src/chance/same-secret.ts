import { timingSafeEqual } from 'node:crypto';

/** Whether a word that a client sent is the secret that it should be, in a time that tells nothing but its length. */
export function isSameSecret(given: string, secret: string): boolean {
  const bytes = Buffer.from(given);
  const wanted = Buffer.from(secret);
  return bytes.length === wanted.length && timingSafeEqual(bytes, wanted);
}
