import type { JsonSchema } from '../json-schema.ts';
import type { Schemas } from '../schemas.ts';
import type { Leaf } from './leaf.ts';
import type { Place, Unsatisfiable } from './part.ts';

/** What json-schema-faker is given: one finite tree without `$ref`s, compositions, or anything optional. */
export type Shape = Readonly<Record<string, unknown>>;

/** `cut`: a value exists, but not within the depth and the number of nodes that are left. */
export type Outcome = Shape | Unsatisfiable | 'cut';

export interface Complete {
  readonly outcome: Shape | Unsatisfiable;
  readonly nodes: number;
}

/** One pass over a schema, down to `limit` nested objects. */
export interface Pass {
  readonly schemas: Schemas;
  readonly limit: number;
  /** Nodes that the pass may make; beyond it every optional thing is cut. */
  readonly budget: number;
  /** Make up entries of maps whose names are free. */
  readonly fill: boolean;
  readonly leaves: Leaf[];
  /** What needs no deeper pass, by schema, then by name. */
  readonly complete: Map<JsonSchema, Map<string, Complete>>;
  nodes: number;
  wasCut: boolean;
  /** The shape of a value that satisfies all places. */
  build(places: readonly Place[], at: At): Outcome;
  /** The shape of a value that must be there: what is too large comes with its required parts only. */
  buildRequired(places: readonly Place[], at: At): Shape | Unsatisfiable;
}

/** Where in the value the walk stands. */
export interface At {
  readonly name: string;
  /** Names of what holds it, nearest last. */
  readonly owners: readonly string[];
  readonly depth: number;
  /** Only what is required, and no `$ref` twice. */
  readonly minimal: boolean;
  /** The `$ref`s passed on the way down. */
  readonly stack: readonly string[];
  /** Values that examples further up give for this place. */
  readonly hints: readonly unknown[];
}

export function cut(pass: Pass): 'cut' {
  pass.wasCut = true;
  return 'cut';
}
