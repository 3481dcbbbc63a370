import { discriminated, isValid, type JsonSchema, type SchemaObject, type Schemas } from '@stuntdouble/engine';

/**
 * What a schema may mean for one value: `$ref`, `allOf`, `oneOf` and `anyOf` taken apart into alternatives, each a list of plain
 * schemas that hold together. Goes no deeper than the value's own level, and never judges it.
 */

/** A schema and where it stands in the document's root, without `#`. */
export interface Place {
  readonly schema: JsonSchema;
  readonly pointer: string;
}

export interface Conjunct {
  readonly schema: SchemaObject;
  readonly pointer: string;
}

export type Alternative = readonly Conjunct[];

/** More than any document means; what is beyond is not looked at. */
const MOST = 200;

/** For what is said of any value, not of one. */
export const ANY_VALUE = Symbol('any value');

export function alternativesOf(schemas: Schemas, places: readonly Place[], value: unknown): Alternative[] {
  return places.reduce<Alternative[]>((all, place) => product(all, expand(schemas, place, value, [])), [[]]);
}

function expand(schemas: Schemas, { schema, pointer }: Place, value: unknown, refs: readonly string[]): Alternative[] {
  if (typeof schema === 'boolean') return schema ? [[]] : [];
  let all: Alternative[] = [[{ schema, pointer }]];
  const { $ref, allOf = [] } = schema;
  if ($ref !== undefined && !refs.includes($ref)) {
    const target = schemas.resolve($ref);
    if (target !== undefined)
      all = product(all, expand(schemas, { schema: target, pointer: $ref.replace(/^#/, '') }, value, [...refs, $ref]));
  }
  for (const [index, part] of allOf.entries())
    all = product(all, expand(schemas, { schema: part, pointer: `${pointer}/allOf/${index}` }, value, refs));
  for (const keyword of ['oneOf', 'anyOf'] as const) {
    if (schema[keyword] !== undefined) all = product(all, branches(schemas, { schema, pointer }, keyword, value, refs));
  }
  return all;
}

function branches(
  schemas: Schemas,
  { schema, pointer }: Conjunct,
  keyword: 'oneOf' | 'anyOf',
  value: unknown,
  refs: readonly string[],
): Alternative[] {
  const named = discriminated(schemas, schema, value);
  const listed = [...(schema[keyword] ?? []).entries()].filter(
    ([index]) => named?.kind !== 'branch' || named.index === index,
  );
  const inDocument = keyword === 'anyOf' && isNullable(schemas, schema) ? pointer : undefined;
  const each = listed.map(([index, branch]) =>
    expand(schemas, { schema: branch, pointer: inDocument ?? `${pointer}/${keyword}/${index}` }, value, refs),
  );
  const likely = each.map((alternatives) => alternatives.filter((alternative) => mayMean(schemas, alternative, value)));
  const single = likely.flat();
  // Of `anyOf` several may hold at once, and each may bring fields of its own.
  const together = keyword === 'anyOf' && each.length > 1 ? likely.filter((some) => some.length > 0) : [];
  const joined = together.length > 1 ? together.reduce((all, some) => product(all, some)) : [];
  const found = [...single, ...joined].slice(0, MOST);
  return found.length > 0 ? found : each.flat().slice(0, MOST);
}

/** `nullable` beside a composition is such an `anyOf` once it is normalised; the document has none, and no type `null` either. */
function isNullable({ dialect }: Schemas, { anyOf = [] }: SchemaObject): boolean {
  const [, second] = anyOf;
  return dialect !== 'json-schema' && anyOf.length === 2 && typeof second === 'object' && second.type === 'null';
}

function product(left: readonly Alternative[], right: readonly Alternative[]): Alternative[] {
  if (right.length === 1 && left.length === 1) return [[...(left[0] ?? []), ...(right[0] ?? [])]];
  return left.flatMap((one) => right.map((other) => [...one, ...other])).slice(0, MOST);
}

/** By what the value's own level shows: its type, and properties that name a kind (`type: card`). */
function mayMean(schemas: Schemas, alternative: Alternative, value: unknown): boolean {
  if (value === ANY_VALUE) return true;
  return alternative.every(({ schema }) => {
    if (!allowsTypeOf(schema, value)) return false;
    if (typeof value !== 'object' || value === null)
      return (schema.enum === undefined && schema.const === undefined) || isValid(schemas, schema, value);
    if (Array.isArray(value) || schema.properties === undefined) return true;
    return Object.entries(value).every(([name, member]) => {
      const property = schema.properties && Object.hasOwn(schema.properties, name) ? schema.properties[name] : true;
      const literal = typeof property === 'object' && (property.const !== undefined || property.enum !== undefined);
      return !literal || isValid(schemas, property, member);
    });
  });
}

/** JSON Schema's name for what a value is; whole numbers are `integer`. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

export function allowsTypeOf({ type }: SchemaObject, value: unknown): boolean {
  if (type === undefined) return true;
  const kind = kindOf(value);
  return [type].flat().some((name) => name === kind || (name === 'number' && kind === 'integer'));
}
