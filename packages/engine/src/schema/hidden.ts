import type { JsonSchema } from './json-schema.ts';
import type { Schemas } from './schemas.ts';

/** A response says nothing that is `writeOnly`, a request nothing that is `readOnly`. */
export function isHidden(schemas: Schemas, schema: JsonSchema): boolean {
  const flag = schemas.direction === 'response' ? 'writeOnly' : 'readOnly';
  let current = schema;
  for (let hops = 0; hops < 20 && typeof current === 'object'; hops++) {
    if (current[flag] === true) return true;
    if (current.$ref === undefined) return false;
    current = schemas.resolve(current.$ref) ?? true;
  }
  return false;
}
