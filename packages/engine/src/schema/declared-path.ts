import type { JsonSchema, SchemaObject } from './json-schema.ts';
import { regularExpression } from './regular-expression.ts';
import type { Schemas } from './schemas.ts';

/** Stands for a name that is in no schema: an index, the key of a map, something that was made up by whoever sent it. */
const ANY = '*';

/**
 * The path in the names that the schema declares, `*` for every other one: safe to keep where the value is not. Goes down
 * the schema along the path only, and looks at no value.
 */
export function declaredPath(schemas: Schemas, schema: unknown, path: readonly string[]): string[] {
  let here = joined(schemas, [schema === undefined ? true : schemas.normalise(schema)]);
  return path.map((name) => {
    const named = here.flatMap(({ properties }) =>
      properties !== undefined && Object.hasOwn(properties, name) ? [properties[name] ?? true] : [],
    );
    here = joined(schemas, [...named, ...here.flatMap((part) => unnamed(part, name))]);
    return named.length > 0 ? name : ANY;
  });
}

/** What else may speak for the child of that name. */
function unnamed(schema: SchemaObject, name: string): JsonSchema[] {
  const patterns = Object.entries(schema.patternProperties ?? {});
  return [
    ...patterns.flatMap(([pattern, extra]) => (regularExpression(pattern)?.test(name) ? [extra] : [])),
    ...(schema.prefixItems ?? []),
    schema.items ?? true,
    schema.contains ?? true,
    schema.additionalProperties ?? true,
    schema.unevaluatedItems ?? true,
    schema.unevaluatedProperties ?? true,
  ];
}

/** The schemas and all that they apply to the same value. */
function joined(schemas: Schemas, from: readonly JsonSchema[]): SchemaObject[] {
  const found = new Set<SchemaObject>();
  const queue = [...from];
  for (let part = queue.pop(); part !== undefined; part = queue.pop()) {
    if (typeof part === 'boolean' || found.has(part)) continue;
    found.add(part);
    if (part.$ref !== undefined) queue.push(schemas.resolve(part.$ref) ?? true);
    for (const list of [part.allOf, part.anyOf, part.oneOf]) queue.push(...(list ?? []));
    queue.push(...Object.values(part.dependentSchemas ?? {}), part.if ?? true, part.then ?? true, part.else ?? true);
  }
  return [...found];
}
