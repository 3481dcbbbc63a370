import type { Unsatisfiable } from './sample/part.ts';
import type { Schemas } from './schemas.ts';

export interface SampleOptions {
  /** The same seed gives the same value. */
  readonly seed: number;
  /** Make up entries of maps whose names are free. @default true */
  readonly fillProperties?: boolean;
  /** What is known of the value's place: a name chooses realistic values. */
  readonly hints?: { readonly name?: string };
}

export type Sampled = { readonly value: unknown } | Unsatisfiable;

/** A generated value that satisfies the schema: optional properties present, arrays not empty, deterministic in the seed. */
export type Sampler = (schemas: Schemas, schema: unknown, options: SampleOptions) => Sampled;
