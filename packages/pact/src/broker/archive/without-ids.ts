import { isObject } from '../../pact/json.ts';
import type { Json, JsonObject } from '../../pact/pact.ts';

/** A broker numbers the interactions of what it serves: in another broker those numbers mean nothing. */
export function pactWithoutIds(pact: JsonObject): JsonObject {
  return inLists(pact, ['interactions', 'messages'], '_id');
}

export function resultWithoutIds(result: JsonObject): JsonObject {
  return inLists(result, ['testResults'], 'interactionId');
}

function inLists(document: JsonObject, lists: readonly string[], name: string): JsonObject {
  const members = Object.entries(document).map(([key, value]): [string, Json] => {
    if (!lists.includes(key) || !Array.isArray(value)) return [key, value];
    return [key, value.map((one: Json) => (isObject(one) ? without(one, name) : one))];
  });
  return Object.fromEntries(members);
}

function without(value: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));
}
