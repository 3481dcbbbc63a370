import { isObject, type JsonSchema, type SchemaObject } from './json-schema.ts';
import type { Schemas } from './schemas.ts';

/**
 * Which branch of a `oneOf` or `anyOf` a discriminator names, as OpenAPI has it: by the mapping, by the values that a branch
 * itself allows for the property, or by the name of the schema. Judges nothing; undefined where it has no say.
 */
export type Discriminated =
  | { readonly kind: 'branch'; readonly schema: JsonSchema; readonly index: number }
  | { readonly kind: 'unknown'; readonly property: string; readonly allowed: readonly string[] };

export function discriminated(schemas: Schemas, owner: SchemaObject, value: unknown): Discriminated | undefined {
  const { discriminator } = owner;
  if (discriminator === undefined || !isObject(value)) return undefined;
  const property = discriminator.propertyName;
  // A value that does not say what it is, and has no branch by default, has to fit like any other.
  if (!Object.hasOwn(value, property) || value[property] === undefined) return defaultOf(owner);
  const table = tableOf(schemas, owner);
  if (table === undefined) return undefined;
  const tag = value[property];
  const found = typeof tag === 'string' ? table.get(tag) : undefined;
  return found ?? defaultOf(owner) ?? { kind: 'unknown', property, allowed: [...table.keys()] };
}

function defaultOf(owner: SchemaObject): Branch | undefined {
  const to = owner.discriminator?.defaultMapping;
  if (to === undefined) return undefined;
  const branches = owner[compositionOf(owner)] ?? [];
  const index = branches.findIndex((branch) => isNamed(branch, to));
  const schema = branches[index];
  return schema === undefined ? undefined : { kind: 'branch', schema, index };
}

/** By the address of a schema, or by the last word of it. */
function isNamed(branch: JsonSchema, name: string): boolean {
  const ref = typeof branch === 'object' ? branch.$ref : undefined;
  return ref !== undefined && (ref === name || ref.slice(ref.lastIndexOf('/') + 1) === name);
}

/** What the property may say in that branch, the preferred one first; empty where the discriminator does not know the branch. */
export function tagsOf(schemas: Schemas, owner: SchemaObject, branch: JsonSchema): string[] {
  const table = tableOf(schemas, owner) ?? new Map<string, Branch>();
  return [...table].flatMap(([tag, { schema }]) => (schema === branch ? [tag] : []));
}

export const compositionOf = (owner: SchemaObject): 'oneOf' | 'anyOf' =>
  owner.oneOf === undefined ? 'anyOf' : 'oneOf';

type Branch = Extract<Discriminated, { kind: 'branch' }>;
type Table = ReadonlyMap<string, Branch>;

const tables = new WeakMap<SchemaObject, Table | undefined>();

/** Undefined where an object may be meant by a branch that has no name, or one name means two. */
function tableOf(schemas: Schemas, owner: SchemaObject): Table | undefined {
  if (tables.has(owner)) return tables.get(owner);
  const table = makeTable(schemas, owner);
  tables.set(owner, table);
  return table;
}

function makeTable(schemas: Schemas, owner: SchemaObject): Table | undefined {
  const { discriminator } = owner;
  const branches = owner[compositionOf(owner)];
  if (discriminator === undefined || branches === undefined) return undefined;
  const table = new Map<string, Branch>();
  for (const [index, schema] of branches.entries()) {
    const tags = tagsOfBranch(schemas, discriminator.propertyName, discriminator.mapping ?? {}, schema);
    if (tags.length === 0 && mayBeObject(schemas, schema)) return undefined;
    if (tags.some((tag) => table.has(tag))) return undefined;
    for (const tag of tags) table.set(tag, { kind: 'branch', schema, index });
  }
  return table.size === 0 ? undefined : table;
}

function tagsOfBranch(
  schemas: Schemas,
  property: string,
  mapping: Readonly<Record<string, string>>,
  branch: JsonSchema,
): readonly string[] {
  const ref = typeof branch === 'object' ? branch.$ref : undefined;
  const name = ref?.slice(ref.lastIndexOf('/') + 1);
  const mapped = Object.entries(mapping).flatMap(([tag, to]) => (to === ref || to === name ? [tag] : []));
  const own = valuesOf(schemas, branch, property, 0);
  // A branch that refuses a name cannot be meant by it: documents forget that names of schemas count, case and all.
  const taken = own === undefined ? mapped : mapped.filter((tag) => own.includes(tag));
  if (taken.length > 0) return taken;
  if (own !== undefined) return name !== undefined && own.includes(name) ? [name] : own;
  return name === undefined ? [] : [name];
}

/** The texts that a schema allows for a property; undefined where it names none. */
function valuesOf(
  schemas: Schemas,
  schema: JsonSchema | undefined,
  property: string,
  depth: number,
): string[] | undefined {
  if (typeof schema !== 'object' || depth > 20) return undefined;
  const declared = schema.properties !== undefined && Object.hasOwn(schema.properties, property);
  const own = declared ? textsOf(schemas, schema.properties[property], depth) : undefined;
  if (own !== undefined) return own;
  const target = schema.$ref === undefined ? undefined : schemas.resolve(schema.$ref);
  for (const part of [target, ...(schema.allOf ?? [])]) {
    const found = valuesOf(schemas, part, property, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function textsOf(schemas: Schemas, schema: JsonSchema | undefined, depth: number): string[] | undefined {
  if (typeof schema !== 'object' || depth > 20) return undefined;
  const values = schema.const === undefined ? schema.enum : [schema.const];
  if (values !== undefined) return values.filter((value) => typeof value === 'string');
  return schema.$ref === undefined ? undefined : textsOf(schemas, schemas.resolve(schema.$ref), depth + 1);
}

function mayBeObject(schemas: Schemas, schema: JsonSchema, depth = 0): boolean {
  if (typeof schema === 'boolean' || depth > 20) return schema !== false;
  if (schema.$ref !== undefined) return mayBeObject(schemas, schemas.resolve(schema.$ref) ?? true, depth + 1);
  return schema.type === undefined || [schema.type].flat().includes('object');
}
