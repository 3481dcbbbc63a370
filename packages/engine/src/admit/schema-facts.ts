import type { JsonSchema, SchemaObject } from '../schema/json-schema.ts';
import type { Schemas } from '../schema/schemas.ts';

/**
 * What reading a value needs to know of its schema: what it may be, and what its members are. Follows `$ref` and the
 * alternatives of a schema; never judges a value.
 */
export interface SchemaFacts {
  readonly array: boolean;
  readonly object: boolean;
  readonly primitive: boolean;
  /** Only strings will do. */
  readonly onlyString: boolean;
  /** Nothing says what it may be. */
  readonly open: boolean;
  readonly properties: ReadonlyMap<string, JsonSchema>;
  /** Other members are welcome, since the schema says so or names none at all. */
  readonly freeForm: boolean;
  readonly additional: JsonSchema;
  readonly items: JsonSchema;
  readonly fallback: unknown;
}

const perDocument = new WeakMap<Schemas, WeakMap<SchemaObject, SchemaFacts>>();

export function factsOf(schemas: Schemas, schema: unknown): SchemaFacts {
  const normal = schema === undefined ? true : schemas.normalise(schema);
  if (typeof normal === 'boolean') return OPEN;
  let known = perDocument.get(schemas);
  if (known === undefined) {
    known = new WeakMap();
    perDocument.set(schemas, known);
  }
  let facts = known.get(normal);
  if (facts === undefined) {
    facts = gather(branchesOf(schemas, normal));
    known.set(normal, facts);
  }
  return facts;
}

const OPEN: SchemaFacts = {
  array: false,
  object: false,
  primitive: true,
  onlyString: false,
  open: true,
  properties: new Map(),
  freeForm: true,
  additional: true,
  items: true,
  fallback: undefined,
};

function gather(branches: readonly SchemaObject[]): SchemaFacts {
  const types = new Set(branches.flatMap(typesOf));
  const properties = new Map(branches.flatMap((branch) => Object.entries(branch.properties ?? {})));
  const additional = branches
    .map((branch) => branch.additionalProperties)
    .find((schema) => schema !== undefined && schema !== false);
  const array = types.delete('array');
  const object = types.delete('object');
  types.delete('null');
  return {
    array,
    object,
    primitive: types.size > 0 || !(array || object),
    onlyString: !array && !object && types.size === 1 && types.has('string'),
    open: types.size === 0 && !array && !object,
    properties,
    freeForm: additional !== undefined || properties.size === 0,
    additional: additional ?? true,
    items: branches.map((branch) => branch.items).find((schema) => schema !== undefined) ?? true,
    fallback: branches.map((branch) => branch.default).find((value) => value !== undefined),
  };
}

/** The declared types, else what the other keywords are about. */
function typesOf(schema: SchemaObject): string[] {
  if (schema.type !== undefined) return typeof schema.type === 'string' ? [schema.type] : [...schema.type];
  const values = schema.const === undefined ? schema.enum : [schema.const];
  if (values !== undefined) return values.map(typeOf);
  const found: string[] = [];
  if (schema.properties !== undefined || schema.additionalProperties !== undefined) found.push('object');
  if (schema.items !== undefined || schema.prefixItems !== undefined) found.push('array');
  return found;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** The schema and all that describes the same value: targets of `$ref`, and members of allOf, anyOf, oneOf. */
function branchesOf(schemas: Schemas, schema: SchemaObject): SchemaObject[] {
  const found = new Set<SchemaObject>();
  const visit = (branch: JsonSchema | undefined): void => {
    if (typeof branch !== 'object' || found.has(branch)) return;
    found.add(branch);
    if (branch.$ref !== undefined) visit(schemas.resolve(branch.$ref));
    for (const part of [...(branch.allOf ?? []), ...(branch.anyOf ?? []), ...(branch.oneOf ?? [])]) visit(part);
  };
  visit(schema);
  return [...found];
}
