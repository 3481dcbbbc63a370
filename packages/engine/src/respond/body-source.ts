import type { IMediaTypeContent, INodeExample } from '@stoplight/types';
import type { Source } from '../exchange.ts';
import type { JsonSchema } from '../schema/json-schema.ts';
import type { Sampler } from '../schema/sample.ts';
import type { Schemas } from '../schema/schemas.ts';
import { repairedExample, validReading } from './example-value.ts';
import { isJson } from './serialise.ts';

/** Decides the value of a body: the document's example where it is valid, a repaired one where it is not, else a generated value. Never writes bytes. */
export type BodyValue =
  | { readonly kind: 'value'; readonly value: unknown; readonly source: Source }
  | { readonly kind: 'example-unknown'; readonly available: readonly string[] }
  | { readonly kind: 'no-schema' }
  | { readonly kind: 'unsatisfiable'; readonly pointer: string };

export interface BodyWish {
  readonly example: string | undefined;
  readonly dynamic: boolean;
  readonly ignoreExamples: boolean;
  readonly fillProperties: boolean;
  /** False: an example is served as it stands, as Prism does. */
  readonly repair: boolean;
  readonly seed: number;
}

/** Whether the body is the same for every path and seed, so that its bytes can be kept. */
export const isStatic = (content: IMediaTypeContent, wish: Omit<BodyWish, 'seed'>): boolean =>
  wish.example !== undefined || (!wish.dynamic && !wish.ignoreExamples && valuesOf(content).length > 0);

export function bodyValue(content: IMediaTypeContent, schemas: Schemas, wish: BodyWish, sample: Sampler): BodyValue {
  const schema = schemaOf(content, schemas);
  const examples = valuesOf(content);
  if (wish.example !== undefined) {
    const found = examples.find(({ key }) => key === wish.example);
    if (!found) return { kind: 'example-unknown', available: examples.map(({ key }) => key) };
    return exampleValue([found], content, schemas, schema, wish, sample);
  }
  const wantsExample = !wish.dynamic && !wish.ignoreExamples;
  if (examples.length > 0 && (wantsExample || (schema === undefined && wish.repair)))
    return exampleValue(examples, content, schemas, schema, wish, sample);
  if (schema === undefined)
    return wish.dynamic ? { kind: 'no-schema' } : { kind: 'value', value: undefined, source: 'generated' };
  const sampled = sample(schemas, schema, { seed: wish.seed, fillProperties: wish.fillProperties });
  return 'unsatisfiable' in sampled
    ? { kind: 'unsatisfiable', pointer: sampled.unsatisfiable }
    : { kind: 'value', value: sampled.value, source: 'generated' };
}

/** The content's schema, ready to be checked and sampled. */
export const schemaOf = (content: IMediaTypeContent, schemas: Schemas): JsonSchema | undefined =>
  content.schema === undefined ? undefined : schemas.normalise(content.schema);

function exampleValue(
  examples: readonly INodeExample[],
  content: IMediaTypeContent,
  schemas: Schemas,
  schema: JsonSchema | undefined,
  wish: BodyWish,
  sample: Sampler,
): BodyValue {
  const [first] = examples;
  if (!wish.repair || schema === undefined || !isJson(content.mediaType))
    return { kind: 'value', value: first?.value, source: 'example' };
  for (const example of examples) {
    const valid = validReading(schemas, schema, example.value);
    if (valid) return { kind: 'value', value: valid.value, source: 'example' };
  }
  const repaired = repairedExample(schemas, schema, first?.value, wish.seed, sample);
  return 'unsatisfiable' in repaired
    ? { kind: 'unsatisfiable', pointer: repaired.unsatisfiable }
    : { kind: 'value', value: repaired.value, source: 'repaired' };
}

const valuesOf = (content: IMediaTypeContent): INodeExample[] =>
  (content.examples ?? []).filter(
    (example): example is INodeExample => 'value' in example && example.value !== undefined,
  );
