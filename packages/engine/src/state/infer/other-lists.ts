import type { Operation } from '../../operation.ts';
import type { JsonSchema } from '../../schema/json-schema.ts';
import type { Schemas } from '../../schema/schemas.ts';
import { singular, wordsOf } from '../../webhook/event-name.ts';
import type { FilterFacts, ListFacts, PropertyFacts, Resource } from '../resource.ts';
import { filterOf } from './filter-facts.ts';
import { lastOf } from './home.ts';
import { isKindOf } from './kinds.ts';
import type { ListPlace } from './list-facts.ts';

/**
 * Lists of items that are made elsewhere: `GET /pets/findByStatus`, and `GET /users/{user_id}/orders` of what `POST /orders` makes. By
 * paths; whether they show the same items, and which of them, only schemas tell.
 */
export function otherLists(operations: readonly Operation[], resources: readonly Resource[]): Resource[] {
  const byCollection = new Map<string, Resource>();
  const byName = new Map<string, Resource[]>();
  for (const resource of resources) {
    if (resource.operations.read === undefined) continue;
    byCollection.set(resource.collection, resource);
    if (resource.operations.create === undefined) continue;
    const name = lastOf(resource.collection);
    byName.set(name, [...(byName.get(name) ?? []), resource]);
  }
  return operations.flatMap((operation) => {
    const { method, template } = operation;
    if (method !== 'GET' || template.endsWith('}')) return [];
    const [, above = '', of] = /^(.*)\/[^/{}]+\/\{([^{}/]+)\}\/[^/{}]+$/.exec(template) ?? [];
    const whole = of === undefined ? byCollection.get(template.slice(0, template.lastIndexOf('/'))) : undefined;
    const found = whole ?? (of === undefined ? undefined : nearest(byName.get(lastOf(template)) ?? [], above));
    if (found === undefined) return [];
    return [{ ...found, operations: { ...found.operations, list: operation }, listedAt: template, ...(of && { of }) }];
  });
}

/** Of those whose collection lies beside what the list is of, or above it. */
const nearest = (named: readonly Resource[], above: string): Resource | undefined =>
  named
    .filter(({ collection }) => `${above}/`.startsWith(collection.slice(0, collection.lastIndexOf('/') + 1)))
    .sort((one, other) => other.collection.length - one.collection.length)[0];

/** What an item says of the thing that it is of: `user_id` or `user` of `/users/{id}/orders`; undefined where it says nothing. */
export function ownerOf(
  { listedAt = '', of = '' }: Resource,
  properties: ReadonlyMap<string, PropertyFacts>,
  idField: string | undefined,
): FilterFacts | undefined {
  const thing = wordsOf(listedAt.split('/').at(-3) ?? '')
    .map(singular)
    .join('_');
  const names = [...(PLAIN.has(of.toLowerCase()) ? [] : [of]), `${thing}_id`, thing];
  return names
    .map((name) => filterOf(name, undefined, properties))
    .find((found) => found?.by === 'equal' && found.property !== idField);
}

/** Names that say of nothing whose they are. */
const PLAIN = new Set(['id', 'uuid', 'guid', 'sid', 'name', 'slug', 'key', 'code', 'number']);

/** Whether it shows the same items and says which ones, by filters, or whose; what a list leaves out by other means is not known. */
export function isOtherList(
  schemas: Schemas,
  { of }: Resource,
  item: JsonSchema | undefined,
  { items }: ListPlace,
  { filters }: ListFacts,
  owner: FilterFacts | undefined,
): boolean {
  const isSaid = of === undefined ? filters.length > 0 : owner !== undefined;
  return isSaid && item !== undefined && isKindOf(schemas, items, item);
}
