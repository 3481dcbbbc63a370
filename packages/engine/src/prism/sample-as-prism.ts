import { isObject, type JsonSchema } from '../schema/json-schema.ts';
import type { Schemas } from '../schema/schemas.ts';
import { inlineReferences } from './inline-references.ts';

/**
 * Prism's static generation: the same word for each string, 0 for each number, the first of each list. Always the same value
 * for a schema, valid or not, as Prism answers without `--dynamic`. Never serves where our own style is asked for.
 */
export type PrismSample =
  | { readonly value: unknown }
  /** Prism gives up on a schema of this size; shaped like "no value", since it is answered in its place. */
  | { readonly unsatisfiable: string; readonly tooComplex: true };

export type PrismSampler = (schemas: Schemas, schema: JsonSchema) => PrismSample;

/** Prism's own limit. */
const TICKS = 2500;

let loading: Promise<PrismSampler> | undefined;

/** Loads the library when it is first needed. */
export function loadPrismSampler(): Promise<PrismSampler> {
  loading ??= import('@stoplight/json-schema-sampler').then((library) => samplerOf(library.default));
  return loading;
}

type Library = typeof import('@stoplight/json-schema-sampler');

function samplerOf(library: Library): PrismSampler {
  const known = new WeakMap<object, PrismSample>();
  return (schemas, schema) => {
    if (!isObject(schema)) return { value: {} };
    const kept = known.get(schema);
    if (kept !== undefined) return kept;
    const made = sampleOf(library, schemas, schema);
    known.set(schema, made);
    return made;
  };
}

function sampleOf(library: Library, schemas: Schemas, schema: object): PrismSample {
  const { value, bundled } = inlineReferences(schema, (ref) => schemas.resolve(ref));
  // The sampler ends a circle where it meets the same object again; Prism's bundled copies are objects of their own.
  const document = { __bundled__: structuredClone(bundled) };
  try {
    return { value: library.sample(isObject(value) ? value : {}, { ticks: TICKS, quiet: true }, document) };
  } catch (error) {
    if (error instanceof library.SchemaSizeExceededError) return { unsatisfiable: '', tooComplex: true };
    throw error;
  }
}
