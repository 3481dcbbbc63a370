import type { Secrets } from '../chance/secrets.ts';

/**
 * Ids of requests: an unguessable prefix of the process, then the request's number in base 36. What remembers requests keeps
 * the number: ten thousand texts that have just grown old cost more to collect than the rest of the journal to write.
 */
export interface Ids {
  /** The number of the next request. */
  next(): number;
  textOf(serial: number): string;
}

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz';
/** The last two places of a number: to write it out whole for each request costs more than to admit one. */
const ENDINGS = Array.from(DIGITS, (first) => Array.from(DIGITS, (second) => first + second)).flat();

export function createIds(secrets: Secrets): Ids {
  const prefix = `${secrets.token(6).replaceAll(/[-_]/g, 'x')}-`;
  let count = 0;
  let block = -1;
  let beginning = prefix;
  return {
    next: () => count++,
    textOf(serial) {
      const asked = Math.floor(serial / ENDINGS.length);
      if (asked !== block) {
        block = asked;
        beginning = asked === 0 ? prefix : prefix + asked.toString(36);
      }
      return beginning + ENDINGS[serial % ENDINGS.length];
    },
  };
}
