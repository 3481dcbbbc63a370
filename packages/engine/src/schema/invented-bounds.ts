import { isObject, type JsonObject } from './json-schema.ts';

/**
 * Tells the bounds that http-spec adds to a number with a format from those that the author wrote. It adds what JavaScript
 * counts without loss, which is less than an int64 may be; the format itself is checked elsewhere.
 */
export function isInvented(raw: JsonObject, key: string, value: unknown): boolean {
  const notes = raw['x-stoplight'];
  const written = isObject(notes) ? notes.explicitProperties : undefined;
  const limits = LIMITS.get(raw.format);
  if (limits === undefined || !Array.isArray(written)) return false;
  // Of a schema with `nullable: false` it makes the list again, once its own bounds are there.
  return !written.includes(key) || (written.includes('nullable') && limits.includes(value));
}

const symmetric = (limit: number): readonly unknown[] => [-limit, limit];

const LIMITS: ReadonlyMap<unknown, readonly unknown[]> = new Map([
  ['int32', [-(2 ** 31), 2 ** 31 - 1]],
  ['int64', symmetric(Number.MAX_SAFE_INTEGER)],
  ['float', [-(2 ** 128), 2 ** 128 - 1]],
  ['double', symmetric(Number.MAX_VALUE)],
]);
