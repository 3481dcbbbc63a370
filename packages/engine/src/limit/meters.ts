import { type Meter, newMeter } from './meter.ts';

/** The meters of one sandbox by name; those that were not used for long are forgotten, so that made-up credentials cost a bounded memory. */
export interface Meters {
  readonly size: number;
  of(name: string): Meter;
}

/** About 2 MB of a sandbox whose callers make up a credential for each request. */
export const MOST_METERS = 10_000;

/** Two generations: what is used moves to the younger one, and what was not when that is full is forgotten. */
export function createMeters(most = MOST_METERS): Meters {
  // `lru-cache` would take the space of all at once, in each of 5,000 sandboxes.
  let young = new Map<string, Meter>();
  let old = new Map<string, Meter>();
  return {
    get size() {
      return young.size + old.size;
    },
    of(name) {
      const known = young.get(name);
      if (known !== undefined) return known;
      if (young.size >= most / 2) {
        old = young;
        young = new Map();
      }
      const meter = old.get(name) ?? newMeter();
      old.delete(name);
      young.set(name, meter);
      return meter;
    },
  };
}
