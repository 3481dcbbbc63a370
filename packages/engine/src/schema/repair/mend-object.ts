import type { JsonObject } from '../json-schema.ts';
import { type Flat, propertyPlaces } from '../sample/flat.ts';
import { isUnsatisfiable, type Place } from '../sample/part.ts';
import type { Sampled } from '../sampler.ts';
import type { Mending } from './mending.ts';

/** Mends each property; what is not allowed goes, what is required and missing is sampled. */
export function mendObject(
  mending: Mending,
  flat: Flat,
  places: readonly Place[],
  value: JsonObject,
  _name: string,
  depth: number,
): Sampled {
  const mended: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) {
    const kept = mendProperty(mending, flat, name, item, depth);
    if (isUnsatisfiable(kept) && flat.required.has(name)) return kept;
    if (!isUnsatisfiable(kept)) define(mended, name, kept.value);
  }
  for (const name of missing(flat, mended)) {
    const added = mending.sampled(propertyPlaces(flat, name), name);
    if (isUnsatisfiable(added)) return added;
    define(mended, name, added.value);
  }
  if (mending.fits(places, mended)) return { value: mended };
  const isChanged = (name: string): boolean => !Object.hasOwn(value, name) || value[name] !== mended[name];
  return { value: trimmed(mending, flat, places, mended, isChanged) };
}

/** `unsatisfiable` where the property is better removed. */
function mendProperty(mending: Mending, flat: Flat, name: string, item: unknown, depth: number): Sampled {
  const places = propertyPlaces(flat, name);
  if (mending.fits(places, item)) return { value: item };
  const optional = !flat.required.has(name);
  const refused = places.find(({ schema }) => schema === false);
  if (refused !== undefined) return { unsatisfiable: refused.pointer };
  // Nothing was said, and nothing need be said.
  if (item === null && optional) return { unsatisfiable: places[0]?.pointer ?? '#' };
  return mending.mend(places, item, name, depth + 1);
}

function missing(flat: Flat, value: JsonObject): string[] {
  const names = new Set([...flat.required].filter((name) => !Object.hasOwn(value, name)));
  for (const { schema } of flat.parts) {
    for (const [name, needed] of Object.entries(schema.dependentRequired ?? {})) {
      if (!Object.hasOwn(value, name) && !names.has(name)) continue;
      for (const other of needed) if (!Object.hasOwn(value, other)) names.add(other);
    }
  }
  return [...names];
}

/**
 * Optional properties go where their presence alone is what is wrong: one that was invalid, else those that are forbidden,
 * else any one, else the last ones.
 */
function trimmed(
  mending: Mending,
  flat: Flat,
  places: readonly Place[],
  value: JsonObject,
  isChanged: (name: string) => boolean,
): JsonObject {
  const without = (names: ReadonlySet<string>): JsonObject =>
    Object.fromEntries(Object.entries(value).filter(([name]) => !names.has(name)));
  const names = Object.keys(value).filter((name) => !flat.required.has(name));
  const changed = names.filter(isChanged);
  const valid = names.filter((name) => !isChanged(name));
  const optional = [...changed, ...valid];
  const tries = [
    ...changed.map((name) => new Set([name])),
    flat.forbidden,
    ...valid.map((name) => new Set([name])),
    ...optional.map((name) => new Set([...flat.forbidden, name])),
  ];
  if (optional.length <= 12)
    tries.push(...optional.flatMap((a, i) => optional.slice(i + 1).map((b) => new Set([a, b]))));
  const tooMany = Math.max(0, Object.keys(value).length - flat.maxProperties);
  tries.push(new Set([...changed, ...valid.reverse()].slice(0, tooMany)));
  for (const dropped of tries) {
    const less = without(dropped);
    if (mending.fits(places, less)) return less;
  }
  return value;
}

function define(target: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}
