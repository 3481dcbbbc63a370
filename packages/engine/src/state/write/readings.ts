import { isValid } from '../../schema/check.ts';
import type { JsonObject, JsonSchema } from '../../schema/json-schema.ts';
import type { ResourceState } from '../context.ts';

/** Writes an id of a path into an item, as the text or the number that the schema allows. */
export interface Readings {
  /** Undefined where the schema allows neither. */
  withId(item: JsonObject, id: string): JsonObject | undefined;
}

export function compileReadings({ context, facts }: ResourceState, schema: JsonSchema | undefined): Readings {
  const { idField } = facts;
  return {
    withId(item, id) {
      if (idField === undefined) return item;
      for (const reading of /^-?\d{1,15}$/.test(id) ? [id, Number(id)] : [id]) {
        const tried = { ...item, [idField]: reading };
        if (schema === undefined || isValid(context.responseSchemas, schema, tried)) return tried;
      }
      return undefined;
    },
  };
}

/** `A title of it` as `a-title-of-it`: how ids that are no numbers are made of what an item is called. */
export function slugOf(item: JsonObject): string | undefined {
  const { title, name } = item;
  const text = typeof title === 'string' ? title : typeof name === 'string' ? name : '';
  const slug = text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60);
  return slug === '' ? undefined : slug;
}
