import { isDeepStrictEqual } from 'node:util';
import type { Json } from '../pact/pact.ts';
import type { Change } from './difference.ts';
import type { RuleId } from './rules.table.ts';
import type { Direction } from './schema-node.ts';
import { type Bound, lowerBounds, type SchemaView, typeOf, upperBounds } from './schema-view.ts';

interface Views {
  readonly old: SchemaView;
  readonly new: SchemaView;
}

type Found = Omit<Change, 'old' | 'new'>;

/** What changed in what a value may be: its type, null, listed values, format, pattern, range. Does not look inside objects and lists. */
export function compareValues(views: Views, direction: Direction): Change[] {
  const { old, new: current } = views;
  const types = compareTypes(views, direction);
  // Of another type, everything else is another thing too.
  const isOther = types.some(({ rule }) => rule.endsWith('type-changed'));
  const found = isOther
    ? types
    : [
        ...types,
        ...nullFound(views, direction),
        ...compareEnums(views, direction),
        ...compareFormats(views, direction),
        ...comparePatterns(views, direction),
        ...compareBounds(views, direction),
        ...compareRest(views, direction),
      ];
  return found.map((change) => ({ ...change, old: old.pointer, new: current.pointer }));
}

/** Null alone. */
export const compareNull = (views: Views, direction: Direction): Change[] =>
  nullFound(views, direction).map((change) => ({ ...change, old: views.old.pointer, new: views.new.pointer }));

const names = (types: ReadonlySet<string>): string => [...types].join(' or ');
const covers = (types: ReadonlySet<string>, type: string): boolean =>
  types.has(type) || (type === 'integer' && types.has('number'));
const quoted = (values: readonly unknown[]): string => values.map((value) => JSON.stringify(value)).join(', ');

function compareTypes({ old, new: current }: Views, direction: Direction): Found[] {
  const isAny = (view: SchemaView) => view.types === undefined;
  if (old.variants.length > 0 || current.variants.length > 0 || (isAny(old) && isAny(current))) return [];
  const touches = (value: Json) => value !== null && !covers(current.types ?? new Set(), typeOf(value));
  if (old.types === undefined || current.types === undefined) {
    const message = `the type was ${old.types ? names(old.types) : 'not stated'}, is ${current.types ? names(current.types) : 'not stated'}`;
    if (direction === 'request')
      return [
        current.types ? { rule: 'request-type-stated', message, touches } : { rule: 'request-type-widened', message },
      ];
    return [{ rule: current.types ? 'response-type-narrowed' : 'response-type-dropped', message }];
  }
  const [before, after] = [old.types, current.types];
  const lost = [...before].filter((type) => !covers(after, type));
  const gained = [...after].filter((type) => !covers(before, type));
  if (lost.length === 0 && gained.length === 0) return [];
  const message = `the type was ${names(before)}, is ${names(after)}`;
  const isSome = [...before].some((type) => covers(after, type)) || [...after].some((type) => covers(before, type));
  if (!isSome || (lost.length > 0 && gained.length > 0 && !isSubset(before, after) && !isSubset(after, before)))
    return [{ rule: `${direction}-type-changed`, message, ...(direction === 'request' && { touches }) }];
  if (isSubset(before, after)) return [{ rule: `${direction}-type-widened`, message }];
  return [{ rule: `${direction}-type-narrowed`, message, ...(direction === 'request' && { touches }) }];
}

const isSubset = (inner: ReadonlySet<string>, outer: ReadonlySet<string>) =>
  [...inner].every((type) => covers(outer, type));

function nullFound({ old, new: current }: Views, direction: Direction): Found[] {
  const isAny = (view: SchemaView) => view.types === undefined && view.variants.length === 0;
  if (old.nullable === current.nullable || isAny(old) || isAny(current)) return [];
  if (current.nullable) return [{ rule: `${direction}-became-nullable`, message: 'null is possible' }];
  const message = 'null is no longer possible';
  return [{ rule: `${direction}-became-not-nullable`, message, touches: (value) => value === null }];
}

function compareEnums({ old, new: current }: Views, direction: Direction): Found[] {
  const [before, after] = [old.values, current.values];
  if (before === undefined && after === undefined) return [];
  const among = (values: readonly unknown[], value: unknown) => values.some((each) => isDeepStrictEqual(each, value));
  if (before === undefined && after !== undefined)
    return [
      {
        rule: `${direction}-enum-stated`,
        message: `only ${few(after)} ${after.length === 1 ? 'is' : 'are'} possible`,
        touches: (value) => value !== null && !among(after, value),
      },
    ];
  if (before !== undefined && after === undefined)
    return [{ rule: `${direction}-enum-dropped`, message: `values beyond ${few(before)} are possible` }];
  const lost = (before ?? []).filter((value) => !among(after ?? [], value));
  const gained = (after ?? []).filter((value) => !among(before ?? [], value));
  const found: Found[] = [];
  if (lost.length > 0)
    found.push({
      rule: `${direction}-enum-value-removed`,
      message: `${few(lost)} ${lost.length === 1 ? 'is' : 'are'} no longer possible`,
      touches: (value) => among(lost, value),
    });
  if (gained.length > 0)
    found.push({
      rule: `${direction}-enum-value-added`,
      message: `${few(gained)} ${gained.length === 1 ? 'is' : 'are'} possible too`,
    });
  return found;
}

const MOST_SHOWN = 6;
const few = (values: readonly unknown[]): string =>
  values.length <= MOST_SHOWN
    ? quoted(values)
    : `${quoted(values.slice(0, MOST_SHOWN))} and ${values.length - MOST_SHOWN} more`;

/** Each includes those before it. */
const families = [
  ['int32', 'int64'],
  ['float', 'double'],
];

function compareFormats({ old, new: current }: Views, direction: Direction): Found[] {
  const [before, after] = [old.format, current.format];
  if (before === after) return [];
  const message = `the format was ${before ?? 'not stated'}, is ${after ?? 'not stated'}`;
  if (before === undefined) return [{ rule: `${direction}-format-stated`, message }];
  if (after === undefined) return [{ rule: `${direction}-format-dropped`, message }];
  const family = families.find((each) => each.includes(before) && each.includes(after));
  const isWider = family !== undefined && family.indexOf(before) < family.indexOf(after);
  return [{ rule: isWider ? `${direction}-format-widened` : `${direction}-format-changed`, message }];
}

function comparePatterns({ old, new: current }: Views, direction: Direction): Found[] {
  const [before, after] = [old.pattern, current.pattern];
  if (before === after) return [];
  const message = `the pattern was ${before ?? 'not stated'}, is ${after ?? 'not stated'}`;
  if (after === undefined) return [{ rule: `${direction}-pattern-dropped`, message }];
  const touches = (value: Json) => typeof value === 'string' && !matches(after, value);
  return [{ rule: `${direction}-pattern-${before === undefined ? 'stated' : 'changed'}`, message, touches }];
}

/** What is no regular expression here is taken for one that refuses. */
function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(value);
  } catch {
    return false;
  }
}

function compareBounds({ old, new: current }: Views, direction: Direction): Found[] {
  const lower = lowerBounds.map((key) => [key, 1] as const);
  const upper = upperBounds.map((key) => [key, -1] as const);
  return [...lower, ...upper].flatMap(([key, sign]): Found[] => {
    const [before, after] = [old.bounds.get(key), current.bounds.get(key)];
    if (before === after || isNoBound(key, before, after)) return [];
    const isNarrower = after !== undefined && (before === undefined || after * sign > before * sign);
    const rule: RuleId = `${direction}-range-${isNarrower ? 'narrowed' : 'widened'}`;
    const message = `${key} was ${before ?? 'not stated'}, is ${after ?? 'not stated'}`;
    return [{ rule, message, ...(isNarrower && { touches: (value: Json) => isBeyond(key, after, value) }) }];
  });
}

/** A lowest count of nothing says nothing. */
const isNoBound = (key: Bound, ...given: readonly (number | undefined)[]): boolean =>
  /^min(?:Length|Items|Properties)$/.test(key) && given.every((each) => each === undefined || each === 0);

function isBeyond(key: Bound, bound: number, value: Json): boolean {
  const size = sizeFor(key, value);
  if (size === undefined) return false;
  if (key === 'exclusiveMinimum') return size <= bound;
  if (key === 'exclusiveMaximum') return size >= bound;
  return key.startsWith('min') ? size < bound : size > bound;
}

function sizeFor(key: Bound, value: Json): number | undefined {
  if (key.endsWith('Length')) return typeof value === 'string' ? [...value].length : undefined;
  if (key.endsWith('Items')) return Array.isArray(value) ? value.length : undefined;
  if (key.endsWith('Properties'))
    return typeOf(value) === 'object' && value !== null ? Object.keys(value).length : undefined;
  return typeof value === 'number' ? value : undefined;
}

function compareRest({ old, new: current }: Views, direction: Direction): Found[] {
  const keys = new Set([...Object.keys(old.rest), ...Object.keys(current.rest)]);
  const changed = [...keys].filter((key) => !isSame(old.rest[key], current.rest[key]));
  const found: Found[] = changed.map((key) => ({
    rule: `${direction}-constraint-changed`,
    message: `${key} is another`,
  }));
  if (direction === 'request' && old.default !== undefined && !isDeepStrictEqual(old.default, current.default))
    found.push({
      rule: 'request-default-changed',
      message: `the default was ${JSON.stringify(old.default)}, is ${current.default === undefined ? 'not stated' : JSON.stringify(current.default)}`,
      touches: () => false,
    });
  return found;
}

/** References inside may lead to what changed; that is told where it stands. */
const isSame = (one: unknown, other: unknown): boolean => isDeepStrictEqual(one, other);
