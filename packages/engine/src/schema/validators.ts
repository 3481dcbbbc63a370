import { createRequire } from 'node:module';
import type { ErrorObject, SchemaValidateFunction, ValidateFunction } from 'ajv/dist/types/index.js';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { check } from './check.ts';
import { compositionOf, discriminated } from './discriminator.ts';
import { isObject, type JsonSchema, type SchemaObject } from './json-schema.ts';
import { escapeToken } from './pointer.ts';
import { MULTIPLE_OF_PRECISION } from './precision.ts';
import type { Schemas } from './schemas.ts';
import { subschemas } from './subschemas.ts';
import { firstTwins, twinsMessage } from './twins.ts';

/** ajv refuses the schema at `pointer`. */
export class BrokenSchema extends Error {
  readonly pointer: string;

  constructor(message: string, pointer: string) {
    super(message);
    this.pointer = pointer;
  }
}

/** One ajv for the schemas of one document: each schema compiled once, `$ref` targets when a value first reaches them. */
export interface Validators {
  get(schema: JsonSchema, pointer: string): ValidateFunction;
  /** Compiles the schema and its whole closure, to learn whether ajv takes them. */
  compileAll(schema: JsonSchema): void;
}

/** ajv takes 60 ms to load: a server that validates nothing yet does not pay for it. */
const require = createRequire(import.meta.url);

export function createValidators(schemas: Schemas, coerce: boolean): Validators {
  // The type of a module loaded late can only be stated.
  const { Ajv2020 } = require('ajv/dist/2020.js') as typeof import('ajv/dist/2020.js');
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    validateSchema: false,
    addUsedSchema: false,
    logger: false,
    coerceTypes: coerce,
    multipleOfPrecision: MULTIPLE_OF_PRECISION,
    formats: fullFormats,
    // JSON has no infinity, and `1e999` is none either.
    strictNumbers: true,
    ...(coerce && { code: { process: onlyJsonNumbers } }),
  });
  // The interpreter counts what was evaluated; ajv's own code for it does not always run.
  ajv.opts.unevaluated = false;
  ajv.removeKeyword('uniqueItems');
  // Where ajv's own stood: before what may coerce an item.
  ajv.addKeyword({ keyword: 'uniqueItems', type: 'array', before: 'prefixItems', errors: true, validate: uniqueItems });
  const compiled = new Map<JsonSchema, ValidateFunction>();
  const get = (schema: JsonSchema, pointer: string): ValidateFunction => {
    let validate = compiled.get(schema);
    if (validate === undefined) {
      try {
        validate = ajv.compile(forAjv(schema, 0));
      } catch (error) {
        // At the end of the stack nothing compiles: that says nothing about the schema.
        throw error instanceof BrokenSchema || error instanceof RangeError
          ? error
          : new BrokenSchema(error instanceof Error ? error.message : String(error), pointer);
      }
      compiled.set(schema, validate);
    }
    return validate;
  };
  const behind = (ref: string): ValidateFunction => {
    const target = schemas.resolve(ref);
    if (target === undefined) throw new BrokenSchema(`${ref} leads nowhere`, ref);
    return get(target, ref);
  };
  ajv.addKeyword({ keyword: REF, errors: 'full', modifying: coerce, validate: refKeyword(behind) });
  ajv.addKeyword({ keyword: NAMED, errors: 'full', modifying: coerce, validate: namedKeyword(schemas, get) });
  ajv.addKeyword({ keyword: UNEVALUATED, errors: 'full', validate: unevaluatedKeyword(schemas) });
  return { get, compileAll: (schema) => compileClosure(schema, get, behind, schemas) };
}

/** ajv compares each item with each. */
const uniqueItems: SchemaValidateFunction = (wanted: unknown, items: readonly unknown[]) => {
  const twins = wanted === true ? firstTwins(items) : undefined;
  if (twins !== undefined) uniqueItems.errors = [{ keyword: 'uniqueItems', message: twinsMessage(twins), params: {} }];
  return twins === undefined;
};

/** ajv coerces whatever JavaScript takes for a number: `0x10`, ` 1`, `+5`, `Infinity`. The code it writes is held to JSON's. */
const onlyJsonNumbers = (code: string): string =>
  code.replaceAll(/\b(data\d*) == \+\1(?!\w)/g, (test, data: string) => `${test} && ${JSON_NUMBER}.test(${data})`);

const JSON_NUMBER = String(/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/);

const REF = 'stunt-ref';
const NAMED = 'stunt-named';
const UNEVALUATED = 'stunt-unevaluated';
const NOT_FOR_AJV = new Set([
  '$ref',
  'title',
  'description',
  'default',
  'examples',
  'discriminator',
  'xml',
  'unevaluatedProperties',
  'unevaluatedItems',
]);
const MAX_NESTING = 300;

/** `$ref`s become our keyword, so that ajv does not compile what they lead to; annotations go. */
function forAjv(schema: JsonSchema, depth: number): JsonSchema {
  if (typeof schema === 'boolean') return schema;
  if (depth > MAX_NESTING) throw new BrokenSchema('the schema contains itself without a $ref', '#');
  const out: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(schema))
    if (!NOT_FOR_AJV.has(key)) out[key] = forAjvValue(key, value, depth);
  if (schema.$ref !== undefined) out[REF] = schema.$ref;
  if (isNamed(schema)) {
    delete out[compositionOf(schema)];
    out[NAMED] = schema;
  }
  if (schema.unevaluatedProperties !== undefined || schema.unevaluatedItems !== undefined) out[UNEVALUATED] = schema;
  return out;
}

const MAPS = new Set(['properties', 'patternProperties', 'dependentSchemas']);
const VALUES = new Set(['enum', 'const', 'required', 'type', 'dependentRequired']);

function forAjvValue(key: string, value: unknown, depth: number): unknown {
  if (VALUES.has(key)) return value;
  if (MAPS.has(key) && isObject(value))
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, forAjvChild(item, depth)]));
  return Array.isArray(value) ? value.map((item) => forAjvChild(item, depth)) : forAjvChild(value, depth);
}

function forAjvChild(value: unknown, depth: number): unknown {
  return isSchema(value) ? forAjv(value, depth + 1) : value;
}

function isSchema(value: unknown): value is SchemaObject {
  return isObject(value);
}

/** ajv overwrites `schemaPath` of what a keyword reports; `params.at` keeps the place where it was found. */
function refKeyword(behind: (ref: string) => ValidateFunction): SchemaValidateFunction {
  const keyword: SchemaValidateFunction = (ref, data, _parent, cxt) => {
    const validate = behind(String(ref));
    if (validate(data, cxt)) return true;
    keyword.errors = (validate.errors ?? []).map((error) => ({
      ...error,
      params: { ...error.params, at: error.params.at ?? String(ref) + error.schemaPath.slice(1) },
    }));
    return false;
  };
  return keyword;
}

const isNamed = (schema: SchemaObject): boolean =>
  schema.discriminator !== undefined && schema[compositionOf(schema)] !== undefined;

const withoutNames = new WeakMap<SchemaObject, SchemaObject>();

/** The alternatives of a schema alone, for values that do not say which they are. */
function plain(owner: SchemaObject): SchemaObject {
  const keyword = compositionOf(owner);
  const known = withoutNames.get(owner) ?? { [keyword]: owner[keyword] };
  withoutNames.set(owner, known);
  return known;
}

/** The branch that the discriminator names, and no other, speaks for a value. ajv's own knows less: no mapping, no implicit names. */
function namedKeyword(
  schemas: Schemas,
  get: (schema: JsonSchema, pointer: string) => ValidateFunction,
): SchemaValidateFunction {
  const keyword: SchemaValidateFunction = (owner: SchemaObject, data, _parent, cxt) => {
    const found = discriminated(schemas, owner, data);
    if (found?.kind === 'unknown') {
      const instancePath = `${cxt?.instancePath ?? ''}/${escapeToken(found.property)}`;
      const params = { allowedValues: found.allowed, at: '#/discriminator' };
      keyword.errors = [
        { keyword: 'enum', message: 'must be equal to one of the allowed values', instancePath, params },
      ];
      return false;
    }
    const below = found === undefined ? '#' : `#/${compositionOf(owner)}/${found.index}`;
    const validate = get(found?.schema ?? plain(owner), below);
    if (validate(data, cxt)) return true;
    const errors = validate.errors ?? [];
    keyword.errors = (found === undefined ? tellingOf(owner, errors) : errors).map((error) => ({
      ...error,
      params: { ...error.params, at: error.params.at ?? below + error.schemaPath.slice(1) },
    }));
    return false;
  };
  return keyword;
}

/** Where every branch wants the name and it is not there, what else they want says nothing: nobody knows which is meant. */
function tellingOf(owner: SchemaObject, errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const composition = compositionOf(owner);
  const name = owner.discriminator?.propertyName;
  const missing = errors.filter(({ keyword, params }) => keyword === 'required' && params.missingProperty === name);
  if (missing.length === 0 || missing.length < (owner[composition]?.length ?? 0)) return errors;
  return [...missing.slice(0, 1), ...errors.filter(({ keyword }) => keyword === composition)];
}

/** ajv cannot look through our `$ref` keyword when it counts what was evaluated; the interpreter can. */
function unevaluatedKeyword(schemas: Schemas): SchemaValidateFunction {
  const keyword: SchemaValidateFunction = (schema, data, _parent, cxt) => {
    const found = check(schemas, schema, data).filter(
      ({ code, path }) => code.startsWith('unevaluated') && path.length === 0,
    );
    keyword.errors = found.map(({ code, message, property, schemaPath, allowed }) => ({
      keyword: code,
      message,
      instancePath: cxt?.instancePath ?? '',
      params: { at: schemaPath, property, allowed },
    }));
    return found.length === 0;
  };
  return keyword;
}

function compileClosure(
  schema: JsonSchema,
  get: (schema: JsonSchema, pointer: string) => ValidateFunction,
  behind: (ref: string) => ValidateFunction,
  schemas: Schemas,
): void {
  get(schema, '#');
  const seen = new Set<JsonSchema>();
  const queue: JsonSchema[] = [schema];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    if (typeof node === 'boolean' || seen.has(node)) continue;
    seen.add(node);
    queue.push(...subschemas(node));
    if (isNamed(node)) get(plain(node), '#');
    if (node.$ref === undefined) continue;
    behind(node.$ref);
    queue.push(schemas.resolve(node.$ref) ?? true);
  }
}
