import { equal } from '../equal.ts';
import { type Flat, itemPlaces } from '../sample/flat.ts';
import { isUnsatisfiable, type Place } from '../sample/part.ts';
import type { Sampled } from '../sampler.ts';
import { firstTwins } from '../twins.ts';
import type { Mending } from './mending.ts';

/** Mends each item; twins and what is too much go, what is missing is sampled. */
export function mendArray(
  mending: Mending,
  flat: Flat,
  places: readonly Place[],
  value: readonly unknown[],
  name: string,
  depth: number,
): Sampled {
  const items: unknown[] = [];
  for (const [i, item] of value.slice(0, Math.min(value.length, flat.maxItems)).entries()) {
    const mended = mending.mend(itemPlaces(flat, i), item, name, depth + 1);
    if (!isUnsatisfiable(mended)) items.push(mended.value);
    else if (items.length >= flat.minItems) break;
    else return mended;
  }
  if (flat.uniqueItems)
    for (let twins = firstTwins(items); twins !== undefined; twins = firstTwins(items)) items.splice(twins[1], 1);
  const wanted = flat.parts.flatMap(({ schema, pointer }) =>
    schema.contains === undefined ? [] : [{ schema: schema.contains, pointer: `${pointer}/contains` }],
  );
  for (const wish of wanted) {
    if (items.some((item) => mending.fits([wish], item)) || mending.fits(places, items)) continue;
    const found = mending.sampled([...itemPlaces(flat, items.length), wish], name);
    if (!isUnsatisfiable(found)) items.push(found.value);
  }
  return items.length < flat.minItems ? filledUp(mending, flat, places, items, name) : { value: items };
}

/** A sample of the whole array lends what is missing, from its end: there it was made for these places. */
function filledUp(
  mending: Mending,
  flat: Flat,
  places: readonly Place[],
  items: readonly unknown[],
  name: string,
): Sampled {
  const whole = mending.sampled(places, name);
  if (isUnsatisfiable(whole) || !Array.isArray(whole.value)) return whole;
  const filled = [...items];
  for (const item of [...whole.value.slice(items.length), ...whole.value.slice(0, items.length)]) {
    if (filled.length >= flat.minItems) break;
    if (!flat.uniqueItems || !filled.some((other) => equal(other, item))) filled.push(item);
  }
  return { value: filled };
}
