import type { JsonSchema, SchemaObject, Schemas } from '@stuntdouble/engine';

/** A schema and where its document has it. */
export interface Place {
  readonly schema: JsonSchema;
  /** JSON pointer into the document, without `#`. */
  readonly pointer: string;
  /** Written inside something that adds null to it. */
  readonly nullable?: boolean;
}

/**
 * What several schemas that must all hold say together: references followed, `allOf` merged, null taken out of types and
 * alternatives. Says what is written; never decides whether a value is valid.
 */
export interface SchemaView {
  /** The first place that says something: what a person would look at. */
  readonly pointer: string;
  readonly places: readonly Place[];
  /** Without null; undefined where any type will do. */
  readonly types: ReadonlySet<string> | undefined;
  readonly nullable: boolean;
  readonly properties: ReadonlyMap<string, readonly Place[]>;
  readonly required: ReadonlySet<string>;
  readonly items: readonly Place[];
  readonly prefixItems: readonly Place[];
  /** Undefined where anything is allowed; false where nothing is. */
  readonly additional: readonly Place[] | false | undefined;
  readonly variants: readonly Place[];
  /** Without null. */
  readonly values: readonly unknown[] | undefined;
  readonly format: string | undefined;
  readonly pattern: string | undefined;
  /** By keyword. */
  readonly bounds: ReadonlyMap<Bound, number>;
  readonly default: unknown;
  readonly title: string | undefined;
  readonly description: string | undefined;
  /** What is compared as it stands: `not`, `if`, patterns of names and the like. */
  readonly rest: Readonly<Record<string, unknown>>;
}

export type Bound = (typeof lowerBounds)[number] | (typeof upperBounds)[number];

export const lowerBounds = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'] as const;
export const upperBounds = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'] as const;
const REST = ['not', 'if', 'then', 'else', 'propertyNames', 'dependentRequired', 'multipleOf', 'uniqueItems'] as const;

type Draft = { -readonly [Key in keyof SchemaView]: SchemaView[Key] } & {
  properties: Map<string, Place[]>;
  required: Set<string>;
  bounds: Map<Bound, number>;
  rest: Record<string, unknown>;
  items: Place[];
};

const emptyView = (places: readonly Place[], pointer: string): Draft => ({
  places,
  ...{ pointer, types: undefined, nullable: false, properties: new Map(), required: new Set(), items: [] },
  ...{ prefixItems: [], additional: undefined, variants: [], values: undefined, format: undefined, pattern: undefined },
  ...{ bounds: new Map(), default: undefined, title: undefined, description: undefined, rest: {} },
});

export function viewOf(places: readonly Place[], schemas: Schemas): SchemaView {
  const view = emptyView(places, places[0]?.pointer ?? '');
  const votes: boolean[] = [];
  let hasPlace = false;
  const seen = new Set<JsonSchema>();
  const queue = [...places];
  for (let place = queue.shift(); place !== undefined; place = queue.shift()) {
    const { schema, pointer, nullable = false } = place;
    if (typeof schema === 'boolean' || seen.has(schema)) continue;
    seen.add(schema);
    const inside = conjuncts(place, schema, schemas);
    queue.unshift(...inside.all);
    if (inside.variants.length > 0 && view.variants.length === 0) view.variants = inside.variants;
    if (inside.nullable !== undefined) votes.push(inside.nullable);
    if (!nullable || schema.type !== undefined) addTypes(view, schema, votes, nullable);
    addKeywords(view, schema, pointer);
    if (!hasPlace && saysSomething(schema)) {
      view.pointer = pointer;
      hasPlace = true;
    }
  }
  view.nullable = votes.length > 0 && votes.every(Boolean);
  inferType(view);
  return view;
}

/** References and compositions alone only lead to what somebody would look at. */
const saysSomething = ({ type, properties, enum: values, oneOf, anyOf }: SchemaObject): boolean =>
  [type, properties, values, oneOf, anyOf].some((each) => each !== undefined);

/** What a schema is put together from. Null among the alternatives is no alternative: it makes the rest nullable. */
function conjuncts({ pointer, nullable }: Place, schema: SchemaObject, schemas: Schemas) {
  const inherited = nullable === undefined ? {} : { nullable };
  const all: Place[] = (schema.allOf ?? []).map((part, index) => ({
    ...{ schema: part, pointer: `${pointer}/allOf/${index}` },
    ...inherited,
  }));
  if (schema.$ref !== undefined) {
    const target = schemas.resolve(schema.$ref);
    if (target !== undefined) all.unshift({ schema: target, pointer: schema.$ref.replace(/^#/, ''), ...inherited });
  }
  const keyword = schema.oneOf === undefined ? 'anyOf' : 'oneOf';
  const branches = schema[keyword] ?? [];
  const others = branches.map((branch, index) => ({ schema: branch, index })).filter(({ schema: s }) => !isNull(s));
  if (others.length === branches.length) {
    const variants = others.map(({ schema: s, index }) => ({ schema: s, pointer: `${pointer}/${keyword}/${index}` }));
    return { all, variants, nullable: undefined };
  }
  // In OpenAPI 3.0 there is no type null: the alternatives are what `nullable` was translated into, at the same place.
  const written = (index: number) => (schemas.dialect === 'json-schema' ? `${pointer}/${keyword}/${index}` : pointer);
  const places = others.map(({ schema: s, index }) => ({ schema: s, pointer: written(index), nullable: true }));
  if (places.length === 1) return { all: [...all, ...places], variants: [], nullable: true };
  return { all, variants: places, nullable: true };
}

const isNull = (schema: JsonSchema): boolean => typeof schema === 'object' && schema.type === 'null';

function addTypes(view: Draft, schema: SchemaObject, votes: boolean[], nullable: boolean): void {
  if (schema.type !== undefined) {
    const named = [schema.type].flat();
    votes.push(nullable || named.includes('null'));
    const types = new Set(named.filter((type) => type !== 'null'));
    view.types = view.types === undefined ? types : intersection(view.types, types);
  }
  const values = schema.const === undefined ? schema.enum : [schema.const];
  if (values !== undefined) {
    if (schema.type === undefined) votes.push(nullable || values.includes(null));
    const texts = view.values?.map((value) => JSON.stringify(value));
    view.values = values.filter(
      (value) => value !== null && (texts === undefined || texts.includes(JSON.stringify(value))),
    );
  }
}

/** Number includes integer. */
function intersection(one: ReadonlySet<string>, other: ReadonlySet<string>): Set<string> {
  const has = (types: ReadonlySet<string>, type: string) =>
    types.has(type) || (type === 'integer' && types.has('number'));
  return new Set([...[...one].filter((type) => has(other, type)), ...[...other].filter((type) => has(one, type))]);
}

function addKeywords(view: Draft, schema: SchemaObject, pointer: string): void {
  for (const [name, part] of Object.entries(schema.properties ?? {})) {
    const place = { schema: part, pointer: `${pointer}/properties/${escapeToken(name)}` };
    view.properties.set(name, [...(view.properties.get(name) ?? []), place]);
  }
  for (const name of schema.required ?? []) view.required.add(name);
  if (schema.items !== undefined) view.items.push({ schema: schema.items, pointer: `${pointer}/items` });
  view.prefixItems =
    schema.prefixItems?.map((part, i) => ({ schema: part, pointer: `${pointer}/prefixItems/${i}` })) ??
    view.prefixItems;
  addAdditional(view, schema.additionalProperties ?? schema.unevaluatedProperties, pointer);
  for (const key of lowerBounds) raise(view.bounds, key, schema[key], Math.max);
  for (const key of upperBounds) raise(view.bounds, key, schema[key], Math.min);
  view.format ??= schema.format;
  view.pattern ??= schema.pattern;
  view.default ??= schema.default;
  view.title ??= schema.title;
  view.description ??= schema.description;
  for (const key of REST) if (schema[key] !== undefined) view.rest[key] = schema[key];
}

function addAdditional(view: Draft, additional: JsonSchema | undefined, pointer: string): void {
  if (additional === undefined || additional === true || view.additional === false) return;
  if (additional === false) view.additional = false;
  else if (Object.keys(additional).length > 0)
    view.additional = [...(view.additional ?? []), { schema: additional, pointer: `${pointer}/additionalProperties` }];
}

function raise(bounds: Map<Bound, number>, key: Bound, given: number | undefined, choose: typeof Math.max): void {
  const known = bounds.get(key);
  if (given !== undefined) bounds.set(key, known === undefined ? given : choose(known, given));
}

/** Documents leave the type out where it is plain to see. */
function inferType(view: Draft): void {
  if (view.types !== undefined || view.variants.length > 0) return;
  if (view.properties.size > 0) view.types = new Set(['object']);
  else if (view.items.length > 0) view.types = new Set(['array']);
  else if (view.values !== undefined) view.types = new Set(view.values.map(typeOf));
}

/** @returns the type of a value as schemas call it. */
export function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

export function escapeToken(token: string): string {
  return token.replaceAll('~', '~0').replaceAll('/', '~1');
}
