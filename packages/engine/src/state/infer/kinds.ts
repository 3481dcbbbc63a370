import type { JsonSchema } from '../../schema/json-schema.ts';
import type { Schemas } from '../../schema/schemas.ts';
import { targetOf } from './properties.ts';

/** Whether a schema is another one, or one of its alternatives. */
export function isKindOf(schemas: Schemas, schema: JsonSchema, whole: JsonSchema): boolean {
  const kinds = new Set(kindsOf(schemas, whole));
  return kindsOf(schemas, schema).every((kind) => kinds.has(kind));
}

/** As text, for a schema that is referred to and its copy in the place of the reference are one; itself where it holds itself. */
function kindsOf(schemas: Schemas, schema: JsonSchema): unknown[] {
  const target = targetOf(schemas, schema);
  const kinds = typeof target === 'object' ? (target.oneOf ?? target.anyOf ?? []) : [];
  return (kinds.length === 0 ? [target] : kinds.map((kind) => targetOf(schemas, kind))).map(textOf);
}

function textOf(schema: JsonSchema): unknown {
  try {
    return JSON.stringify(schema);
  } catch {
    return schema;
  }
}
