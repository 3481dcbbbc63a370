import { isObject } from '../json-schema.ts';
import { isOfType } from '../keywords/any-value.ts';
import { type Flat, itemPlaces, propertyPlaces } from '../sample/flat.ts';
import type { Place } from '../sample/part.ts';
import type { Mending } from './mending.ts';

/** How far a value is from one way of satisfying its schema: the number of things wrong at its top, the telling ones counted more. */
export function distance(mending: Mending, flat: Flat, value: unknown): number {
  if (flat.types !== undefined && !flat.types.some((type) => isOfType(value, type))) return 1000;
  if (isObject(value)) return objectDistance(mending, flat, value);
  if (Array.isArray(value)) {
    const wrong = value.slice(0, 20).filter((item, i) => !mending.fits(itemPlaces(flat, i), item)).length;
    return wrong + Math.max(0, flat.minItems - value.length);
  }
  return mending.fits(ownPlaces(flat), value) ? 0 : 1;
}

function objectDistance(mending: Mending, flat: Flat, value: Readonly<Record<string, unknown>>): number {
  let sum = 0;
  for (const name of flat.required) if (!Object.hasOwn(value, name)) sum += 3;
  for (const [name, item] of Object.entries(value)) {
    if (flat.forbidden.has(name)) sum += 1;
    const places = propertyPlaces(flat, name);
    if (places.length === 0) sum += 0.1;
    else if (!mending.fits(places, item)) sum += places.some(isTelling) ? 30 : 2;
  }
  return sum;
}

/** A property with one value only says which branch is meant. */
function isTelling({ schema }: Place): boolean {
  return typeof schema === 'object' && (schema.const !== undefined || (schema.enum?.length ?? 9) <= 2);
}

function ownPlaces(flat: Flat): readonly Place[] {
  return flat.parts.filter(
    ({ schema }) => schema.oneOf === undefined && schema.anyOf === undefined && schema.not === undefined,
  );
}
