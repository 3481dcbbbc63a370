import type { IHttpOperation } from '@stoplight/types';
import type { Operation } from '../../operation.ts';
import type { JsonSchema } from '../../schema/json-schema.ts';
import type { Schemas } from '../../schema/schemas.ts';
import type { ListFacts, PropertyFacts, SortFacts } from '../resource.ts';
import { filterOf, namesake } from './filter-facts.ts';
import { paginationOf } from './pagination-facts.ts';
import { itemsOf, propertiesOf, propertySchemas, type SuccessBody, targetOf } from './properties.ts';

/** Where a list lies in its answer, and by what it is paged, filtered and sorted. Never looks at items. */

export interface ListPlace {
  readonly property: string | undefined;
  readonly items: JsonSchema;
  readonly why: string;
}

/** The array itself, or the one property that is an array of what has the wanted properties. */
export function listPlace(
  schemas: Schemas,
  { schema }: SuccessBody,
  item: JsonSchema | undefined,
  idField: string | undefined,
): ListPlace | undefined {
  const own = itemsOf(schemas, schema);
  if (own !== undefined) return { property: undefined, items: own, why: 'the answer is the array' };
  const arrays = [...propertiesOf(schemas, schema).values()].flatMap(({ name }) => {
    const items = propertySchemas(schemas, schema, name)
      .map((each) => itemsOf(schemas, each))
      .find((each) => each !== undefined);
    return items === undefined ? [] : [{ property: name, items }];
  });
  const same = arrays.filter(({ items }) => item !== undefined && targetOf(schemas, items) === targetOf(schemas, item));
  if (same.length === 1 && same[0]) return { ...same[0], why: 'its items have the schema of an item' };
  const alike = arrays.filter(({ items }) => idField !== undefined && propertiesOf(schemas, items).has(idField));
  if (alike.length === 1 && alike[0]) return { ...alike[0], why: `the one array whose items have ${idField}` };
  return undefined;
}

export function listFacts(operation: Operation, schemas: Schemas, body: SuccessBody, place: ListPlace): ListFacts {
  const model = operation.model();
  const properties = propertiesOf(schemas, place.items);
  const pagination = paginationOf(model, schemas, body, place.property);
  const used = new Set([pagination.parameter, pagination.limit?.parameter]);
  const sort = sortOf(model, properties);
  for (const name of [sort?.parameter, sort?.direction?.parameter]) used.add(name);
  const filters = (model.request?.query ?? []).flatMap((parameter) => {
    const filter = used.has(parameter.name) ? undefined : filterOf(parameter.name, parameter.schema, properties);
    return filter === undefined ? [] : [filter];
  });
  return { property: place.property, pagination, filters, sort };
}

const SORT = /^(sort|sort_?by|order_?by|order|sorting)$/i;
const DIRECTION = /^(direction|order|sort_?(order|dir|direction)|dir)$/i;

function sortOf(model: IHttpOperation, properties: ReadonlyMap<string, PropertyFacts>): SortFacts | undefined {
  const query = model.request?.query ?? [];
  const found = query.flatMap((parameter) => {
    if (!SORT.test(parameter.name)) return [];
    const orders = new Map<string, { property: string; descending: boolean }>();
    for (const value of wordsOf(parameter.schema)) {
      const order = orderOf(value, properties);
      if (order !== undefined) orders.set(value, order);
    }
    return orders.size === 0 ? [] : [{ parameter: parameter.name, orders, default: defaultOf(parameter.schema) }];
  })[0];
  if (found === undefined) return undefined;
  const direction = query.find(
    ({ name, schema }) =>
      name !== found.parameter && DIRECTION.test(name) && wordsOf(schema).some((word) => /^desc/i.test(word)),
  );
  return { ...found, direction: direction && { parameter: direction.name, default: defaultOf(direction.schema) } };
}

/** `-createdAt`, `created_at:desc`, `created` for `created_at`. */
function orderOf(
  value: string,
  properties: ReadonlyMap<string, PropertyFacts>,
): { property: string; descending: boolean } | undefined {
  const [, sign, name = '', suffix] = /^([-+]?)(.*?)(?:[:_ .](asc|desc))?$/i.exec(value) ?? [];
  const property = namesake(name, properties) ?? namesake(`${name}_at`, properties);
  return property === undefined ? undefined : { property, descending: sign === '-' || /desc/i.test(suffix ?? '') };
}

const wordsOf = (schema: object | undefined): string[] => {
  const words = schema !== undefined && 'enum' in schema && Array.isArray(schema.enum) ? schema.enum : [];
  return words.filter((word) => typeof word === 'string');
};
const defaultOf = (schema: object | undefined): string | undefined =>
  schema !== undefined && 'default' in schema && typeof schema.default === 'string' ? schema.default : undefined;
