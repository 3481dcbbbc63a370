import type { Schemas } from '../../schema/schemas.ts';
import type { Resource } from '../resource.ts';
import { inferFacts, itemPlace } from './infer-facts.ts';
import { isKindOf } from './kinds.ts';

/**
 * Things that are made and listed below another one and read at an address of their own: `POST /guilds/{id}/channels` makes what
 * `GET /channels/{id}` shows. Such a list keeps its items where they are read. Judges by paths, then by schemas; never by items.
 */

/** What is read and not made where it is read, by what its collection is called. */
export function addresses(resources: readonly Resource[]): ReadonlyMap<string, readonly Resource[]> {
  const found = new Map<string, Resource[]>();
  for (const resource of resources) {
    if (resource.operations.read === undefined || resource.operations.create !== undefined) continue;
    const name = lastOf(resource.collection);
    found.set(name, [...(found.get(name) ?? []), resource]);
  }
  return found;
}

/** By paths: the nearest resource above that nothing else makes, with the same name and no parameter that the list does not have. */
export function homeByPath(list: Resource, known: ReadonlyMap<string, readonly Resource[]>): Resource | undefined {
  const { create, read, replace, patch, remove } = list.operations;
  if (create === undefined || (read ?? replace ?? patch ?? remove) !== undefined) return undefined;
  const fitting = (known.get(lastOf(list.collection)) ?? []).filter(({ collection }) => {
    const above = collection.slice(0, collection.lastIndexOf('/') + 1);
    return collection !== list.collection && list.collection.startsWith(above);
  });
  return fitting.sort((one, other) => other.collection.length - one.collection.length)[0];
}

/** What a collection is called. */
export const lastOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** By schemas: what is made is what is read, or one of its kinds, under an id of the same name. */
export function isHome(list: Resource, home: Resource, schemas: Schemas): boolean {
  const { create } = list.operations;
  const { read } = home.operations;
  const made = create && itemPlace(create, schemas, list);
  const shown = read && itemPlace(read, schemas, home);
  if (made === undefined || shown === undefined || made.envelope !== shown.envelope) return false;
  const idField = inferFacts(list, schemas).idField;
  if (idField === undefined || inferFacts(home, schemas).idField !== idField) return false;
  return isKindOf(schemas, made.schema, shown.schema);
}
