import { type Discriminated, discriminated } from './discriminator.ts';
import type { JsonSchema, SchemaObject } from './json-schema.ts';
import type { Details, Evaluated, Run } from './keywords/keyword.ts';
import { planOf } from './keywords/plan.ts';
import type { KnownMembers } from './known-members.ts';
import { escapeToken } from './pointer.ts';
import type { Schemas } from './schemas.ts';
import type { SchemaViolation } from './violation.ts';

/**
 * Every violation of the schema in the value, `[]` where it is valid. Interprets: visits only what the value has, compiles
 * nothing, resolves a `$ref` when the value gets there. The verdict is ajv's (fuller in two points: own properties
 * only, and discriminators).
 */
export function check(
  schemas: Schemas,
  schema: unknown,
  value: unknown,
  /** Of violations; what comes behind them is not looked at. */
  most = Number.POSITIVE_INFINITY,
): SchemaViolation[] {
  if (isValid(schemas, schema, value)) return [];
  const run = new Checking(schemas, false, most);
  run.visit(schemas.normalise(schema), value);
  return run.violations.slice(0, most);
}

/** The same verdict without the reasons, and sooner. `known`: of earlier calls, where values share members. */
export function isValid(schemas: Schemas, schema: unknown, value: unknown, known?: KnownMembers): boolean {
  const run = new Checking(schemas, true, 1, known);
  run.visit(schemas.normalise(schema), value);
  return !run.failed;
}

/** A schema that contains itself without a `$ref` (YAML aliases can make one) would never end. */
const MAX_NESTING = 300;
const NOTHING: readonly string[] = [];

class Checking implements Run {
  readonly violations: SchemaViolation[] = [];
  failed = false;
  evaluated: Evaluated | undefined;
  readonly #schemas: Schemas;
  readonly #path: string[] = [];
  #schemaPath: (string | number)[] = ['#'];
  readonly #most: number;
  readonly #known: KnownMembers | undefined;
  #quiet: boolean;
  /** `$ref`s being followed for the value at hand: a second time would be a circle. */
  #following: readonly string[] = NOTHING;
  /** Schemas being applied to the value at hand. */
  #nesting = 0;

  constructor(schemas: Schemas, quiet: boolean, most = Number.POSITIVE_INFINITY, known?: KnownMembers) {
    this.#schemas = schemas;
    this.#quiet = quiet;
    this.#most = most;
    this.#known = known;
  }

  get done(): boolean {
    return this.#quiet ? this.failed : this.violations.length >= this.#most;
  }

  visit(schema: JsonSchema, value: unknown): void {
    if (schema === true) return;
    if (schema === false) this.fail('false schema', 'boolean schema is false');
    else if (this.#nesting >= MAX_NESTING) this.fail('$ref', 'must not refer to itself');
    else this.#visitObject(schema, value);
  }

  #visitObject(schema: SchemaObject, value: unknown): void {
    this.#nesting++;
    const outer = this.evaluated;
    const counts = schema.unevaluatedProperties !== undefined || schema.unevaluatedItems !== undefined;
    if (counts) this.evaluated = { names: new Set(), indices: new Set() };
    this.#run(schema, value);
    if (counts) {
      if (outer !== undefined && this.evaluated !== undefined) merge(outer, this.evaluated);
      this.evaluated = outer;
    }
    this.#nesting--;
  }

  #run(schema: SchemaObject, value: unknown): void {
    for (const keyword of planOf(schema)) {
      keyword(schema, value, this);
      if (this.done) return;
    }
  }

  fail(code: string, message: string, details?: Details): void {
    this.failed = true;
    if (this.#quiet) return;
    const [base, ...tokens] = code === 'false schema' ? this.#schemaPath : [...this.#schemaPath, code];
    const schemaPath = [base, ...tokens.map((token) => escapeToken(String(token)))].join('/');
    this.violations.push({ path: [...this.#path], schemaPath, code, message, ...details });
  }

  apply(schema: JsonSchema, value: unknown, keyword: string, token?: string | number): void {
    if (this.#quiet) {
      this.visit(schema, value);
      return;
    }
    const depth = this.#schemaPath.length;
    this.#schemaPath.push(keyword);
    if (token !== undefined) this.#schemaPath.push(token);
    this.visit(schema, value);
    this.#schemaPath.length = depth;
  }

  descend(name: string | number, schema: JsonSchema, value: unknown, keyword: string, token?: string | number): void {
    if (schema === true) return;
    // What is below a member has a verdict of its own, wherever the member stands.
    if (this.#known?.has(name, value, schema)) return;
    const { evaluated } = this;
    const following = this.#following;
    const nesting = this.#nesting;
    this.evaluated = undefined;
    this.#following = NOTHING;
    this.#nesting = 0;
    if (!this.#quiet) this.#path.push(String(name));
    this.apply(schema, value, keyword, token);
    if (!this.#quiet) this.#path.pop();
    this.#nesting = nesting;
    this.#following = following;
    this.evaluated = evaluated;
    if (!this.failed) this.#known?.note(name, value, schema);
  }

  holds(schema: JsonSchema, value: unknown): boolean {
    const outer = this.evaluated;
    const inner: Evaluated | undefined = outer && { names: new Set(), indices: new Set() };
    this.evaluated = inner;
    const fits = this.#quietly(schema, value);
    this.evaluated = outer;
    if (fits && outer !== undefined && inner !== undefined) merge(outer, inner);
    return fits;
  }

  childHolds(schema: JsonSchema, value: unknown): boolean {
    const outer = this.evaluated;
    this.evaluated = undefined;
    const fits = this.#quietly(schema, value);
    this.evaluated = outer;
    return fits;
  }

  /** A `$ref` that leads nowhere asks nothing here; `Schemas.findings()` names it. */
  follow(ref: string, value: unknown): void {
    const target = this.#schemas.resolve(ref);
    if (target === undefined) return;
    const following = this.#following;
    if (following.includes(ref)) {
      this.fail('$ref', 'must not refer to itself');
      return;
    }
    const outer = this.#schemaPath;
    this.#following = [...following, ref];
    this.#schemaPath = [ref];
    this.visit(target, value);
    this.#schemaPath = outer;
    this.#following = following;
  }

  discriminate(schema: SchemaObject, value: unknown): Discriminated | undefined {
    return discriminated(this.#schemas, schema, value);
  }

  /** Answers are judged by others, who may know nothing of discriminators. */
  get strict(): boolean {
    return this.#schemas.direction === 'response';
  }

  #quietly(schema: JsonSchema, value: unknown): boolean {
    const { failed } = this;
    const quiet = this.#quiet;
    this.#quiet = true;
    this.failed = false;
    this.visit(schema, value);
    const fits = !this.failed;
    this.#quiet = quiet;
    this.failed = failed;
    return fits;
  }
}

function merge(into: Evaluated, from: Evaluated): void {
  for (const name of from.names) into.names.add(name);
  for (const index of from.indices) into.indices.add(index);
}
