import type { ApiDocument, Operation } from '@stuntdouble/engine';
import { isRecord, plausibleValue, resolveSchema } from './plausible-value.ts';

type Body = NonNullable<NonNullable<ReturnType<Operation['model']>['request']>['body']>;
type Content = NonNullable<Body['contents']>[number];

export interface RequestBody {
  readonly mediaType: string;
  readonly text: string;
}

/** @returns a body as JSON or as a form, null where none has to be sent, undefined where one is needed and cannot be told. */
export function requestBody(body: Body | undefined, document: ApiDocument): RequestBody | null | undefined {
  const contents = body?.contents ?? [];
  const json = contents.find(({ mediaType }) => /^application\/([^;]+\+)?json(;|$)/i.test(mediaType));
  const value = valueOfContent(json, document);
  if (json && value !== undefined) return { mediaType: json.mediaType, text: JSON.stringify(value) };
  if (!body?.required) return null;
  const form = contents.find(({ mediaType }) => mediaType === 'application/x-www-form-urlencoded');
  const fields = valueOfContent(form, document);
  if (!form || !isRecord(fields) || Object.values(fields).some((field) => typeof field === 'object')) return undefined;
  const text = new URLSearchParams();
  for (const [name, field] of Object.entries(fields)) text.set(name, String(field));
  return { mediaType: form.mediaType, text: text.toString() };
}

function valueOfContent(content: Content | undefined, { root }: ApiDocument): unknown {
  if (!content) return undefined;
  const example = firstExample(content.examples);
  return example === undefined ? plausibleValue(content.schema, root) : shortened(example, content.schema, root);
}

const readable = 200;

/** A long example without what is optional, so that the line can be read; as it is where only the schema knows what that does. */
function shortened(example: unknown, schema: unknown, root: unknown): unknown {
  if (!isRecord(example) || JSON.stringify(example).length <= readable) return example;
  const required = requiredOf(schema, root);
  if (!required || required.length === 0) return example;
  return Object.fromEntries(Object.entries(example).filter(([name]) => required.includes(name)));
}

const conditions = ['anyOf', 'oneOf', 'if', 'not', 'minProperties', 'dependentRequired', 'dependentSchemas'];

/** The required names, those of `allOf` included; undefined where more than `required` decides. */
function requiredOf(schema: unknown, root: unknown, depth = 0): string[] | undefined {
  const resolved = resolveSchema(schema, root);
  if (!isRecord(resolved) || depth > 6 || conditions.some((key) => key in resolved)) return undefined;
  const names: string[] = Array.isArray(resolved.required) ? [...resolved.required] : [];
  for (const branch of Array.isArray(resolved.allOf) ? resolved.allOf : []) {
    const more = requiredOf(branch, root, depth + 1);
    if (!more) return undefined;
    names.push(...more);
  }
  return names;
}

/** The first example that stands in the document itself. */
export function firstExample(examples: readonly object[] = []): unknown {
  const [example] = examples;
  return example && 'value' in example ? example.value : undefined;
}
