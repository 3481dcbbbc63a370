import { compileProblem, compileValidator, type Validated } from '../schema/compile-validator.ts';
import type { JsonSchema } from '../schema/json-schema.ts';
import type { Schemas } from '../schema/schemas.ts';

/** A schema that cannot be compiled, and where; what it would have checked is let through, and says so. */
export interface BrokenSchema {
  readonly pointer: string;
  readonly message: string;
}

/** Judges a value; undefined where the schema has nothing to say about what it gets. */
export type ValueCheck = (value: unknown) => Validated;

/** What the checks of one operation share. */
export interface CheckContext {
  readonly schemas: Schemas;
  /** Filled when a broken schema is met. */
  readonly broken: Map<string, BrokenSchema>;
  /** Every schema that has a check, for those who want to know about all of them at once. */
  readonly checked: unknown[];
}

export function createCheckContext(schemas: Schemas): CheckContext {
  return { schemas, broken: new Map(), checked: [] };
}

/** A check that compiles when its first value comes. `strings` where only strings ever come, which makes most of them needless. */
export function compileCheck(
  context: CheckContext,
  schema: unknown,
  mode: { coerce: boolean; strings?: boolean },
): ValueCheck | undefined {
  if (schema === undefined) return undefined;
  const normal = context.schemas.normalise(schema);
  if (saysNothing(normal, mode.strings === true)) return undefined;
  context.checked.push(schema);
  const validator = compileValidator(context.schemas, schema, { coerce: mode.coerce });
  return (value) => {
    const validated = validator(value);
    if (validated.valid === 'unknown')
      context.broken.set(validated.pointer, { pointer: validated.pointer, message: validated.broken });
    return validated;
  };
}

/** Compiles everything that would otherwise wait for its first value. */
export function compileAll(context: CheckContext): BrokenSchema[] {
  for (const schema of context.checked) {
    const problem = compileProblem(context.schemas, schema);
    if (problem !== undefined)
      context.broken.set(problem.pointer, { pointer: problem.pointer, message: problem.broken });
  }
  return [...context.broken.values()];
}

const ANNOTATIONS = new Set([
  'title',
  'description',
  'default',
  'examples',
  'readOnly',
  'writeOnly',
  'discriminator',
  'xml',
]);

function saysNothing(schema: JsonSchema, strings: boolean): boolean {
  if (typeof schema === 'boolean') return schema;
  return Object.entries(schema).every(([keyword, value]) => {
    if (ANNOTATIONS.has(keyword) || value === undefined) return true;
    return strings && keyword === 'type' && value === 'string';
  });
}
