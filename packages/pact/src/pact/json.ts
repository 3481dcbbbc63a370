import type { Json, JsonObject } from './pact.ts';

/** @returns whether a JSON value is an object, and neither null nor a list. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
