import { type PathIndex, type Resource, responseOfStatus, type Schemas } from '@stuntdouble/engine';
import { isObject } from '../pact/json.ts';
import type { Json, JsonObject } from '../pact/pact.ts';
import type { FoundOperation } from './find-operation.ts';
import { isJsonType, type RecordedExchange } from './recorded-exchange.ts';
import { literalsOf, partsOf, propertyOf } from './schema-parts.ts';

/** What earlier exchanges of a recording told of items: where one is kept, and which state it was in. Follows the recording in its order. */
export interface SeenItems {
  /** An item's collection, path parameters as they were sent. */
  collectionOf(id: string): SeenItem | undefined;
  /** The choices that the item showed when it was last seen: `{ status: 'draft' }`. */
  stateOf(id: string): JsonObject | undefined;
  follow(found: FoundOperation, exchange: RecordedExchange): void;
}

export interface SeenItem {
  readonly resource: Resource;
  /** `/participants/7/keys`. */
  readonly collection: string;
}

/** What names an item in a body. */
export const idOf = ({ parameter }: Resource, item: JsonObject): string | undefined => {
  const id = item[parameter] ?? item.id;
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined;
};

/** The items of a list: the answer itself, or the one property that is a list of objects. */
export function itemsIn(body: Json): readonly JsonObject[] {
  if (Array.isArray(body)) return body.filter(isObject);
  const lists = isObject(body) ? Object.values(body).filter(Array.isArray) : [];
  const [only] = lists.length === 1 ? lists : lists.filter((list) => list.some(isObject));
  return (only ?? []).filter(isObject);
}

export function createSeenItems(resources: PathIndex, schemas: Schemas): SeenItems {
  const places = new Map<string, SeenItem>();
  const states = new Map<string, JsonObject>();
  const keep = (item: JsonObject, place: SeenItem, choices: JsonObject): void => {
    const id = idOf(place.resource, item);
    if (id === undefined) return;
    places.set(id, place);
    states.set(id, choices);
  };
  return {
    collectionOf: (id) => places.get(id),
    stateOf: (id) => states.get(id),
    follow({ operation, params }, { answer, request }) {
      const place = resources.resources.find(
        ({ template, collection }) => operation.template.startsWith(`${template}`) || operation.template === collection,
      );
      if (!place || answer.status >= 300 || !/^\s*[[{]/.test(answer.body)) return;
      const body = parsed(answer.body);
      const content = responseOfStatus(operation.model().responses, answer.status)?.response.contents?.find(
        ({ mediaType }) => isJsonType(mediaType),
      );
      const schema = content?.schema === undefined ? true : schemas.normalise(content.schema);
      const seen = { resource: place, collection: fill(place.collection, params) };
      const isList = operation.template === place.collection && request.method === 'GET';
      for (const item of isList ? itemsIn(body) : isObject(body) ? [body] : [])
        keep(item, seen, isList ? {} : choicesOf(schemas, schema, item));
    },
  };
}

/** The members that the schema lets choose from a list: states, kinds, categories. Nobody's data. */
export function choicesOf(schemas: Schemas, schema: Parameters<typeof partsOf>[1], item: JsonObject): JsonObject {
  const parts = partsOf(schemas, schema, item);
  return Object.fromEntries(
    Object.entries(item).filter(([name, value]) => {
      const property = propertyOf(schemas, parts, name);
      return (
        typeof value === 'string' &&
        property !== undefined &&
        literalsOf(partsOf(schemas, property, value))?.includes(value)
      );
    }),
  );
}

export const fill = (template: string, params: Readonly<Record<string, string>>): string =>
  template.replace(/\{([^{}]+)\}/g, (whole, name: string) => params[name] ?? whole);

function parsed(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
