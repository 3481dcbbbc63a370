import type { Discriminated } from '../discriminator.ts';
import type { JsonSchema, SchemaObject } from '../json-schema.ts';

/** What a keyword adds to its verdict. */
export interface Details {
  readonly allowed?: unknown;
  readonly property?: string;
}

/** Names and indices of one object or array that some keyword has looked at, for the `unevaluated` ones. */
export interface Evaluated {
  readonly names: Set<string>;
  readonly indices: Set<number>;
}

/** The state of one check. Keywords report and descend through it and keep nothing themselves. */
export interface Run {
  /** True when the answer is known already and nobody wants the rest: loops may stop. */
  readonly done: boolean;
  /** Undefined where no `unevaluated` keyword asks. */
  readonly evaluated: Evaluated | undefined;
  fail(code: string, message: string, details?: Details): void;
  /** Another schema for the same value; the tokens lead from this schema to that one. */
  apply(schema: JsonSchema, value: unknown, keyword: string, token?: string | number): void;
  /** The schema of a child value. */
  descend(name: string | number, schema: JsonSchema, value: unknown, keyword: string, token?: string | number): void;
  /** Does the value fit? Reports nothing; what a fitting branch has evaluated counts. */
  holds(schema: JsonSchema, value: unknown): boolean;
  /** Does a child value fit? Reports and evaluates nothing. */
  childHolds(schema: JsonSchema, value: unknown): boolean;
  follow(ref: string, value: unknown): void;
  /** The branch that the value names, where the schema has a discriminator. */
  discriminate(schema: SchemaObject, value: unknown): Discriminated | undefined;
  /** Whether what a discriminator decides has to fit without it as well. */
  readonly strict: boolean;
}

/** One keyword of JSON Schema: looks at the value, reports through the run. Called only where the schema has the keyword. */
export type Keyword = (schema: SchemaObject, value: unknown, run: Run) => void;
