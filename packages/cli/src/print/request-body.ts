import type { ApiDocument, Operation } from '@stuntdouble/engine';
import { isRecord, plausibleValue } from './plausible-value.ts';

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
  return content && (firstExample(content.examples) ?? plausibleValue(content.schema, root));
}

/** The first example that stands in the document itself. */
export function firstExample(examples: readonly object[] = []): unknown {
  const [example] = examples;
  return example && 'value' in example ? example.value : undefined;
}
