/** The ways in which an answer may leave its schema while it stays well-formed JSON. */
export const DRIFT_MODES = [
  'missing-required',
  'wrong-type',
  'null',
  'unknown-enum',
  'extra-field',
  'renamed',
  'empty-array',
  'huge-array',
  'number-as-string',
  'bad-format',
] as const;

export type DriftMode = (typeof DRIFT_MODES)[number];

/** Modes whose result need not violate the schema: it is enough that no client would expect it. */
export const SURPRISING: ReadonlySet<DriftMode> = new Set(['extra-field', 'empty-array', 'huge-array']);
