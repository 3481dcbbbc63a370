import { compileValidator, type Validated } from '../schema/compile-validator.ts';
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
  /** Called once for each. */
  readonly onBroken: (broken: BrokenSchema) => void;
}

export function createCheckContext(schemas: Schemas, onBroken: (broken: BrokenSchema) => void): CheckContext {
  return { schemas, broken: new Map(), onBroken };
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
  const validator = compileValidator(context.schemas, schema, { coerce: mode.coerce });
  return (value) => {
    const validated = validator(value);
    if (validated.valid === 'unknown') noteBroken(context, { pointer: validated.pointer, message: validated.broken });
    return validated;
  };
}

function noteBroken({ broken, onBroken }: CheckContext, found: BrokenSchema): void {
  if (broken.has(found.pointer)) return;
  broken.set(found.pointer, found);
  onBroken(found);
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
