import { isValid, type JsonSchema, type SchemaObject, type Schemas } from '@stuntdouble/engine';
import { isObject } from '../pact/json.ts';
import type { Json } from '../pact/pact.ts';

/**
 * The parts of a schema that speak about one value: through `$ref` and `allOf`, and of alternatives those that the value satisfies.
 * Reads; never judges more than which alternative is meant.
 */
export function partsOf(schemas: Schemas, schema: JsonSchema, value: Json): SchemaObject[] {
  const found = new Set<SchemaObject>();
  const visit = (given: JsonSchema | undefined): void => {
    if (typeof given !== 'object' || found.has(given)) return;
    found.add(given);
    if (given.$ref !== undefined) visit(schemas.resolve(given.$ref));
    for (const each of given.allOf ?? []) visit(each);
    for (const branches of [given.oneOf, given.anyOf]) {
      const fitting = (branches ?? []).filter((branch) => isValid(schemas, branch, value));
      for (const each of fitting.length > 0 ? fitting : (branches ?? [])) visit(each);
    }
  };
  visit(schema);
  return [...found];
}

/** What the parts say of a property; undefined where none declares it. */
export function propertyOf(schemas: Schemas, parts: readonly SchemaObject[], name: string): JsonSchema | undefined {
  const declared = parts.flatMap(({ properties, patternProperties }) => {
    const own = properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : undefined;
    const byPattern = Object.entries(patternProperties ?? {}).flatMap(([pattern, each]) =>
      fits(pattern, name) ? [each] : [],
    );
    return own === undefined ? byPattern : [own, ...byPattern];
  });
  return together(schemas, declared);
}

/** Documents have patterns that only the older reading takes. */
function fits(pattern: string, name: string): boolean {
  for (const flags of ['u', ''])
    try {
      return new RegExp(pattern, flags).test(name);
    } catch {}
  return false;
}

/** What is said of the entries of a map, whose names the client chooses. */
export function entryOf(schemas: Schemas, parts: readonly SchemaObject[]): JsonSchema | undefined {
  return together(
    schemas,
    parts.flatMap(({ additionalProperties }) =>
      typeof additionalProperties === 'object' ? [additionalProperties] : [],
    ),
  );
}

export function itemOf(schemas: Schemas, parts: readonly SchemaObject[], index: number): JsonSchema | undefined {
  return together(
    schemas,
    parts.flatMap(({ prefixItems, items }) => prefixItems?.[index] ?? items ?? []),
  );
}

function together(schemas: Schemas, given: readonly JsonSchema[]): JsonSchema | undefined {
  return given.length > 1 ? schemas.normalise({ allOf: given }) : given[0];
}

/** Undefined where no part names types. */
export function typesOf(parts: readonly SchemaObject[]): ReadonlySet<string> | undefined {
  const types = parts.flatMap(({ type }) => (type === undefined ? [] : [type].flat()));
  return types.length === 0 ? undefined : new Set(types);
}

/** Every literal that the parts allow; undefined where they name none. */
export function literalsOf(parts: readonly SchemaObject[]): readonly unknown[] | undefined {
  const [first] = parts.flatMap(({ enum: listed, const: only }) =>
    only === undefined ? (listed ? [listed] : []) : [[only]],
  );
  return first;
}

/** Whether one part says which properties have to be there: only then is another one optional on purpose. */
export const requiredOf = (parts: readonly SchemaObject[]): ReadonlySet<string> =>
  new Set(parts.flatMap(({ required }) => required ?? []));

/** The property that tells alternatives apart. */
export const discriminatorsOf = (parts: readonly SchemaObject[]): ReadonlySet<string> =>
  new Set(parts.flatMap(({ discriminator }) => discriminator?.propertyName ?? []));

export const asObject = (value: Json | undefined) => (isObject(value) ? value : undefined);
