import { isObject } from '../json-schema.ts';
import type { Place } from '../sample/part.ts';
import type { Mending } from './mending.ts';

/** Puts what a lost value had into the new one, property by property, as long as it stays valid: nothing that was right gets lost. */
export function graft(mending: Mending, places: readonly Place[], lost: unknown, fresh: unknown): unknown {
  if (!isObject(lost) || !isObject(fresh)) return fresh;
  let result: Readonly<Record<string, unknown>> = fresh;
  for (const [name, value] of Object.entries(lost)) {
    const tried = { ...result, [name]: value };
    if (mending.fits(places, tried)) result = tried;
  }
  return result;
}
