import type { JsonSchema } from '@stuntdouble/engine';
import { compareObjects } from './compare-objects.ts';
import { compareNull, compareValues } from './compare-values.ts';
import type { Change } from './difference.ts';
import { pairVariants } from './pair-variants.ts';
import { emptyNode, type SchemaNode, type Sides } from './schema-node.ts';
import { type Place, type SchemaView, viewOf } from './schema-view.ts';

/** Compares schemas of two documents, each pair once, however often and in whatever circles they are used. */
export interface SchemaGraph {
  node(old: readonly Place[], current: readonly Place[]): SchemaNode;
  /** Nodes that changed, or lead to one that did. Ask when all have been made. */
  changed(): ReadonlySet<SchemaNode>;
}

export function createSchemaGraph(sides: Sides): SchemaGraph {
  const nodes = new Map<string, SchemaNode>();
  const ids = new Map<JsonSchema, number>();
  const idOf = ({ schema, nullable }: Place): string => {
    const id = ids.get(schema) ?? ids.size;
    ids.set(schema, id);
    return nullable === true ? `${id}?` : `${id}`;
  };
  const nodeOf = (oldPlaces: readonly Place[], newPlaces: readonly Place[], plain: boolean): SchemaNode => {
    const old = oldPlaces.map((place) => behindReference(place, sides.old));
    const current = newPlaces.map((place) => behindReference(place, sides.new));
    const key = `${old.map(idOf).join('+')}|${current.map(idOf).join('+')}${plain ? '!' : ''}`;
    const known = nodes.get(key);
    if (known !== undefined) return known;
    const node = emptyNode();
    nodes.set(key, node);
    const views = { old: viewOf(old, sides.old), new: viewOf(current, sides.new) };
    fill(node, plain ? withoutNull(views) : views, sides, (one, other, isPlain = false) => {
      const child = nodeOf(one, other, isPlain);
      child.parents.add(node);
      return child;
    });
    return node;
  };
  return { node: (old, current) => nodeOf(old, current, false), changed: () => leadingToChanges(nodes.values()) };
}

/** What a reference and nothing else stands for, so that its target is compared once. */
function behindReference(place: Place, schemas: Sides['old']): Place {
  let { schema, pointer } = place;
  for (let hops = 0; hops < 20 && typeof schema === 'object' && schema.$ref !== undefined; hops += 1) {
    if (Object.keys(schema).length > 1) break;
    const target = schemas.resolve(schema.$ref);
    if (target === undefined) break;
    pointer = schema.$ref.replace(/^#/, '');
    schema = target;
  }
  return { ...place, schema, pointer };
}

export interface Views {
  readonly old: SchemaView;
  readonly new: SchemaView;
}

/** `plain` leaves null out: it was compared already. */
export type MakeNode = (old: readonly Place[], current: readonly Place[], plain?: boolean) => SchemaNode;

function fill(node: SchemaNode, views: Views, sides: Sides, make: MakeNode): void {
  const { old, new: current } = views;
  const composed = [old, current].filter(({ variants }) => variants.length > 0);
  const isOneSided = composed.length === 1;
  if (isOneSided && !composed.some(saysMore)) {
    node.changes.push(...compareNull(views, sides.direction), ...pairVariants(node, views, sides, make));
    return;
  }
  node.changes.push(...compareValues(views, sides.direction), ...compareObjects(node, views, sides, make));
  if (old.items.length > 0 && current.items.length > 0) node.items.push(make(old.items, current.items));
  for (const [index, place] of old.prefixItems.entries()) {
    const other = current.prefixItems[index];
    if (other !== undefined) node.items.push(make([place], [other]));
  }
  if (isOneSided) node.changes.push(conditionChanged(views, sides.direction));
  else node.changes.push(...pairVariants(node, views, sides, make));
}

/** Alternatives beside fields of its own are conditions on those. */
const saysMore = ({ properties, items, values }: SchemaView): boolean =>
  properties.size > 0 || items.length > 0 || values !== undefined;

const conditionChanged = ({ old, new: current }: Views, direction: Sides['direction']): Change => ({
  rule: `${direction}-constraint-changed`,
  message: `alternatives are ${old.variants.length > 0 ? 'gone' : 'new'}`,
  old: old.pointer,
  new: current.pointer,
});

/** Null was compared around the alternatives. */
const withoutNull = ({ old, new: current }: Views): Views => ({
  old: { ...old, nullable: false },
  new: { ...current, nullable: false },
});

function leadingToChanges(nodes: Iterable<SchemaNode>): ReadonlySet<SchemaNode> {
  const found = new Set<SchemaNode>();
  const queue = [...nodes].filter(({ changes }) => changes.length > 0);
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    if (found.has(node)) continue;
    found.add(node);
    queue.push(...node.parents);
  }
  return found;
}
