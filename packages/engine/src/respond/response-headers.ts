import type { IHttpHeaderParam, IHttpOperationResponse } from '@stoplight/types';
import { fieldValue, isFieldName } from '../header/field-value.ts';
import type { Sampler } from '../schema/sample.ts';
import type { Schemas } from '../schema/schemas.ts';

/** Fields that the transport or the content decides; a document that describes them cannot change them. */
const DECIDED = new Set([
  'content-type',
  'content-length',
  'transfer-encoding',
  'connection',
  'date',
  'keep-alive',
  'stunt-request-id',
  'stunt-source',
]);

/** The header fields that a response describes, as a flat list: their first example, else a sample of their schema. */
export function responseHeaders(
  response: IHttpOperationResponse,
  schemas: Schemas,
  seed: number,
  sample: Sampler,
): string[] {
  const fields: string[] = [];
  for (const header of response.headers ?? []) {
    if (DECIDED.has(header.name.toLowerCase()) || !isFieldName(header.name)) continue;
    const text = asTag(header, textOf(headerValue(header, schemas, seed, sample)));
    if (text !== undefined) fields.push(header.name, text);
  }
  return fields;
}

/** A made-up `ETag` is an entity tag (RFC 9110 8.8.3), also where the document says of it only that it is a text. */
function asTag({ name, examples = [] }: IHttpHeaderParam, text: string | undefined): string | undefined {
  if (text === undefined || examples.length > 0 || !/^etag$/i.test(name) || /^(W\/)?"[^"]*"$/.test(text)) return text;
  return `"${text.replaceAll('"', '')}"`;
}

function headerValue(header: IHttpHeaderParam, schemas: Schemas, seed: number, sample: Sampler): unknown {
  const [example] = header.examples ?? [];
  if (example && 'value' in example) return example.value;
  if (header.schema === undefined) return undefined;
  const sampled = sample(schemas, schemas.normalise(header.schema), { seed, hints: { name: header.name } });
  return 'value' in sampled ? sampled.value : undefined;
}

/** A field value is visible Latin-1; anything else would break the header block and is left out. */
function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  const text = Array.isArray(value)
    ? value.join(', ')
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);
  return fieldValue(text) === text ? text : undefined;
}
