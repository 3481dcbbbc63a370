import { isObject } from '../pact/json.ts';
import type { Json } from '../pact/pact.ts';

/** The fields of a JSON body with the bytes that each takes; those of list items together, as `data[].id`. */
export function servedFields(body: Json): Map<string, number> {
  const fields = new Map<string, number>();
  const visit = (value: Json, path: string): void => {
    if (Array.isArray(value)) for (const item of value) visit(item, `${path}[]`);
    else if (isObject(value))
      for (const [name, item] of Object.entries(value)) {
        const field = path === '' ? name : `${path}.${name}`;
        fields.set(field, (fields.get(field) ?? 0) + memberBytes(name, item));
        visit(item, field);
      }
  };
  visit(body, '');
  return fields;
}

/** Name, colon, value and the comma beside it. */
const memberBytes = (name: string, value: Json): number =>
  Buffer.byteLength(JSON.stringify(name)) + 1 + Buffer.byteLength(JSON.stringify(value)) + 1;

/** Names of the fields alone; `open` are those that hold something without saying what: all of it may be read. */
export function namedFields(body: Json): { readonly fields: Set<string>; readonly open: Set<string> } {
  const fields = new Set<string>();
  const open = new Set<string>();
  const visit = (value: Json, path: string): void => {
    if (Array.isArray(value)) {
      if (value.length === 0) open.add(path);
      for (const item of value) visit(item, `${path}[]`);
    } else if (isObject(value)) {
      if (Object.keys(value).length === 0) open.add(path);
      for (const [name, item] of Object.entries(value)) {
        const field = path === '' ? name : `${path}.${name}`;
        fields.add(field);
        visit(item, field);
      }
    }
  };
  visit(body, '');
  return { fields, open };
}

export const isInside = (field: string, outer: string): boolean =>
  outer === '' || field.startsWith(`${outer}.`) || field.startsWith(`${outer}[]`);

/** The last name of a field: `id` of `data[].id`. */
export const nameOf = (field: string): string => field.split('.').at(-1)?.replace(/\[\]/g, '') ?? field;
