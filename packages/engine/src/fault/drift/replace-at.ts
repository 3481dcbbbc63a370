import { isObject } from '../../schema/json-schema.ts';

/** The same body with another value at `path`; shares everything beside the way there. */
export function replaceAt(body: unknown, path: readonly string[], value: unknown): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  if (Array.isArray(body)) return body.with(Number(name), replaceAt(body[Number(name)], rest, value));
  if (!isObject(body)) return body;
  // By entries: keeps the order, and a property called __proto__ a property.
  return Object.fromEntries(
    Object.entries(body).map(([key, item]) => [key, key === name ? replaceAt(item, rest, value) : item]),
  );
}
