import { isObject } from '../schema/json-schema.ts';
import { pointerTokens, valueAt } from '../schema/pointer.ts';

/** Values of a loaded document by their place, references followed. Never leaves the document, and ends where references go in a circle. */

const DEEPEST = 50;

/** What lies there; a `$ref` on the way or at the end is followed. */
export function placeAt(root: unknown, tokens: readonly string[], depth = 0): unknown {
  const value = valueAt(root, tokens, (ref) => throughRef(root, { $ref: ref }, depth));
  return throughRef(root, value, depth);
}

/** The value itself, or what its `$ref` leads to. */
export function throughRef(root: unknown, value: unknown, depth = 0): unknown {
  if (!isObject(value) || typeof value.$ref !== 'string') return value;
  if (depth >= DEEPEST || !value.$ref.startsWith('#')) return undefined;
  return placeAt(root, pointerTokens(value.$ref.slice(1)), depth + 1);
}

/** An own member; documents may name one `constructor`. */
export const placeIn = (owner: unknown, name: string): unknown =>
  isObject(owner) && Object.hasOwn(owner, name) ? owner[name] : undefined;
