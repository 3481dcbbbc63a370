import type { JsonSchema, SchemaObject } from './json-schema.ts';
import type { Schemas } from './schemas.ts';

const SINGLE = [
  'items',
  'contains',
  'unevaluatedItems',
  'additionalProperties',
  'propertyNames',
  'unevaluatedProperties',
  'not',
  'if',
  'then',
  'else',
] as const;
const LISTS = ['prefixItems', 'allOf', 'anyOf', 'oneOf'] as const;
const MAPS = ['properties', 'patternProperties', 'dependentSchemas'] as const;

/** The schemas written inside `schema`, `$ref` targets left out. */
export function* subschemas(schema: SchemaObject): Iterable<JsonSchema> {
  for (const key of SINGLE) if (schema[key] !== undefined) yield schema[key];
  for (const key of LISTS) if (schema[key] !== undefined) yield* schema[key];
  for (const key of MAPS) if (schema[key] !== undefined) yield* Object.values(schema[key]);
}

/** Visits everything that `schema` leads to, once each, so that `findings()` is complete for it. For `stunt check`; too dear for serving. */
export function explore(schemas: Schemas, schema: unknown, pointer?: string, seen: Set<object> = new Set()): void {
  const queue: JsonSchema[] = [schemas.normalise(schema, pointer)];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    if (typeof node === 'boolean' || seen.has(node)) continue;
    seen.add(node);
    queue.push(...subschemas(node));
    const target = node.$ref === undefined ? undefined : schemas.resolve(node.$ref);
    if (target !== undefined) queue.push(target);
  }
}
