import { XMLBuilder } from 'fast-xml-parser';
import type { JsonSchema } from '../schema/json-schema.ts';

/** Writes a value as the bytes of a media type. Never decides which value. */
export const isJson = (mediaType: string): boolean => /^[^;]*[/+]json\s*(;|$)/i.test(mediaType);
const isXml = (mediaType: string): boolean => /^[^;]*[/+]xml\s*(;|$)/i.test(mediaType);
export const isText = (mediaType: string): boolean => /^text\//i.test(mediaType);

/** Undefined where the media type cannot carry the value: an object as text, say. */
export function serialise(value: unknown, mediaType: string, schema: JsonSchema | undefined): Uint8Array | undefined {
  if (value === undefined) return new Uint8Array();
  if (isJson(mediaType)) return Buffer.from(JSON.stringify(value));
  if (typeof value === 'string') return Buffer.from(value);
  if (isXml(mediaType)) return Buffer.from(xmlOf(value, schema));
  if (isText(mediaType)) return isScalar(value) ? Buffer.from(String(value)) : undefined;
  return Buffer.from(JSON.stringify(value));
}

const isScalar = (value: unknown): boolean => value === null || typeof value !== 'object';

const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', suppressEmptyNode: true });

function xmlOf(value: unknown, schema: JsonSchema | undefined): string {
  return builder.build({ [rootName(schema)]: value });
}

/** The name that the schema gives its element; `xml` where it gives none, as Prism writes it. */
function rootName(schema: JsonSchema | undefined): string {
  const xml = typeof schema === 'object' ? (schema as { xml?: { name?: unknown } }).xml : undefined;
  return typeof xml?.name === 'string' ? xml.name : 'xml';
}
