/**
 * Describes the options of a fault kind once; from it come validation, defaults, the control API's schema, the flags of
 * `stunt fault add`, and the catalogue that `stunt fault kinds` prints.
 */
export type OptionSpecs<Options> = { readonly [Name in keyof Options]-?: OptionSpec };

export interface OptionSpec {
  readonly type: OptionType;
  readonly description: string;
  /** As a user would write it. */
  readonly default?: unknown;
  /** What holds where no other option is given instead: told, never filled in. */
  readonly otherwise?: unknown;
  /** Bounds of a number, a fraction (0 to 1 by itself) or, in milliseconds, a duration. */
  readonly min?: number;
  readonly max?: number;
  /** What a word may be. */
  readonly values?: readonly string[];
  /** The fields of an `object`, e.g. `uniform {min,max}`. */
  readonly fields?: Readonly<Record<string, OptionSpec>>;
  readonly required?: boolean;
}

export type OptionType =
  | 'duration'
  | 'integer'
  | 'number'
  | 'fraction'
  | 'boolean'
  | 'word'
  | 'text'
  | 'integers'
  | 'headers'
  | 'json'
  /** A path as given; parsed it is the file's path and bytes, read once. */
  | 'file'
  | 'object';
