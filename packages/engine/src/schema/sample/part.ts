import type { JsonSchema, SchemaObject } from '../json-schema.ts';

/** A schema and where it is written: from the sampled schema's top, or from the last `$ref` on the way. */
export interface Place {
  readonly schema: JsonSchema;
  readonly pointer: string;
}

/** A schema that must hold, compositions and `$ref` already spoken for by further parts. */
export interface Part {
  readonly schema: SchemaObject;
  readonly pointer: string;
}

/** One way to satisfy the places of a value: all parts together, without any choice left. */
export interface Alternative {
  readonly parts: readonly Part[];
  /** The `$ref`s that led here, outermost first. */
  readonly trail: readonly string[];
  /** Properties that must not be there, since they would make a second branch of some `oneOf` fit. */
  readonly forbidden: ReadonlySet<string>;
  /** What the discriminator property should say. */
  readonly tags: ReadonlyMap<string, string>;
}

/** No value can be made; the pointer names the schema that stands in the way. */
export interface Unsatisfiable {
  readonly unsatisfiable: string;
}

export function isUnsatisfiable(outcome: object): outcome is Unsatisfiable {
  return 'unsatisfiable' in outcome;
}
