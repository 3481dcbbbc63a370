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

type Numeric =
  | 'minimum'
  | 'maximum'
  | 'exclusiveMinimum'
  | 'exclusiveMaximum'
  | 'multipleOf'
  | 'minLength'
  | 'maxLength'
  | 'minItems'
  | 'maxItems'
  | 'minProperties'
  | 'maxProperties';

export function flatten(alternative: Alternative): Flat | Unsatisfiable {
  const { parts } = alternative;
  const flat: Flat = {
    ...alternative,
    types: typesOf(parts),
    enumeration: parts
      .map(({ schema }) => (schema.const === undefined ? schema.enum : [schema.const]))
      .find((values) => values !== undefined),
    minimum: bound(parts, 'minimum', Math.max),
    maximum: bound(parts, 'maximum', Math.min),
    exclusiveMinimum: bound(parts, 'exclusiveMinimum', Math.max),
    exclusiveMaximum: bound(parts, 'exclusiveMaximum', Math.min),
    multipleOf: bound(parts, 'multipleOf', Math.max),
    minLength: bound(parts, 'minLength', Math.max),
    maxLength: bound(parts, 'maxLength', Math.min),
    pattern: parts.find(({ schema }) => schema.pattern !== undefined)?.schema.pattern,
    format: parts.find(({ schema }) => schema.format !== undefined)?.schema.format,
    minItems: bound(parts, 'minItems', Math.max) ?? 0,
    maxItems: bound(parts, 'maxItems', Math.min) ?? Number.POSITIVE_INFINITY,
    uniqueItems: parts.some(({ schema }) => schema.uniqueItems === true),
    required: new Set(parts.flatMap(({ schema }) => schema.required ?? [])),
    minProperties: bound(parts, 'minProperties', Math.max) ?? 0,
    maxProperties: bound(parts, 'maxProperties', Math.min) ?? Number.POSITIVE_INFINITY,
  };
  return contradiction(flat) ?? flat;
}

function bound(parts: readonly Part[], key: Numeric, pick: (a: number, b: number) => number): number | undefined {
  let found: number | undefined;
  for (const { schema } of parts) {
    const value = schema[key];
    if (value !== undefined) found = found === undefined ? value : pick(found, value);
  }
  return found;
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
