import { compositionOf, tagsOf } from '../discriminator.ts';
import type { JsonSchema, SchemaObject } from '../json-schema.ts';
import type { Schemas } from '../schemas.ts';
import { areDistinct, forbiddenBy, spoiling } from './exclusion.ts';
import type { Alternative, Part, Place } from './part.ts';

/**
 * Lists the ways to satisfy several schemas at once, the likeliest first: `$ref`s followed, `allOf` joined, one branch of each
 * `oneOf`, `anyOf` and `if` chosen. Lazy: usually the first one is taken. Looks at no value and at no property.
 */
export function* alternatives(schemas: Schemas, places: readonly Place[]): Generator<Alternative> {
  if (places.every(isPlain)) {
    // Most places leave no choice: no need to set the whole machinery going.
    yield {
      ...NONE,
      parts: places.flatMap(({ schema, pointer }) => (typeof schema === 'object' ? [{ schema, pointer }] : [])),
    };
  } else yield* conjunction(schemas, places, 0, []);
}

const CHOICES = ['$ref', 'allOf', 'anyOf', 'oneOf', 'if', 'dependentSchemas', 'not'] as const;

function isPlain({ schema }: Place): boolean {
  return schema === true || (schema !== false && CHOICES.every((key) => schema[key] === undefined));
}

const NONE: Alternative = { parts: [], trail: [], forbidden: new Set(), tags: new Map() };
/** `$ref`s that lead to `$ref`s, for one value. */
const MAX_DEPTH = 40;

function* conjunction(
  schemas: Schemas,
  places: readonly Place[],
  from: number,
  chain: readonly string[],
): Generator<Alternative> {
  const place = places[from];
  if (place === undefined) {
    yield NONE;
    return;
  }
  for (const first of single(schemas, place, chain)) {
    for (const rest of conjunction(schemas, places, from + 1, chain)) yield join(first, rest);
  }
}

function* single(schemas: Schemas, place: Place, chain: readonly string[]): Generator<Alternative> {
  const { schema, pointer } = place;
  if (schema === true || chain.length > MAX_DEPTH) {
    yield NONE;
    return;
  }
  if (schema === false) {
    yield { ...NONE, parts: [{ schema: { not: true }, pointer }] };
    return;
  }
  const own: Alternative = { ...NONE, parts: [{ schema, pointer }], forbidden: forbiddenBy(schema.not) };
  const further = [...factors(schemas, schema, pointer, chain)];
  for (const rest of product(further, 0)) yield join(own, rest);
}

type Factor = () => Generator<Alternative>;

/** What else must hold, each with its own choices. */
function* factors(
  schemas: Schemas,
  schema: SchemaObject,
  pointer: string,
  chain: readonly string[],
): Generator<Factor> {
  const { $ref, allOf, anyOf, oneOf } = schema;
  if ($ref !== undefined) yield () => referenced(schemas, $ref, chain);
  for (const [i, part] of (allOf ?? []).entries())
    yield () => single(schemas, { schema: part, pointer: `${pointer}/allOf/${i}` }, chain);
  if (anyOf !== undefined) yield () => branches(schemas, schema, anyOf, `${pointer}/anyOf`, chain, false);
  if (oneOf !== undefined) yield () => branches(schemas, schema, oneOf, `${pointer}/oneOf`, chain, true);
  if (schema.if !== undefined) yield () => conditional(schemas, schema, pointer, chain);
  for (const [name, extra] of Object.entries(schema.dependentSchemas ?? {})) {
    if (schema.properties !== undefined && Object.hasOwn(schema.properties, name)) {
      yield () => single(schemas, { schema: extra, pointer: `${pointer}/dependentSchemas/${name}` }, chain);
    }
  }
}

function* product(list: readonly Factor[], from: number): Generator<Alternative> {
  const factor = list[from];
  if (factor === undefined) {
    yield NONE;
    return;
  }
  for (const first of factor()) for (const rest of product(list, from + 1)) yield join(first, rest);
}

function* referenced(schemas: Schemas, ref: string, chain: readonly string[]): Generator<Alternative> {
  // A schema that refers to itself for the same value asks nothing new the second time.
  if (chain.includes(ref)) {
    yield NONE;
    return;
  }
  const target = schemas.resolve(ref) ?? true;
  for (const found of single(schemas, { schema: target, pointer: ref }, [...chain, ref]))
    yield { ...found, trail: [ref, ...found.trail] };
}

function* branches(
  schemas: Schemas,
  owner: SchemaObject,
  list: readonly JsonSchema[],
  pointer: string,
  chain: readonly string[],
  exclusive: boolean,
): Generator<Alternative> {
  const order = list.map((_, i) => i).sort((a, b) => Number(isNull(list[a])) - Number(isNull(list[b])));
  for (const i of order) {
    const branch = list[i] ?? true;
    const extra = exclusive ? exclusion(schemas, list, i) : NONE.forbidden;
    const tags = tagOf(owner, branch);
    const named = namedPart(schemas, owner, list, i, pointer);
    for (const found of single(schemas, { schema: branch, pointer: `${pointer}/${i}` }, chain)) {
      const forbidden = new Set([...found.forbidden, ...extra]);
      yield { ...found, parts: [...found.parts, ...named], forbidden, tags: new Map([...tags, ...found.tags]) };
    }
  }
  if (exclusive) yield* spoiled(schemas, owner, list, pointer, chain);
}

/** Where nothing keeps a second branch from fitting: a property of that one, with a value that it refuses. */
function* spoiled(
  schemas: Schemas,
  owner: SchemaObject,
  list: readonly JsonSchema[],
  pointer: string,
  chain: readonly string[],
): Generator<Alternative> {
  for (const [i, branch] of list.entries()) {
    const mine = resolved(schemas, branch);
    const others = list
      .map((other) => resolved(schemas, other))
      .filter((other, j) => j !== i && !areDistinct(mine, other));
    const parts = others.flatMap((other) => spoiling(mine, other, `${pointer}/${i}`));
    if (others.length === 0 || parts.length < others.length) continue;
    for (const found of single(schemas, { schema: branch, pointer: `${pointer}/${i}` }, chain)) {
      yield { ...found, parts: [...found.parts, ...parts, ...namedPart(schemas, owner, list, i, pointer)] };
    }
  }
}

/** That the value says which branch it is, where a discriminator wants it. */
function namedPart(
  schemas: Schemas,
  owner: SchemaObject,
  list: readonly JsonSchema[],
  chosen: number,
  pointer: string,
): Part[] {
  const { discriminator } = owner;
  if (discriminator === undefined || list !== owner[compositionOf(owner)]) return [];
  const tags = tagsOf(schemas, owner, list[chosen] ?? true);
  if (tags.length === 0) return [];
  const schema = tags.length === 1 ? { const: tags[0] } : { enum: tags };
  return [{ schema: { properties: { [discriminator.propertyName]: schema } }, pointer: `${pointer}/${chosen}` }];
}

function* conditional(
  schemas: Schemas,
  schema: SchemaObject,
  pointer: string,
  chain: readonly string[],
): Generator<Alternative> {
  const condition = { schema: schema.if ?? true, pointer: `${pointer}/if` };
  yield* conjunction(schemas, [condition, { schema: schema.then ?? true, pointer: `${pointer}/then` }], 0, chain);
  yield* single(schemas, { schema: schema.else ?? true, pointer: `${pointer}/else` }, chain);
}

/** Names whose absence keeps the other branches from fitting as well. */
function exclusion(schemas: Schemas, list: readonly JsonSchema[], chosen: number): ReadonlySet<string> {
  const names = new Set<string>();
  const mine = resolved(schemas, list[chosen] ?? true);
  for (const [i, other] of list.entries()) {
    const theirs = resolved(schemas, other);
    if (i === chosen || areDistinct(mine, theirs)) continue;
    const only = requiredBy(theirs).find((name) => !requiredBy(mine).includes(name));
    if (only !== undefined) names.add(only);
  }
  return names;
}

function requiredBy(schema: JsonSchema): readonly string[] {
  return typeof schema === 'object' ? (schema.required ?? []) : [];
}

function resolved(schemas: Schemas, schema: JsonSchema): JsonSchema {
  let current = schema;
  for (let hops = 0; hops < 20 && typeof current === 'object' && current.$ref !== undefined; hops++)
    current = schemas.resolve(current.$ref) ?? true;
  return current;
}

/** The value that the owner's discriminator gives to a branch: by its mapping, else the branch's name. */
function tagOf(owner: SchemaObject, branch: JsonSchema): Map<string, string> {
  const ref = typeof branch === 'object' ? branch.$ref : undefined;
  if (owner.discriminator === undefined || ref === undefined) return new Map();
  return new Map([[owner.discriminator.propertyName, discriminatorValue(owner.discriminator.mapping, ref)]]);
}

export function discriminatorValue(mapping: Readonly<Record<string, string>> | undefined, ref: string): string {
  const name = ref.slice(ref.lastIndexOf('/') + 1);
  const entry = Object.entries(mapping ?? {}).find(([, target]) => target === ref || target === name);
  return entry?.[0] ?? name;
}

function isNull(schema: JsonSchema | undefined): boolean {
  if (typeof schema !== 'object') return false;
  return schema.type === 'null' || schema.const === null || (schema.enum?.length === 1 && schema.enum[0] === null);
}

function join(a: Alternative, b: Alternative): Alternative {
  if (a === NONE) return b;
  if (b === NONE) return a;
  return {
    parts: [...a.parts, ...b.parts],
    trail: [...a.trail, ...b.trail],
    forbidden: b.forbidden.size === 0 ? a.forbidden : new Set([...a.forbidden, ...b.forbidden]),
    tags: b.tags.size === 0 ? a.tags : new Map([...b.tags, ...a.tags]),
  };
}
