import { isObject } from '../schema/json-schema.ts';
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

/** Takes the place of a `Sampler`; seed and hints change nothing. */
export type PrismSampler = (schemas: Schemas, schema: unknown) => PrismSample;

/** Prism's own limit. */
const TICKS = 2500;

let loaded: PrismSampler | undefined;
let loading: Promise<PrismSampler> | undefined;

/** The library is loaded on the first call; afterwards the answer is immediate. */
export function loadPrismSampler(): PrismSampler | Promise<PrismSampler> {
  loading ??= import('@stoplight/json-schema-sampler').then((library) => {
    loaded = samplerOf(library.default);
    return loaded;
  });
  return loaded ?? loading;
}

type Library = typeof import('@stoplight/json-schema-sampler');

function samplerOf(library: Library): PrismSampler {
  const known = new WeakMap<object, PrismSample>();
  return (schemas, schema) => {
    const normal = schemas.normalise(schema);
    if (!isObject(normal)) return { value: {} };
    const kept = known.get(normal);
    if (kept !== undefined) return kept;
    const made = sampleOf(library, schemas, normal);
    known.set(normal, made);
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
