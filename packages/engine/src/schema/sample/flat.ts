import { isDeclared } from '../keywords/object.ts';
import { escapeToken } from '../pointer.ts';
import { regularExpression } from '../regular-expression.ts';
import type { Alternative, Part, Place, Unsatisfiable } from './part.ts';

/** All parts of an alternative as one: the bounds that hold for all of them. Reads schemas, never a value. */
export interface Flat extends Alternative {
  /** Undefined: any. */
  readonly types: readonly string[] | undefined;
  readonly enumeration: readonly unknown[] | undefined;
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  readonly exclusiveMinimum: number | undefined;
  readonly exclusiveMaximum: number | undefined;
  readonly multipleOf: number | undefined;
  readonly minLength: number | undefined;
  readonly maxLength: number | undefined;
  readonly pattern: string | undefined;
  readonly format: string | undefined;
  readonly minItems: number;
  readonly maxItems: number;
  readonly uniqueItems: boolean;
  readonly required: ReadonlySet<string>;
  readonly minProperties: number;
  readonly maxProperties: number;
}

/** Of several bounds the largest holds, or the smallest. */
const LARGEST = new Set(['minimum', 'exclusiveMinimum', 'multipleOf', 'minLength', 'minItems', 'minProperties']);
const SMALLEST = new Set(['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties']);

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

export function flatten(alternative: Alternative): Flat | Unsatisfiable {
  const { parts } = alternative;
  const bounds: Record<string, number> = {};
  const rest: Partial<Mutable<Flat>> = {};
  const required = new Set<string>();
  for (const { schema } of parts) {
    for (const [key, value] of Object.entries(schema)) {
      if (typeof value === 'number') collectBound(bounds, key, value);
    }
    rest.pattern ??= schema.pattern;
    rest.format ??= schema.format;
    rest.enumeration ??= schema.const === undefined ? schema.enum : [schema.const];
    rest.uniqueItems ||= schema.uniqueItems === true;
    for (const name of schema.required ?? []) required.add(name);
  }
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY } = bounds;
  const { minProperties = 0, maxProperties = Number.POSITIVE_INFINITY } = bounds;
  const flat: Flat = {
    ...alternative,
    types: typesOf(parts),
    enumeration: rest.enumeration,
    minimum: bounds.minimum,
    maximum: bounds.maximum,
    exclusiveMinimum: bounds.exclusiveMinimum,
    exclusiveMaximum: bounds.exclusiveMaximum,
    multipleOf: bounds.multipleOf,
    minLength: bounds.minLength,
    maxLength: bounds.maxLength,
    pattern: rest.pattern,
    format: rest.format,
    minItems,
    maxItems,
    uniqueItems: rest.uniqueItems === true,
    required,
    minProperties,
    maxProperties,
  };
  return contradiction(flat) ?? flat;
}

function collectBound(bounds: Record<string, number>, key: string, value: number): void {
  const known = bounds[key];
  if (LARGEST.has(key)) bounds[key] = known === undefined ? value : Math.max(known, value);
  if (SMALLEST.has(key)) bounds[key] = known === undefined ? value : Math.min(known, value);
}

function typesOf(parts: readonly Part[]): readonly string[] | undefined {
  let types: readonly string[] | undefined;
  for (const { schema } of parts) types = commonTypes(types, schema.type);
  return types;
}

/** Types that both allow; an integer is a number. */
export function commonTypes(
  a: string | readonly string[] | undefined,
  b: string | readonly string[] | undefined,
): readonly string[] | undefined {
  const mine = typeof a === 'string' ? [a] : a;
  const theirs = typeof b === 'string' ? [b] : b;
  if (mine === undefined || theirs === undefined) return mine ?? theirs;
  return mine.flatMap((type) => {
    if (theirs.includes(type) || (type === 'integer' && theirs.includes('number'))) return [type];
    return type === 'number' && theirs.includes('integer') ? ['integer'] : [];
  });
}

/** What no value of any type survives. Bounds of one type are judged when that type is tried. */
function contradiction({ types, parts }: Flat): Unsatisfiable | undefined {
  for (const { schema, pointer } of parts) {
    const { not } = schema;
    if (not === true || (typeof not === 'object' && Object.keys(not).length === 0))
      return { unsatisfiable: `${pointer}${schema.not === true ? '' : '/not'}` };
  }
  if (types?.length !== 0) return undefined;
  return { unsatisfiable: `${parts.findLast(({ schema }) => schema.type !== undefined)?.pointer ?? '#'}/type` };
}

/** Everything that speaks for the property of that name. `false` among them: it is not allowed. */
export function propertyPlaces(flat: Flat, name: string): Place[] {
  const places: Place[] = [];
  for (const { schema, pointer } of flat.parts) {
    const { properties, patternProperties, additionalProperties } = schema;
    if (properties !== undefined && Object.hasOwn(properties, name))
      places.push({ schema: properties[name] ?? true, pointer: `${pointer}/properties/${escapeToken(name)}` });
    for (const [pattern, extra] of Object.entries(patternProperties ?? {})) {
      if (regularExpression(pattern)?.test(name))
        places.push({ schema: extra, pointer: `${pointer}/patternProperties/${escapeToken(pattern)}` });
    }
    if (additionalProperties !== undefined && !isDeclared(schema, name))
      places.push({ schema: additionalProperties, pointer: `${pointer}/additionalProperties` });
  }
  return places;
}

/** Everything that speaks for the item at that index. */
export function itemPlaces(flat: Flat, index: number): Place[] {
  return flat.parts.flatMap(({ schema, pointer }): Place[] => {
    const fixed = schema.prefixItems?.[index];
    if (fixed !== undefined) return [{ schema: fixed, pointer: `${pointer}/prefixItems/${index}` }];
    return schema.items === undefined ? [] : [{ schema: schema.items, pointer: `${pointer}/items` }];
  });
}

export function pointerOfKeyword(flat: Flat, keyword: string): string {
  const owner = flat.parts.find(({ schema }) => keyword in schema) ?? flat.parts[0];
  return `${owner?.pointer ?? '#'}/${keyword}`;
}
