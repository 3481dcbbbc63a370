import { equal } from './equal.ts';
import { isInvented } from './invented-bounds.ts';
import { isObject, type JsonObject, type JsonSchema } from './json-schema.ts';
import { escapeToken } from './pointer.ts';
import { regularExpression } from './regular-expression.ts';

/**
 * Translates one schema object, keyword by keyword, into the one spelling of json-schema.ts. Children go through `child`,
 * so that the caller may remember them. Never follows a `$ref`, never changes what it reads.
 */
export interface Translation {
  /** OpenAPI 2 and 3.0: `nullable` means something, siblings of `$ref` mean nothing. */
  readonly openapi: boolean;
  child(raw: unknown, pointer: string | undefined): JsonSchema;
  /** May the named property be left out in this direction, although it is required? */
  excused(property: unknown): boolean;
  report(message: string, pointer: string | undefined): void;
}

type Out = Record<string, unknown>;
type Translate = (
  value: unknown,
  out: Out,
  raw: JsonObject,
  key: string,
  t: Translation,
  pointer: string | undefined,
) => void;

const TYPES = new Set(['string', 'number', 'integer', 'boolean', 'object', 'array', 'null']);
/** Seen in the wild, and meaning "whatever". */
const ANY_TYPES = new Set(['any', 'file']);

export function below(pointer: string | undefined, ...tokens: readonly (string | number)[]): string | undefined {
  return pointer === undefined ? undefined : [pointer, ...tokens.map((token) => escapeToken(String(token)))].join('/');
}

const copy: Translate = (value, out, _raw, key) => {
  out[key] = value;
};
const number: Translate = (value, out, _raw, key, t, pointer) => {
  if (typeof value === 'number') out[key] = value;
  else t.report(`${key} must be a number, not ${JSON.stringify(value)}; it is ignored`, pointer);
};
const bound: Translate = (value, out, raw, key, t, pointer) => {
  if (!isInvented(raw, key, value)) number(value, out, raw, key, t, pointer);
};
const text: Translate = (value, out, _raw, key) => {
  if (typeof value === 'string') out[key] = value;
};
const flag: Translate = (value, out, _raw, key) => {
  if (value === true) out[key] = true;
};
const exclusive =
  (bound: string): Translate =>
  (value, out, raw, key) => {
    if (typeof value === 'number') out[key] = value;
    else if (value === true && typeof raw[bound] === 'number') out[key] = raw[bound];
  };
const schema: Translate = (value, out, _raw, key, t, pointer) => {
  if (isObject(value) || typeof value === 'boolean') out[key] = t.child(value, below(pointer, key));
};
const schemas: Translate = (value, out, _raw, key, t, pointer) => {
  if (Array.isArray(value) && value.length > 0)
    out[key] = value.map((item, i) => t.child(item, below(pointer, key, i)));
};
const schemaMap: Translate = (value, out, _raw, key, t, pointer) => {
  if (!isObject(value)) return;
  const entries = Object.entries(value).filter(
    ([name]) => key !== 'patternProperties' || usable(name, t, below(pointer, key)),
  );
  out[key] = Object.fromEntries(entries.map(([name, item]) => [name, t.child(item, below(pointer, key, name))]));
};

function usable(pattern: string, t: Translation, pointer: string | undefined): boolean {
  if (regularExpression(pattern) !== undefined) return true;
  t.report(`${JSON.stringify(pattern)} is no regular expression; it is ignored`, pointer);
  return false;
}

const type: Translate = (value, out, _raw, _key, t, pointer) => {
  const names = (Array.isArray(value) ? value : [value]).filter((name) => !ANY_TYPES.has(name));
  const known = [...new Set(names.filter((name) => TYPES.has(name)))];
  if (known.length < names.length)
    t.report(`type ${JSON.stringify(value)} is unknown; it is ignored`, below(pointer, 'type'));
  if (known.length > 0) out.type = known.length === 1 ? known[0] : known;
};
const enumeration: Translate = (value, out, _raw, _key, t, pointer) => {
  if (!Array.isArray(value) || value.length === 0) return;
  const items = distinct(value);
  if (items.length < value.length && !value.includes(null))
    t.report('enum lists an item twice', below(pointer, 'enum'));
  out.enum = items;
};
function distinct(values: readonly unknown[]): unknown[] {
  const simple = [...new Set(values)];
  return simple.filter(
    (item, i) => typeof item !== 'object' || !simple.slice(0, i).some((other) => equal(item, other)),
  );
}

const pattern: Translate = (value, out, _raw, _key, t, pointer) => {
  if (typeof value === 'string' && usable(value, t, below(pointer, 'pattern'))) out.pattern = value;
};
const required: Translate = (value, out, raw, _key, t) => {
  if (!Array.isArray(value)) return;
  const properties = isObject(raw.properties) ? raw.properties : {};
  const names = new Set(
    value.filter(
      (name) => typeof name === 'string' && !(Object.hasOwn(properties, name) && t.excused(properties[name])),
    ),
  );
  if (names.size > 0) out.required = [...names];
};
const items: Translate = (value, out, raw, key, t, pointer) => {
  if (!Array.isArray(value)) return schema(value, out, raw, key, t, pointer);
  if (value.length > 0) out.prefixItems = value.map((item, i) => t.child(item, below(pointer, key, i)));
  if (raw.additionalItems !== undefined) out.items = t.child(raw.additionalItems, below(pointer, 'additionalItems'));
};
const discriminator: Translate = (value, out) => {
  if (isObject(value) && typeof value.propertyName === 'string') out.discriminator = value;
  // OpenAPI 2 names the property only.
  else if (typeof value === 'string') out.discriminator = { propertyName: value };
};
const dependentRequired: Translate = (value, out) => {
  if (!isObject(value)) return;
  out.dependentRequired = Object.fromEntries(Object.entries(value).filter(([, names]) => Array.isArray(names)));
};
const example: Translate = (value, out, raw) => {
  if (!Array.isArray(raw.examples)) out.examples = [value];
};
const examples: Translate = (value, out) => {
  if (Array.isArray(value)) out.examples = value;
};
const dynamicRef: Translate = (value, out, raw) => {
  // Without dynamic scopes (no document of ours overrides an anchor) it leads where a $ref would.
  if (typeof value === 'string' && raw.$ref === undefined) out.$ref = value;
};

const TRANSLATE: Readonly<Record<string, Translate>> = {
  $ref: text,
  $dynamicRef: dynamicRef,
  type,
  enum: enumeration,
  const: copy,
  multipleOf: number,
  minimum: bound,
  maximum: bound,
  exclusiveMinimum: exclusive('minimum'),
  exclusiveMaximum: exclusive('maximum'),
  minLength: number,
  maxLength: number,
  pattern,
  format: text,
  prefixItems: schemas,
  items,
  contains: schema,
  minContains: number,
  maxContains: number,
  minItems: number,
  maxItems: number,
  uniqueItems: flag,
  unevaluatedItems: schema,
  properties: schemaMap,
  patternProperties: schemaMap,
  additionalProperties: schema,
  propertyNames: schema,
  required,
  minProperties: number,
  maxProperties: number,
  dependentRequired,
  dependentSchemas: schemaMap,
  unevaluatedProperties: schema,
  allOf: schemas,
  anyOf: schemas,
  oneOf: schemas,
  not: schema,
  if: schema,
  // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
  then: schema,
  else: schema,
  title: text,
  description: text,
  default: copy,
  example,
  examples,
  'x-example': example,
  readOnly: flag,
  writeOnly: flag,
  discriminator,
  xml: copy,
};

/** Fills `out`, which the caller has already remembered: a schema that contains itself by identity ends here. */
export function translate(raw: JsonObject, out: Out, t: Translation, pointer: string | undefined): void {
  if (t.openapi && typeof raw.$ref === 'string') {
    out.$ref = raw.$ref;
    return;
  }
  for (const key of Object.keys(raw)) {
    const value = raw[key];
    if (value !== undefined && Object.hasOwn(TRANSLATE, key)) TRANSLATE[key]?.(value, out, raw, key, t, pointer);
  }
  if (t.openapi && (raw.nullable === true || raw['x-nullable'] === true)) allowNull(out);
}

/** `nullable: true`, with or without a type, an enum, or compositions that know nothing of null. */
function allowNull(out: Out): void {
  if (Array.isArray(out.type) && out.type.includes('null')) return;
  const composed = out.allOf !== undefined || out.anyOf !== undefined || out.oneOf !== undefined;
  if (out.type !== undefined && !composed) {
    out.type = [out.type, 'null'].flat();
    if (Array.isArray(out.enum) && !out.enum.includes(null)) out.enum = [...out.enum, null];
    return;
  }
  const { title, description, default: fallback, examples: samples, readOnly, writeOnly, ...rest } = out;
  for (const key of Object.keys(rest)) delete out[key];
  out.anyOf = [rest, { type: 'null' }];
}
