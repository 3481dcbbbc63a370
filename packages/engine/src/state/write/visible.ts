import { isHidden } from '../../schema/hidden.ts';
import { isObject, type JsonObject, type JsonSchema } from '../../schema/json-schema.ts';
import type { Schemas } from '../../schema/schemas.ts';
import { subschemas } from '../../schema/subschemas.ts';
import { itemsOf, propertySchemas } from '../infer/properties.ts';

/**
 * An item without what no answer may show: `writeOnly` properties, at every depth. Itself where there is none, which is known from
 * the schema alone. Reads lists and properties; what stands under names of the client's own is not looked into.
 */
export function compileVisible(schemas: Schemas, schema: JsonSchema): (item: JsonObject) => JsonObject {
  let hides: boolean | undefined;
  return (item) => {
    hides ??= hidesAnything(schemas, schema);
    if (!hides) return item;
    const shown = visible(schemas, schema, item);
    return isObject(shown) ? shown : item;
  };
}

function visible(schemas: Schemas, schema: JsonSchema, value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = itemsOf(schemas, schema);
    return items === undefined ? value : value.map((each) => visible(schemas, items, each));
  }
  if (!isObject(value)) return value;
  const shown: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    const given = propertySchemas(schemas, schema, name);
    if (given.some((each) => isHidden(schemas, each))) continue;
    shown[name] = given.reduce<unknown>((part, each) => visible(schemas, each, part), member);
  }
  return shown;
}

function hidesAnything(schemas: Schemas, schema: JsonSchema): boolean {
  const seen = new Set<JsonSchema>();
  const queue = [schema];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    if (typeof node === 'boolean' || seen.has(node)) continue;
    if (node.writeOnly === true) return true;
    seen.add(node);
    queue.push(...subschemas(node));
    const target = node.$ref === undefined ? undefined : schemas.resolve(node.$ref);
    if (target !== undefined) queue.push(target);
  }
  return false;
}
