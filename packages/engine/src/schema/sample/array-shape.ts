import { type Flat, itemPlaces, pointerOfKeyword } from './flat.ts';
import { isUnsatisfiable, type Place } from './part.ts';
import { type At, cut, type Outcome, type Pass, type Shape } from './pass.ts';

/** Longer arrays than this are not made, whatever `minItems` says. */
const MAX_ITEMS = 2000;

/** The shape of an array: two items near the top, one further down, more only where the schema wants more. */
export function arrayShape(pass: Pass, flat: Flat, at: At, fits: (value: unknown) => boolean): Outcome {
  const example = wholeExample(flat, at, fits);
  if (example !== undefined) return { const: example };
  const wishes = containsPlaces(flat);
  const tuple = Math.max(0, ...flat.parts.map(({ schema }) => schema.prefixItems?.length ?? 0));
  const usual = at.minimal ? 0 : at.depth <= 1 && !flat.uniqueItems ? 2 : 1;
  const count = Math.min(
    Math.max(flat.minItems, wishes.length, at.minimal ? 0 : tuple, tuple > 0 ? 0 : usual),
    flat.maxItems,
  );
  if (count < flat.minItems || count > MAX_ITEMS) return { unsatisfiable: pointerOfKeyword(flat, 'minItems') };
  if (count < wishes.length) return { unsatisfiable: pointerOfKeyword(flat, 'contains') };
  const items: Shape[] = [];
  let last: { shape: Shape; index: number } | undefined;
  for (let index = 0; index < count; index++) {
    if (last !== undefined && index >= tuple && index > Math.max(wishes.length, tuple)) {
      items.push(last.shape);
      continue;
    }
    const shape = itemShape(pass, flat, at, index, wishes[index]);
    if (shape === 'cut') return items.length >= flat.minItems ? listOf(items, flat) : cut(pass);
    if (isUnsatisfiable(shape))
      return items.length >= Math.max(flat.minItems, wishes.length) ? listOf(items, flat) : shape;
    items.push(shape);
    last = { shape, index };
    // The rest is alike: one shape serves all.
    if (index >= tuple && index >= wishes.length) while (items.length < count) items.push(shape);
    if (items.length >= count) break;
  }
  return listOf(items, flat);
}

function itemShape(pass: Pass, flat: Flat, at: At, index: number, wish: Place | undefined): Outcome {
  const places = wish === undefined ? itemPlaces(flat, index) : [...itemPlaces(flat, index), wish];
  const hints = [...exampleLists(flat), ...at.hints].flatMap((list) =>
    Array.isArray(list) && index < list.length ? [list[index]] : [],
  );
  const item: At = { ...at, name: singular(at.name), hints };
  const needed = index < flat.minItems || wish !== undefined;
  return needed && at.depth > 0 ? pass.buildRequired(places, item) : pass.build(places, item);
}

function listOf(items: readonly Shape[], flat: Flat): Shape {
  const [first] = items;
  const size = { minItems: items.length, maxItems: items.length };
  const unique = flat.uniqueItems ? { uniqueItems: true } : {};
  if (first === undefined) return { const: [] };
  if (items.every((shape) => shape === first)) return { type: 'array', items: first, ...size, ...unique };
  return { type: 'array', prefixItems: items, items: items.at(-1), ...size, ...unique };
}

/** A list of plain values that an example gives is better than one that we make up. */
function wholeExample(flat: Flat, at: At, fits: (value: unknown) => boolean): unknown {
  return [...exampleLists(flat), ...at.hints].find((value) => {
    if (!Array.isArray(value) || value.length === 0 || value.length > 10) return false;
    return value.every((item) => typeof item !== 'object') && fits(value);
  });
}

function exampleLists(flat: Flat): readonly unknown[] {
  return flat.parts.flatMap(({ schema }) => [...(schema.examples ?? []), schema.default]);
}

function containsPlaces(flat: Flat): Place[] {
  return flat.parts.flatMap(({ schema, pointer }) => {
    if (schema.contains === undefined) return [];
    const place = { schema: schema.contains, pointer: `${pointer}/contains` };
    return Array.from({ length: Math.min(schema.minContains ?? 1, MAX_ITEMS) }, () => place);
  });
}

/** `addresses` holds an `address`: good enough for choosing values by name. */
function singular(name: string): string {
  if (/.[_ -]?list$/i.test(name)) return name.replace(/[_ -]?list$/i, '');
  if (/(ss|us|is)$/.test(name)) return name;
  return name
    .replace(/ies$/, 'y')
    .replace(/(s|x|ch|sh)es$/, '$1')
    .replace(/s$/, '');
}
