import { isValid } from '../../schema/check.ts';
import type { JsonSchema, SchemaObject } from '../../schema/json-schema.ts';
import { isObject } from '../../schema/json-schema.ts';
import type { Schemas } from '../../schema/schemas.ts';

/**
 * The schema objects that speak for a value as it is: the given ones, what their `$ref`s and `allOf` lead to, and of each choice
 * (`oneOf`, `anyOf`, `if`) the branches that the value fits. Looks at no property and no item.
 */
export function governing(schemas: Schemas, owners: readonly JsonSchema[], value: unknown): readonly SchemaObject[] {
  const rules = new Set<SchemaObject>();
  const visit = (schema: JsonSchema | undefined): void => {
    // A schema that leads back to itself has said everything the first time.
    if (typeof schema !== 'object' || rules.has(schema)) return;
    rules.add(schema);
    if (schema.$ref !== undefined) visit(schemas.resolve(schema.$ref));
    for (const part of schema.allOf ?? []) visit(part);
    for (const branch of [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])])
      if (isValid(schemas, branch, value)) visit(branch);
    visitCondition(schema);
    for (const [name, extra] of Object.entries(schema.dependentSchemas ?? {}))
      if (isObject(value) && Object.hasOwn(value, name)) visit(extra);
  };
  const visitCondition = (schema: SchemaObject): void => {
    if (schema.if === undefined) return;
    const holds = isValid(schemas, schema.if, value);
    if (holds) visit(schema.if);
    visit(holds ? schema.then : schema.else);
  };
  for (const owner of owners) visit(owner);
  return [...rules];
}
