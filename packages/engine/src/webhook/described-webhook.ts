import type { ApiDocument } from '../operation.ts';
import { isObject } from '../schema/json-schema.ts';
import { pointerTokens } from '../schema/pointer.ts';
import { createSchemas, type Schemas } from '../schema/schemas.ts';
import { followed } from './followed.ts';

/** A webhook as its document describes it: what is sent, by which method. Reads the document when it is asked; changes nothing. */
export interface DescribedWebhook {
  readonly name: string;
  readonly method: string;
  readonly schemas: Schemas;
  /** Undefined where the document describes no JSON body. */
  readonly schema: unknown;
  /** Values that the document gives, in its order. */
  readonly examples: readonly unknown[];
}

/** The webhooks of all documents; where two have one name the first counts. */
export function describedWebhooks(documents: readonly ApiDocument[]): ReadonlyMap<string, DescribedWebhook> {
  const found = new Map<string, DescribedWebhook>();
  for (const document of documents) {
    if (document.webhooks.length === 0) continue;
    // What is sent is a resource as an answer would hold it: `readOnly` properties are there, `writeOnly` ones are not.
    const schemas = createSchemas(document.root, document.dialect, 'response');
    for (const { name, method, pointer } of document.webhooks)
      if (!found.has(name)) found.set(name, { name, method, schemas, ...contentOf(document.root, pointer) });
  }
  return found;
}

function contentOf(root: unknown, pointer: string): Pick<DescribedWebhook, 'schema' | 'examples'> {
  const body = followed(root, [...pointerTokens(pointer), 'requestBody', 'content']);
  const contents = isObject(body) ? Object.entries(body) : [];
  const [, json] = contents.find(([mediaType]) => /[/+]json\s*(;|$)/i.test(mediaType)) ?? [];
  if (!isObject(json)) return { schema: undefined, examples: [] };
  const named = isObject(json.examples) ? Object.keys(json.examples) : [];
  const values = named.map((name) => followed(root, [], json, ['examples', name, 'value']));
  const examples = [...(json.example === undefined ? [] : [json.example]), ...values];
  return { schema: json.schema, examples: examples.filter((value) => value !== undefined) };
}
