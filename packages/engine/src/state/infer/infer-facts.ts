import type { Operation } from '../../operation.ts';
import { schemaOf } from '../../respond/body-source.ts';
import { isJson } from '../../respond/serialise.ts';
import type { JsonSchema } from '../../schema/json-schema.ts';
import type { Schemas } from '../../schema/schemas.ts';
import { resourceWords, singular, wordsOf } from '../../webhook/event-name.ts';
import type { PropertyFacts, Resource, ResourceFacts } from '../resource.ts';
import { idFieldOf, idFormatOf } from './id-facts.ts';
import { listFacts, listPlace } from './list-facts.ts';
import { propertiesOf, propertySchemas, successBody } from './properties.ts';

/** An item inside a body: the body itself, or one property of it (`{ article: { … } }`). */
export interface ItemPlace {
  readonly envelope: string | undefined;
  readonly schema: JsonSchema;
  readonly properties: ReadonlyMap<string, PropertyFacts>;
}

/** Infers from schemas what a resource is like. What is not sure is left out. */
export function inferFacts(resource: Resource, schemas: Schemas): ResourceFacts {
  const { operations, parameter, collection } = resource;
  const why: string[] = [];
  const item = firstItem(resource, schemas);
  const own = item && idFieldOf(parameter, collection, item.place.properties);
  const listed = operations.list && successBody(operations.list, schemas);
  const place = listed && listPlace(schemas, listed, item?.place.schema, own?.field);
  const ofList = place && propertiesOf(schemas, place.items);
  const id = own ?? (ofList && idFieldOf(parameter, collection, ofList));
  const properties = item?.place.properties ?? ofList ?? new Map<string, PropertyFacts>();
  const idFormat = idFormatOf(id && (properties.get(id.field) ?? ofList?.get(id.field)));
  if (item)
    why.push(
      `an item is what ${item.operation.id} answers${item.place.envelope === undefined ? '' : ` in ${item.place.envelope}`}`,
    );
  why.push(
    id
      ? `id field ${id.field}: ${id.why}`
      : `no property is named by the path parameter ${parameter}: what it names is kept, nothing is created or listed`,
  );
  if (operations.list && place === undefined)
    why.push(
      `the list of ${operations.list.id} is served as without state: no place in its answer is sure to be the list`,
    );
  if (place) why.push(`list in ${place.property ?? 'the answer itself'}: ${place.why}`);
  const list =
    operations.list && listed && place && id ? listFacts(operations.list, schemas, listed, place) : undefined;
  return { resource, idField: id?.field, idFormat, properties, list, why };
}

/** From the operation that shows most of an item. */
function firstItem(resource: Resource, schemas: Schemas): { operation: Operation; place: ItemPlace } | undefined {
  const { read, create, replace, patch } = resource.operations;
  for (const operation of [read, create, replace, patch]) {
    const place = operation && itemPlace(operation, schemas, resource);
    if (operation && place) return { operation, place };
  }
  return undefined;
}

/** Where the success response of an operation shows an item; undefined where it shows none. */
export function itemPlace(operation: Operation, schemas: Schemas, resource: Resource): ItemPlace | undefined {
  const body = successBody(operation, schemas);
  return body && placeIn(schemas, body.schema, resource);
}

function placeIn(schemas: Schemas, schema: JsonSchema, { parameter, collection }: Resource): ItemPlace | undefined {
  const properties = propertiesOf(schemas, schema);
  if (properties.size === 0) return undefined;
  const plain = { envelope: undefined, schema, properties };
  if (idFieldOf(parameter, collection, properties) !== undefined) return plain;
  const inner = [...properties.keys()].flatMap((name) => {
    const [first] = propertySchemas(schemas, schema, name);
    const below = first === undefined ? undefined : propertiesOf(schemas, first);
    const fits = below !== undefined && idFieldOf(parameter, collection, below) !== undefined;
    return fits && first !== undefined ? [{ envelope: name, schema: first, properties: below }] : [];
  });
  const [only] = inner;
  if (only !== undefined && inner.length === 1 && properties.size === 1) return only;
  // `{ message: …, budget: { … } }`: what stands beside the item tells of the answer.
  return inner.find(({ envelope }) => namesItem(envelope, collection)) ?? plain;
}

/** `order` of `/v1/orders`, and words that say nothing but that there is something. */
function namesItem(envelope: string, collection: string): boolean {
  const [own = [], ...others] = resourceWords(`${collection}/{id}`);
  const words = wordsOf(envelope).map(singular).join('');
  return ANY_ITEM.has(words) || [own, ...others.slice(0, 1)].some((each) => each.length > 0 && each.join('') === words);
}

const ANY_ITEM = new Set(['data', 'result', 'item', 'record']);

/** What a client can write: the properties of JSON bodies and forms, inside the envelope where the body has it. */
export function writableOf(
  operation: Operation | undefined,
  requestSchemas: Schemas,
  envelope: string | undefined,
): ReadonlyMap<string, PropertyFacts> {
  const contents = operation?.model().request?.body?.contents ?? [];
  const all = new Map<string, PropertyFacts>();
  for (const content of contents.filter(({ mediaType }) => isJson(mediaType) || /form/.test(mediaType))) {
    const schema = schemaOf(content, requestSchemas);
    if (schema === undefined) continue;
    const properties = propertiesOf(requestSchemas, schema);
    const [inner] =
      envelope === undefined || properties.size !== 1 ? [] : propertySchemas(requestSchemas, schema, envelope);
    // Of two bodies that tell of one property the first one counts.
    for (const [name, facts] of inner === undefined ? properties : propertiesOf(requestSchemas, inner))
      if (!all.has(name)) all.set(name, facts);
  }
  return all;
}
