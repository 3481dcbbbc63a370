import type { Change } from './difference.ts';
import type { MakeNode, Views } from './schema-graph.ts';
import type { SchemaNode, Sides } from './schema-node.ts';
import { type Place, type SchemaView, viewOf } from './schema-view.ts';

/**
 * Pairs the alternatives (`oneOf`, `anyOf`) of two schemas: by name, else by what tells them apart, else by what is left. A schema
 * without alternatives beside one that has some is taken for its only one.
 */
export function pairVariants(node: SchemaNode, views: Views, sides: Sides, make: MakeNode): Change[] {
  const { old, new: current } = views;
  if (old.variants.length === 0 && current.variants.length === 0) return [];
  const isPlain = old.variants.length === 0 || current.variants.length === 0;
  if (isPlain && (isAnything(old) || isAnything(current))) return [];
  const before = old.variants.length > 0 ? old.variants.map((place) => variantOf(place, sides.old)) : [itself(old)];
  const after =
    current.variants.length > 0 ? current.variants.map((place) => variantOf(place, sides.new)) : [itself(current)];
  const { pairs, removed, added } = pair(before, after);
  for (const [one, other] of pairs) node.variants.push(make(one.places, other.places, isPlain));
  const at = { old: old.pointer, new: current.pointer };
  return [
    ...removed.map(
      ({ shown, pointer }): Change => ({
        ...at,
        rule: `${sides.direction}-variant-removed`,
        message: `the alternative ${shown} is gone`,
        old: pointer,
      }),
    ),
    ...added.map(
      ({ shown, pointer }): Change => ({
        ...at,
        rule: `${sides.direction}-variant-added`,
        message: `the alternative ${shown} is new`,
        new: pointer,
      }),
    ),
  ];
}

interface Variant {
  readonly places: readonly Place[];
  readonly pointer: string;
  /** What it is called in messages. */
  readonly shown: string;
  /** What identifies it, the best first. */
  readonly keys: readonly string[];
}

const isAnything = ({ types, variants, values }: SchemaView): boolean =>
  types === undefined && variants.length === 0 && values === undefined;

function variantOf(place: Place, schemas: Sides['old']): Variant {
  const view = viewOf([place], schemas);
  const ref = typeof place.schema === 'object' ? place.schema.$ref : undefined;
  return { places: [place], pointer: place.pointer, ...identityOf(view, ref?.split('/').at(-1)) };
}

function itself(view: SchemaView): Variant {
  const name = /^\/(?:components\/schemas|definitions)\/([^/]+)$/.exec(view.pointer)?.[1];
  return { places: view.places, pointer: view.pointer, ...identityOf(view, name) };
}

function identityOf(view: SchemaView, name: string | undefined): Pick<Variant, 'shown' | 'keys'> {
  const types = view.types === undefined ? 'of any type' : [...view.types].join(' or ');
  const values = view.values === undefined ? '' : ` ${JSON.stringify(view.values)}`;
  const fields = [...view.properties.keys()].toSorted().join(', ');
  const keys = [
    ...(name === undefined ? [] : [`name ${name}`]),
    ...(view.title === undefined ? [] : [`title ${view.title}`]),
    `fields ${types} ${fields} ${values}`,
    `type ${types}`,
  ];
  return {
    keys,
    shown: name ?? view.title ?? `${types}${values}${fields === '' ? '' : ` with ${fields.slice(0, 60)}`}`,
  };
}

/** Key by key from the best to the weakest; equal keys in their order. */
function pair(before: readonly Variant[], after: readonly Variant[]) {
  const pairs: (readonly [Variant, Variant])[] = [];
  let [removed, added] = [[...before], [...after]];
  for (const kind of ['name ', 'title ', 'fields ', 'type ']) {
    for (const one of removed) {
      const key = one.keys.find((each) => each.startsWith(kind));
      const other = added.find(({ keys }) => key !== undefined && keys.includes(key));
      if (other === undefined) continue;
      pairs.push([one, other]);
      added = added.filter((each) => each !== other);
    }
    const paired = new Set(pairs.map(([one]) => one));
    removed = removed.filter((each) => !paired.has(each));
  }
  return { pairs, removed, added };
}
