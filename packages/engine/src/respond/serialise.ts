import type { JsonSchema } from '../schema/json-schema.ts';
import type { Schemas } from '../schema/schemas.ts';
import { xmlBody } from './xml-body.ts';

/** Writes a value as the bytes of a media type. Never decides which value. */
export const isJson = (mediaType: string): boolean => /^[^;]*[/+]json\s*(;|$)/i.test(mediaType);
const isXml = (mediaType: string): boolean => /^[^;]*[/+]xml\s*(;|$)/i.test(mediaType);
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
  if (isXml(mediaType)) return Buffer.from(xmlBody(value, schema, schemas));
  if (isText(mediaType)) return isScalar(value) ? Buffer.from(String(value)) : undefined;
  return Buffer.from(JSON.stringify(value));
}

const isScalar = (value: unknown): boolean => value === null || typeof value !== 'object';
