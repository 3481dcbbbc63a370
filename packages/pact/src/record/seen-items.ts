import {
  type JsonSchema,
  type Operation,
  type PathIndex,
  type Resource,
  responseOfStatus,
  type Schemas,
} from '@stuntdouble/engine';
import { isObject } from '../pact/json.ts';
import type { Json, JsonObject } from '../pact/pact.ts';
import type { FoundOperation } from './find-operation.ts';
import { isJsonType, type RecordedExchange } from './recorded-exchange.ts';
import { decoded } from './request-path.ts';
import { itemOf, literalsOf, partsOf, propertyOf } from './schema-parts.ts';

/** What earlier exchanges of a recording told of items: where one is kept, and which state it was in. Follows the recording in its order. */
export interface SeenItems {
  /** An item's collection, path parameters as they were sent. */
  collectionOf(id: string): SeenItem | undefined;
  /** The choices that the item showed when it was last seen, and what was uploaded to it: `{ status: 'draft' }`. */
  stateOf(id: string): JsonObject | undefined;
  /** @param sentBytes what stands in base64 for bytes that were sent to an item. */
  follow(found: FoundOperation, exchange: RecordedExchange, sentBytes: Json | undefined): void;
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
export const itemsIn = (body: Json): readonly JsonObject[] => (listIn(body) ?? []).filter(isObject);

function listIn(body: Json): readonly Json[] | undefined {
  if (Array.isArray(body)) return body;
  const lists = isObject(body) ? Object.values(body).filter((value) => Array.isArray(value)) : [];
  const [only] = lists.length === 1 ? lists : lists.filter((list) => list.some(isObject));
  return only;
}

export function createSeenItems(resources: PathIndex, schemas: Schemas): SeenItems {
  const places = new Map<string, SeenItem>();
  const states = new Map<string, JsonObject>();
  const keep = (item: JsonObject, place: SeenItem, schema: JsonSchema | undefined): void => {
    const id = idOf(place.resource, item);
    if (id === undefined) return;
    const { content } = states.get(id) ?? {};
    places.set(id, place);
    states.set(id, { ...choicesOf(schemas, schema ?? true, item), ...(content !== undefined && { content }) });
  };
  return {
    collectionOf: (id) => places.get(id),
    stateOf: (id) => states.get(id),
    follow({ operation, params }, { answer, request }, sentBytes) {
      const { resource, isList } = resourceAt(resources, operation.template) ?? {};
      if (resource === undefined || answer.status >= 300) return;
      const id = decoded(params[resource.parameter] ?? '');
      if (sentBytes !== undefined && !isList) states.set(id, { ...states.get(id), content: sentBytes });
      const body = /^\s*[[{]/.test(answer.body) ? parsed(answer.body) : null;
      const schema = answerSchema(operation, answer.status, schemas);
      const place = { resource, collection: fill(resource.collection, params) };
      if (!isList || request.method !== 'GET') return isObject(body) ? keep(body, place, schema) : undefined;
      const parts = partsOf(schemas, schema, body);
      const list = isObject(body) ? Object.keys(body).find((name) => body[name] === listIn(body)) : undefined;
      const listed =
        list === undefined ? parts : partsOf(schemas, propertyOf(schemas, parts, list) ?? true, listIn(body) ?? null);
      for (const item of itemsIn(body)) keep(item, place, itemOf(schemas, listed, 0));
    },
  };
}

/** What a path speaks of: a collection, or the innermost item that it goes through. */
function resourceAt({ resources }: PathIndex, path: string): { resource: Resource; isList: boolean } | undefined {
  const list = resources.find(({ collection }) => collection === path);
  if (list !== undefined) return { resource: list, isList: true };
  const [item] = resources
    .filter(({ template }) => path === template || path.startsWith(`${template}/`))
    .toSorted((a, b) => b.template.length - a.template.length);
  return item && { resource: item, isList: false };
}

export function answerSchema(operation: Operation, status: number, schemas: Schemas): JsonSchema {
  const contents = responseOfStatus(operation.model().responses, status)?.response.contents ?? [];
  const content = contents.find(({ mediaType }) => isJsonType(mediaType));
  return content?.schema === undefined ? true : schemas.normalise(content.schema);
}

/** The members that the schema lets choose from a list: states, kinds, categories. Nobody's data. */
export function choicesOf(schemas: Schemas, schema: JsonSchema, item: JsonObject): JsonObject {
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
