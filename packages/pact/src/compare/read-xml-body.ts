import { type JsonSchema, type ReadXml, readXml, type Schemas } from '@stuntdouble/engine';
import type { PactBody } from '../pact/pact.ts';

/** An XML body of a pact as the value that its schema describes; undefined of any other body. Judges nothing. */
export function readXmlBody(
  { content, contentType }: PactBody,
  mediaType: string,
  schema: JsonSchema,
  schemas: Schemas,
): ReadXml | undefined {
  if (!/[/+]xml\b/i.test(contentType ?? mediaType)) return undefined;
  if ('text' in content) return readXml(content.text, schema, schemas);
  return 'bytes' in content ? readXml(Buffer.from(content.bytes).toString('utf8'), schema, schemas) : undefined;
}
