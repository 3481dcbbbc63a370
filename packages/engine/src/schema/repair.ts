import { check } from './check.ts';
import { type Change, changesBetween } from './repair/changes.ts';
import { createMending } from './repair/mend.ts';
import { isUnsatisfiable, type Unsatisfiable } from './sample/part.ts';
import type { Sampler } from './sampler.ts';
import type { Schemas } from './schemas.ts';

export type { Change } from './repair/changes.ts';

export interface RepairOptions {
  /** For what has to be made up. */
  readonly seed: number;
  readonly sample: Sampler;
}

export type Repaired = { readonly value: unknown; readonly changes: readonly Change[] } | Unsatisfiable;

/**
 * The nearest valid value: everything that was valid is kept, what is wrong is converted where that is obvious, else
 * sampled, added or removed. Never changes the value that it is given, and throws nothing.
 */
export function repair(schemas: Schemas, schema: unknown, value: unknown, options: RepairOptions): Repaired {
  const normal = schemas.normalise(schema);
  const violations = check(schemas, normal, value);
  if (violations.length === 0) return { value, changes: [] };
  const mended = createMending(schemas, options.seed, options.sample).mend(
    [{ schema: normal, pointer: '#' }],
    value,
    '',
    0,
  );
  if (isUnsatisfiable(mended)) return mended;
  return { value: mended.value, changes: changesBetween(value, mended.value, violations) };
}
