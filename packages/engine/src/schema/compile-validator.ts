import type { ValidateFunction } from 'ajv/dist/2020.js';
import { violationOf } from './ajv-violation.ts';
import { check } from './check.ts';
import type { Schemas } from './schemas.ts';
import { BrokenSchema, createValidators, type Validators } from './validators.ts';
import type { SchemaViolation } from './violation.ts';

export type Validated =
  | { readonly valid: true; readonly value: unknown }
  | { readonly valid: false; readonly violations: readonly SchemaViolation[] }
  /** ajv refuses the schema: nothing can be said about any value, and nothing is let through silently. */
  | { readonly valid: 'unknown'; readonly broken: string; readonly pointer: string };

export type Validator = (value: unknown) => Validated;

export interface ValidatorOptions {
  /** Turn words into the numbers, booleans and nulls that the schema wants, as parameters need it. Objects and arrays are changed in place. */
  readonly coerce: boolean;
}

const perDocument = new WeakMap<Schemas, Map<boolean, Validators>>();

/**
 * A validator for requests: ajv, every violation, one per schema and document. Compiles on its first call, and what lies
 * behind a `$ref` when a value gets there: an operation of a large document costs what its requests touch.
 */
export function compileValidator(schemas: Schemas, schema: unknown, options: ValidatorOptions): Validator {
  const normal = schemas.normalise(schema);
  let validate: ValidateFunction | undefined;
  return (value) => {
    try {
      validate ??= validatorsOf(schemas, options.coerce).get(normal, '#');
    } catch (error) {
      return brokenBy(error);
    }
    try {
      if (hasMoreParts(value, MOST_PARTS)) {
        // ajv would make an error for each part that is wrong, and for each alternative of it.
        if (!options.coerce) return looked(check(schemas, normal, value, MOST_VIOLATIONS), value);
        if (hasMoreParts(value, MOST_WORDS)) return TOO_MANY;
      }
      const validated = run(validate, value, options.coerce);
      // Made a number of, a word may fit two alternatives of which it fits one as it came.
      const isWord = options.coerce && typeof value === 'string';
      return isWord && !validated.valid && check(schemas, normal, value).length === 0
        ? { valid: true, value }
        : validated;
    } catch (error) {
      return error instanceof RangeError ? TOO_DEEP : brokenBy(error);
    }
  };
}

const MOST_PARTS = 10_000;
const MOST_VIOLATIONS = 100;
/** In XML and multipart, whose words ajv alone can make numbers of. */
const MOST_WORDS = 100_000;

const looked = (violations: readonly SchemaViolation[], value: unknown): Validated =>
  violations.length === 0 ? { valid: true, value } : { valid: false, violations };

/** Stops as soon as it knows. */
function hasMoreParts(value: unknown, most: number): boolean {
  if (!isContainer(value)) return false;
  const waiting = [value];
  let seen = 0;
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    if (Array.isArray(part)) {
      seen += part.length;
      if (seen > most) return true;
      for (const each of part) if (isContainer(each)) waiting.push(each);
      continue;
    }
    // Without a list of its members: it is asked of every body.
    for (const name in part) {
      if (++seen > most) return true;
      const each = part[name];
      if (isContainer(each)) waiting.push(each);
    }
  }
  return false;
}

const isContainer = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Why ajv refuses the schema, if it does: compiles it and, one after the other, all that its `$ref`s lead to. For `stunt check`. */
export function compileProblem(schemas: Schemas, schema: unknown): { broken: string; pointer: string } | undefined {
  try {
    validatorsOf(schemas, false).compileAll(schemas.normalise(schema));
    return undefined;
  } catch (error) {
    const { broken, pointer } = brokenBy(error);
    return { broken, pointer };
  }
}

function run(validate: ValidateFunction, value: unknown, coerce: boolean): Validated {
  // ajv replaces a coerced value in what holds it.
  const holder = { value };
  const judge = (): boolean =>
    validate(holder.value, {
      instancePath: '',
      parentData: holder,
      parentDataProperty: 'value',
      rootData: holder,
      dynamicAnchors: {},
    });
  if (!judge()) return { valid: false, violations: (validate.errors ?? []).map(violationOf) };
  // Whatever was looked at before a later part of an `allOf` made a number of it has seen a word only.
  const unchanged = !coerce || (typeof value !== 'object' && holder.value === value);
  if (unchanged || judge()) return { valid: true, value: holder.value };
  return { valid: false, violations: (validate.errors ?? []).map(violationOf) };
}

function validatorsOf(schemas: Schemas, coerce: boolean): Validators {
  const byCoercion = perDocument.get(schemas) ?? new Map<boolean, Validators>();
  perDocument.set(schemas, byCoercion);
  const validators = byCoercion.get(coerce) ?? createValidators(schemas, coerce);
  byCoercion.set(coerce, validators);
  return validators;
}

/** The stack has ended while the schema, which did compile, was applied: that is the value's doing. */
const TOO_DEEP: Validated = {
  valid: false,
  violations: [{ path: [], schemaPath: '#', code: 'parse', message: 'must not be nested so deeply' }],
};

const TOO_MANY: Validated = {
  valid: false,
  violations: [{ path: [], schemaPath: '#', code: 'parse', message: `must not have more than ${MOST_WORDS} parts` }],
};

/** Whatever ajv throws, compiling or running what it has compiled, says nothing about the value. */
function brokenBy(error: unknown): { valid: 'unknown'; broken: string; pointer: string } {
  const message = error instanceof Error ? error.message : String(error);
  return { valid: 'unknown', broken: message, pointer: error instanceof BrokenSchema ? error.pointer : '#' };
}
