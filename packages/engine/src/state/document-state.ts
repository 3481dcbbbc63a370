import { isObject } from '../schema/json-schema.ts';
import type { ResourceState, StateContext } from './context.ts';
import { placeOfPath } from './fixtures/load-fixtures.ts';
import { isHome } from './infer/home.ts';
import { inferFacts } from './infer/infer-facts.ts';
import { indexPaths, type PathIndex } from './infer/path-index.ts';
import { createItemStore, type ItemStore } from './item-store.ts';
import { createEarlierItems } from './kept/earlier.ts';
import { lazyOperation } from './operation-state.ts';
import { pingOf } from './ping.ts';
import type { Resource } from './resource.ts';
import { toSegment } from './segment.ts';
import type { DocumentState } from './state.ts';
import { actionOf, inferredActionOf } from './transition/action.ts';
import { guardOf } from './transition/guard.ts';
import { contentOf } from './upload/content.ts';

/** The state of one document. Paths are indexed at the first request, schemas read resource by resource when something is written. */
export function createDocumentState(context: StateContext): DocumentState {
  let paths: PathIndex | undefined;
  const index = (): PathIndex => {
    paths ??= indexPaths(context.document.operations);
    return paths;
  };
  const earlierItems = createEarlierItems();
  const stores = new Map<Resource, ItemStore>();
  const storeOf = (resource: Resource): ItemStore => {
    let store = stores.get(resource);
    if (store === undefined) {
      store = createItemStore(resourceState(resource, context, index()), earlierItems);
      stores.set(resource, store);
    }
    return store;
  };
  return {
    get resources() {
      return index().resources;
    },
    placeOf(path) {
      const place = placeOfPath(path, index().resources);
      return place && { ...place, context, store: storeOf(place.resource) };
    },
    resource: (template) => index().byTemplate(template),
    facts: (resource) => storeOf(resource).state.facts,
    overlay: (sandbox) => context.overlays.of(sandbox),
    collectionOf: (resource, path) => storeOf(resource).state.collectionOf(path),
    operation(operation) {
      const role = index().roleOf(operation);
      // What is only made here is kept where it can be read elsewhere.
      const { list, read } = role?.resource.operations ?? {};
      const isKept = role !== undefined && ((list ?? read) !== undefined || storeOf(role.resource).state.home);
      const own =
        contentOf(operation, context, index(), storeOf) ??
        (isKept ? lazyOperation(operation, role, context, storeOf) : undefined);
      return (
        (own && guardOf(operation, own, context, index(), storeOf)) ??
        actionOf(operation, context, index(), storeOf) ??
        pingOf(operation, context, index(), storeOf) ??
        own ??
        inferredActionOf(operation, context, index(), storeOf)
      );
    },
    current(resource, sandbox, path) {
      const params = Object.fromEntries(Object.entries(path).map(([name, value]) => [name, toSegment(String(value))]));
      const found = storeOf(resource).find(sandbox, path, params);
      return found.kind === 'absent' ? undefined : found.item;
    },
    change: (resource, change) => void storeOf(resource).change(change),
    answerWith(operation, resource, call, item) {
      const answering = storeOf(resource).answerOf(operation);
      const answer = isObject(item) ? answering?.answer(item, call.ask.accept, 'stored', {}) : undefined;
      return answer && { kind: 'answered', answer };
    },
  };
}

function resourceState(resource: Resource, context: StateContext, paths: PathIndex): ResourceState {
  const list = resource.listedAt ?? resource.collection;
  const above = templatesAbove(list).flatMap((template) => {
    const found = paths.byTemplate(template);
    return found === undefined ? [] : [{ ...found, collectionOf: collectionNames(found.collection, context.name) }];
  });
  const address = paths.homeOf(resource);
  const home = address !== undefined && isHome(resource, address, context.responseSchemas) ? address : undefined;
  return {
    context,
    resource,
    home,
    facts: inferFacts(resource, context.responseSchemas),
    collectionOf: collectionNames((home ?? resource).collection, context.name),
    listOf: collectionNames(list, context.name),
    goneAbove(sandbox, path) {
      if (above.length === 0) return undefined;
      const overlay = context.overlays.peek(sandbox);
      for (const { template, parameter, collectionOf } of above) {
        const id = String(path[parameter]);
        if (overlay?.get(collectionOf(path), id)?.deleted === true) return { resource: template, id };
      }
      return undefined;
    },
  };
}

/** `/a/{x}` and `/a/{x}/b/{y}` of `/a/{x}/b/{y}/c`. */
function templatesAbove(collection: string): string[] {
  const segments = collection.split('/');
  return segments.flatMap((segment, at) => (/^\{[^{}]+\}$/.test(segment) ? [segments.slice(0, at + 1).join('/')] : []));
}

/** Names each collection of a template by what stands in its parameters. */
function collectionNames(template: string, document: string): ResourceState['collectionOf'] {
  const root = toSegment(document);
  const parts = template.split(/\{([^{}]+)\}/);
  if (parts.length === 1) return () => root + template;
  return (path) => root + parts.map((part, at) => (at % 2 === 0 ? part : toSegment(String(path[part])))).join('');
}
