import type { PathIndex, Resource, Schemas } from '@stuntdouble/engine';
import { isObject } from '../pact/json.ts';
import type { Json, JsonObject, ProviderState } from '../pact/pact.ts';
import type { FoundOperation } from './find-operation.ts';
import type { ReadPage } from './read-pages.ts';
import type { RecordedExchange } from './recorded-exchange.ts';
import type { RequestPart } from './request-part.ts';
import { decoded } from './request-path.ts';
import type { ResponsePart } from './response-part.ts';
import { answerSchema, choicesOf, fill, idOf, itemsIn, type SeenItems } from './seen-items.ts';
import { resourceWord, vocabulary } from './vocabulary.ts';

/** One interaction, as its states are derived from. */
export interface Situation {
  readonly found: FoundOperation;
  readonly exchange: RecordedExchange;
  readonly request: RequestPart;
  readonly response: ResponsePart;
  readonly resources: PathIndex;
  readonly seen: SeenItems;
  /** The page before, where it is the next one of a list. */
  readonly page: ReadPage | undefined;
  readonly schemas: Schemas;
}

/** What has to be so at the provider before the request, in the words of the vocabulary, parents before children. Never asks a sandbox. */
export function statesOf(situation: Situation): ProviderState[] {
  const { request, found, exchange, resources } = situation;
  const states: ProviderState[] = request.scopes === undefined ? [] : [vocabulary.authorised(request.scopes)];
  const above = itemsAbove(resources, found);
  const isMissing = exchange.answer.status === 404;
  const etag: JsonObject = request.etag === undefined ? {} : { etag: request.etag };
  const { page } = situation;
  const isItem = ({ name }: ProviderState): boolean => name.endsWith(' exists');
  states.push(...(page?.states.filter(isItem) ?? []));
  for (const [depth, resource] of above.entries()) {
    const isLast = depth === above.length - 1;
    const id = request.params[resource.parameter] ?? '';
    const collection = fill(resource.collection, request.params);
    if (isMissing && isLast) states.push(vocabulary.existsNot(resourceWord(collection), { id, collection }));
    else states.push(existing(resource, collection, id, isLast ? { ...stateOf(situation, resource), ...etag } : {}));
  }
  if (!isMissing) states.push(...listed(situation), ...referred(situation));
  return [...distinct(states), ...(page ? [vocabulary.pageWasRead(page.path, page.query)] : [])];
}

const existing = (resource: Resource, collection: string, id: string, fields: JsonObject): ProviderState =>
  vocabulary.exists(resourceWord(resource.collection), { id, ...without(fields, resource, id), collection });

/** `id` says it already. */
const without = (fields: JsonObject, { parameter }: Resource, id: string): JsonObject =>
  Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => name !== 'id' && !(name === parameter && value === id)),
  );

/** Every item that the path goes through, the outermost first. */
export function itemsAbove(resources: PathIndex, { operation }: FoundOperation): Resource[] {
  return resources.resources
    .filter(({ template }) => operation.template === template || operation.template.startsWith(`${template}/`))
    .toSorted((a, b) => a.template.length - b.template.length);
}

/** As it was before the request: what reads shows it, what changes had it from earlier, or from where the document lets it start. */
function stateOf({ found, exchange, seen, response, schemas }: Situation, resource: Resource): JsonObject {
  const { operation } = found;
  if (operation.method === 'GET' && operation.template === resource.template)
    return isObject(response.body?.sent)
      ? choicesOf(schemas, answerSchema(operation, exchange.answer.status, schemas), response.body.sent)
      : {};
  return seen.stateOf(decoded(found.params[resource.parameter] ?? '')) ?? {};
}

/** A list that showed something needs something to show; what it was filtered by is so for that item. */
function listed({ found, resources, request, response }: Situation): ProviderState[] {
  const { operation } = found;
  const resource = resources.resources.find(({ operations }) => operations.list === operation);
  if (resource === undefined || response.body === undefined) return [];
  const collection = fill(resource.collection, request.params);
  const [sent] = itemsIn(response.body.sent);
  const [shown] = itemsIn(response.body.shown);
  const word = resourceWord(resource.collection);
  if (sent === undefined || shown === undefined) return [vocabulary.existsNot(word, { collection })];
  const id = idOf(resource, shown);
  const asked = new URLSearchParams();
  for (const [name, values] of Object.entries(isObject(request.json.query) ? request.json.query : {}))
    for (const value of Array.isArray(values) ? values : []) asked.append(name, String(value));
  const filters = Object.fromEntries([...asked].filter(([name]) => Object.hasOwn(sent, name)));
  return [vocabulary.exists(word, { ...(id !== undefined && { id }), ...filters, collection })];
}

/** Items that the body or the query names: by an id that was seen, or by a name such as `intakeId`. */
function referred({ request, resources, seen }: Situation): ProviderState[] {
  const states: ProviderState[] = [];
  const visit = (sent: Json, shown: Json | undefined, name: string): void => {
    if (Array.isArray(sent) && Array.isArray(shown))
      for (const [at, each] of sent.entries()) visit(each, shown[at], name);
    if (isObject(sent) && isObject(shown))
      for (const [each, value] of Object.entries(sent)) visit(value, shown[each], each);
    if (typeof sent !== 'string' || typeof shown !== 'string') return;
    const place = seen.collectionOf(sent) ?? byName(resources, name);
    // A collection below an item is named by what was sent, which has no stand-in here.
    if (place !== undefined && !place.resource.collection.includes('{'))
      states.push(existing(place.resource, place.collection, shown, seen.stateOf(sent) ?? {}));
  };
  if (request.body) visit(request.body.sent, request.body.shown, '');
  return states;
}

function byName({ resources }: PathIndex, name: string) {
  const [, word] = /^(.+?)_?Ids?$/i.exec(name) ?? [];
  const spelled = word
    ?.replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase();
  const [resource, other] = resources.filter(
    ({ collection }) => resourceWord(collection) === spelled && !collection.includes('{'),
  );
  return resource && other === undefined ? { resource, collection: resource.collection } : undefined;
}

/** The same item twice is one state, with what either says. */
function distinct(states: readonly ProviderState[]): ProviderState[] {
  const found = new Map<string, ProviderState>();
  for (const state of states) {
    const key = `${state.name} ${String(state.params.id)} ${String(state.params.collection)}`;
    found.set(key, { name: state.name, params: { ...state.params, ...found.get(key)?.params } });
  }
  return [...found.values()];
}
