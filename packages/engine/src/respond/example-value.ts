import { hashOf } from '../chance/random.ts';
import { check } from '../schema/check.ts';
import type { JsonSchema } from '../schema/json-schema.ts';
import { type Repaired, repair } from '../schema/repair.ts';
import type { Sampler } from '../schema/sample.ts';
import type { Schemas } from '../schema/schemas.ts';

/** What is served of an example: the one place for it, so that `stunt check` shows what a client gets. Never looks at a request. */

/** Undefined where no reading of the example is valid. */
export function validReading(schemas: Schemas, schema: JsonSchema, example: unknown): { value: unknown } | undefined {
  for (const value of readings(example)) if (check(schemas, schema, value).length === 0) return { value };
  return undefined;
}

export function repairedExample(
  schemas: Schemas,
  schema: JsonSchema,
  example: unknown,
  seed: number,
  sample: Sampler,
): Repaired {
  return repair(schemas, schema, example, { seed, sample });
}

/** For all of an answer that is made up although nothing of the request shows in it: the same whichever path asked first. */
export const answerSeed = (seed: string, operation: string, status: string, mediaType: string): number =>
  hashOf(seed, operation, status, mediaType);

/** An example as it stands and, where it is JSON written as text, what that text says. */
function readings(value: unknown): unknown[] {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return [value];
  try {
    return [value, JSON.parse(value)];
  } catch {
    return [value];
  }
}
