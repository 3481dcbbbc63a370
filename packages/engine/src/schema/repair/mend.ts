import { isValid } from '../check.ts';
import { isObject } from '../json-schema.ts';
import { isOfType } from '../keywords/any-value.ts';
import { alternatives } from '../sample/alternatives.ts';
import { type Flat, flatten } from '../sample/flat.ts';
import { isUnsatisfiable, type Place } from '../sample/part.ts';
import { plainValue } from '../sample/plain-value.ts';
import type { Sampled, Sampler } from '../sampler.ts';
import type { Schemas } from '../schemas.ts';
import { conversions } from './convert.ts';
import { distance } from './distance.ts';
import { graft } from './graft.ts';
import { mendArray } from './mend-array.ts';
import { mendObject } from './mend-object.ts';
import type { Mending } from './mending.ts';

export function createMending(schemas: Schemas, seed: number, sample: Sampler): Mending {
  const mending: Mending = {
    schemas,
    seed,
    sample,
    left: MAX_PLACES,
    mend: (places, value, name, depth) => mend(mending, places, value, name, depth),
    sampled: (places, name) => sampled(mending, places, name),
    fits: (places, value) => places.every(({ schema }) => isValid(schemas, schema, value)),
  };
  return mending;
}

function sampled(mending: Mending, places: readonly Place[], name: string): Sampled {
  const fits = (value: unknown): boolean => mending.fits(places, value);
  const found = mending.sample(mending.schemas, conjunction(places), { seed: mending.seed, hints: { name } });
  return !isUnsatisfiable(found) && fits(found.value) ? found : (plainValue(fits) ?? found);
}

function conjunction(places: readonly Place[]): unknown {
  const [only] = places;
  return places.length === 1 && only !== undefined ? only.schema : { allOf: places.map(({ schema }) => schema) };
}

const MAX_ALTERNATIVES = 24;
const TRIED = 6;
const MAX_DEPTH = 60;
const MAX_PLACES = 2000;

/** Keeps what is valid; tries the ways of satisfying the schema that lie nearest to the value; samples where none leads there. */
function mend(mending: Mending, places: readonly Place[], value: unknown, name: string, depth: number): Sampled {
  if (mending.fits(places, value)) return { value };
  if (depth <= MAX_DEPTH && mending.left-- > 0) {
    for (const flat of nearest(mending, places, value)) {
      const mended = mendTowards(mending, flat, places, value, name, depth);
      if (mended !== undefined && mending.fits(places, mended.value)) return mended;
    }
  }
  const fresh = mending.sampled(places, name);
  if (isUnsatisfiable(fresh)) return fresh;
  const grafted = graft(mending, places, value, fresh.value);
  return mending.fits(places, grafted) ? { value: grafted } : { unsatisfiable: places[0]?.pointer ?? '#' };
}

function nearest(mending: Mending, places: readonly Place[], value: unknown): readonly Flat[] {
  const rated: { flat: Flat; rate: number }[] = [];
  let seen = 0;
  for (const alternative of alternatives(mending.schemas, places)) {
    if (++seen > MAX_ALTERNATIVES) break;
    const flat = flatten(alternative);
    if (!isUnsatisfiable(flat)) rated.push({ flat, rate: distance(mending, flat, value) });
  }
  return rated
    .sort((a, b) => a.rate - b.rate)
    .slice(0, TRIED)
    .map(({ flat }) => flat);
}

/** Undefined where this way leads to no valid value. */
function mendTowards(
  mending: Mending,
  flat: Flat,
  places: readonly Place[],
  value: unknown,
  name: string,
  depth: number,
): { readonly value: unknown } | undefined {
  if (hasType(value, flat)) {
    const inside = mendInside(mending, flat, places, value, name, depth);
    if (inside !== undefined) return inside;
  }
  for (const converted of conversions(value, flat)) {
    if (mending.fits(places, converted)) return { value: converted };
    if (!hasType(converted, flat) || typeof converted !== 'object') continue;
    const inside = mendInside(mending, flat, places, converted, name, depth);
    if (inside !== undefined && mending.fits(places, inside.value)) return inside;
  }
  return undefined;
}

function mendInside(
  mending: Mending,
  flat: Flat,
  places: readonly Place[],
  value: unknown,
  name: string,
  depth: number,
): { readonly value: unknown } | undefined {
  let mended: Sampled | undefined;
  if (isObject(value)) mended = mendObject(mending, flat, places, value, name, depth);
  if (Array.isArray(value)) mended = mendArray(mending, flat, places, value, name, depth);
  return mended === undefined || isUnsatisfiable(mended) ? undefined : mended;
}

function hasType(value: unknown, flat: Flat): boolean {
  return flat.types === undefined || flat.types.some((type) => isOfType(value, type));
}
