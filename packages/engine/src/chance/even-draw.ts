import { hashOf, type Random } from './random.ts';

/**
 * The n-th of many draws from [0, 1) that fill it evenly: of each 1,024 in a row one falls into each 1,024th, in an order that
 * chance decides. Single draws are as unforeseeable as any; what is measured over many lies where it was asked for.
 */
export function evenDraw(seed: number, nth: number, random: Random): number {
  const key = hashOf(seed, Math.floor(nth / STRATA));
  return (shuffled(nth % STRATA, key) + random.next()) / STRATA;
}

const BITS = 10;
const STRATA = 1 << BITS;
const ROUNDS = 4;

/** A permutation of the strata for each key: every step can be undone within ten bits, so that no two meet. */
function shuffled(index: number, key: number): number {
  let x = index;
  for (let round = 0; round < ROUNDS; round++) {
    const mixed = hashOf(key, round);
    x = (Math.imul(x, (mixed & (STRATA - 1)) | 1) + (mixed >>> BITS)) & (STRATA - 1);
    x ^= x >>> (BITS / 2);
  }
  return x;
}
