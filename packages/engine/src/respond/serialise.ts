import type { JsonSchema } from '../schema/json-schema.ts';
import type { Schemas } from '../schema/schemas.ts';
import { xmlBody } from './xml-body.ts';

/** Writes a value as the bytes of a media type. Never decides which value. */
export const isJson = (mediaType: string): boolean => /^[^;]*[/+]json\s*(;|$)/i.test(mediaType);
const isXml = (mediaType: string): boolean => /^[^;]*[/+]xml\s*(;|$)/i.test(mediaType);
const isForm = (mediaType: string): boolean => /^application\/x-www-form-urlencoded\s*(;|$)/i.test(mediaType);
export const isText = (mediaType: string): boolean => /^text\//i.test(mediaType);

/** `schema` names the elements of XML. Undefined where the media type cannot carry the value: an object as text, say. */
export function serialise(
  value: unknown,
  mediaType: string,
  schemas: Schemas,
  schema: JsonSchema | undefined,
): Uint8Array | undefined {
  if (value === undefined) return new Uint8Array();
  if (isJson(mediaType)) return Buffer.from(JSON.stringify(value));
  if (typeof value === 'string') return Buffer.from(value);
  if (isForm(mediaType)) return formBody(value);
  if (isXml(mediaType)) return Buffer.from(xmlBody(value, schema, schemas));
  if (isText(mediaType)) return isScalar(value) ? Buffer.from(String(value)) : undefined;
  return Buffer.from(JSON.stringify(value));
}

const isScalar = (value: unknown): boolean => value === null || typeof value !== 'object';

/** A member is a field, each item of a list one of the same name; what is no scalar is written as JSON. */
function formBody(value: unknown): Uint8Array | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const fields = Object.entries(value).flatMap(([name, member]) =>
    [member].flat().map((item): [string, string] => [name, isScalar(item) ? String(item ?? '') : JSON.stringify(item)]),
  );
  return Buffer.from(new URLSearchParams(fields).toString());
}
