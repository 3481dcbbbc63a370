import { isValid } from '../../schema/check.ts';
import type { JsonSchema } from '../../schema/json-schema.ts';
import { pointerOf } from '../../schema/pointer.ts';
import type { Schemas } from '../../schema/schemas.ts';
import { type Bounds, boundsAlong } from './bounds-along.ts';

/** Makes a JSON value as long as is asked by repeating the items of its lists, then its texts, as far as its schema lets it. */
export interface Grown {
  readonly text: string;
  /** What grew first; undefined where nothing could. */
  readonly pointer: string | undefined;
}

/** Undefined where the answer has no schema: then anything is valid. */
export interface Held {
  readonly schemas: Schemas;
  readonly schema: JsonSchema;
}

interface Place {
  readonly path: readonly string[];
  readonly value: readonly unknown[] | string;
}

const UNBOUND: Bounds = { maxItems: Infinity, maxLength: Infinity, unique: false, formed: false };
/** Places that are looked at; those of a large answer are many and alike. */
const PLACES = 500;
/** Tried before the real length: what a schema forbids beside its bounds, it forbids of few already. */
const PROBED = 200;

export function growJson(given: unknown, bytes: number, held: Held | undefined): Grown {
  let value = given;
  let text = JSON.stringify(value);
  let pointer: string | undefined;
  for (const place of placesOf(given)) {
    const missing = bytes - Buffer.byteLength(text);
    if (missing <= 0) break;
    const larger = grownPlace(value, place, missing, held);
    if (larger === undefined) continue;
    value = larger;
    text = JSON.stringify(value);
    pointer ??= pointerOf(place.path);
  }
  return { text, pointer };
}

function grownPlace(value: unknown, place: Place, missing: number, held: Held | undefined): unknown {
  const bounds = held === undefined ? UNBOUND : boundsAlong(held.schemas, held.schema, place.path);
  const fits = (each: unknown): boolean => held === undefined || isValid(held.schemas, held.schema, each);
  const times = 1 + Math.ceil(missing / Math.max(1, JSON.stringify(place.value).length - 1));
  const length = Math.min(
    times * place.value.length,
    typeof place.value === 'string' ? bounds.maxLength : bounds.maxItems,
  );
  const stuck = typeof place.value === 'string' ? bounds.formed : bounds.unique;
  if (stuck || length <= place.value.length) return undefined;
  const probe = withAt(value, place.path, repeated(place.value, Math.min(length, place.value.length + PROBED)));
  return fits(probe) ? withAt(value, place.path, repeated(place.value, length)) : undefined;
}

function repeated(value: readonly unknown[] | string, length: number): unknown {
  if (typeof value === 'string') return value.repeat(Math.ceil(length / value.length)).slice(0, length);
  return Array.from({ length }, (_, index) => value[index % value.length]);
}

/** Lists before texts, outer before inner: a list that is too long is what a client meets. */
function placesOf(root: unknown): Place[] {
  const places: Place[] = [];
  const queue: { path: readonly string[]; value: unknown }[] = [{ path: [], value: root }];
  for (let at = 0; at < queue.length && at < PLACES; at++) {
    const { path, value } = queue[at] ?? { path: [], value: undefined };
    if (typeof value === 'string' && value.length > 0) places.push({ path, value });
    if (typeof value !== 'object' || value === null) continue;
    if (Array.isArray(value) && value.length > 0) places.push({ path, value });
    for (const [token, child] of Object.entries(value)) queue.push({ path: [...path, token], value: child });
  }
  return [...places.filter(isList), ...places.filter((place) => !isList(place))];
}

const isList = ({ value }: Place): boolean => Array.isArray(value);

/** A copy along the path; all else is shared. */
function withAt(root: unknown, path: readonly string[], value: unknown): unknown {
  const [token, ...rest] = path;
  if (token === undefined) return value;
  if (Array.isArray(root)) return root.map((item, at) => (String(at) === token ? withAt(item, rest, value) : item));
  if (typeof root !== 'object' || root === null) return root;
  const entries = Object.entries(root);
  return Object.fromEntries(entries.map(([name, item]) => [name, name === token ? withAt(item, rest, value) : item]));
}
