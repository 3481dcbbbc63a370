import type { FilterFacts, PropertyFacts } from '../resource.ts';
import { normal } from './id-facts.ts';

/** Which property a query parameter asks for, by names and types. What says nothing of the items filters nothing. */
export function filterOf(
  parameter: string,
  schema: object | undefined,
  properties: ReadonlyMap<string, PropertyFacts>,
): FilterFacts | undefined {
  if (isDirection(schema)) return undefined;
  const [, inner = parameter] = /^filters?\[(.+)\]$/i.exec(parameter) ?? [];
  const bounded = boundOf(inner, properties);
  if (bounded !== undefined) return { parameter, ...bounded };
  const property = namesake(inner, properties) ?? relative(inner, properties);
  const facts = property === undefined ? undefined : properties.get(property);
  if (property === undefined || facts === undefined || !comparable(facts, schema)) return undefined;
  return { parameter, property, by: 'equal', anything: anythingOf(facts, schema) };
}

/** `order=asc` says nothing of an order. */
const isDirection = (schema: object | undefined): boolean =>
  schema !== undefined &&
  'enum' in schema &&
  Array.isArray(schema.enum) &&
  schema.enum.every((word) => /^(asc|desc)(ending)?$/i.test(String(word)));

/** What is asked of a list, and not of what is in it. */
const STEERING = new Set([
  'order',
  'sort',
  'direction',
  'fields',
  'include',
  'expand',
  'embed',
  'view',
  'format',
  'group',
  'page',
  'count',
]);

const BOUND = /^(.+?)[_-]?(after|since|from|before|until|to|[<>]=?|\[[gl]te?\])$/i;

/** The name of a time with a word for a bound: `createdAfter`, `updated_before`, `StartTime>`. */
function boundOf(
  name: string,
  properties: ReadonlyMap<string, PropertyFacts>,
): { readonly property: string; readonly by: 'after' | 'before' } | undefined {
  if (properties.has(name)) return undefined;
  const [, time = '', bound = ''] = BOUND.exec(name) ?? [];
  const property = time === '' ? undefined : (namesake(time, properties) ?? namesake(`${time}_at`, properties));
  if (property === undefined || !/^date/.test(properties.get(property)?.format ?? '')) return undefined;
  return { property, by: /^(after|since|from|>|\[g)/i.test(bound) ? 'after' : 'before' };
}

export function namesake(name: string, properties: ReadonlyMap<string, PropertyFacts>): string | undefined {
  if (properties.has(name)) return name;
  const plain = normal(name);
  return [...properties.keys()].find((each) => normal(each) === plain);
}

/** `tag` of `tags` or `tagList`, `folder_id` of `folder`, `customer` of `customer_id`: a thing and what the item has of it. */
function relative(name: string, properties: ReadonlyMap<string, PropertyFacts>): string | undefined {
  const plain = normal(name);
  if (STEERING.has(plain)) return undefined;
  return [...properties.values()].find(({ name: each, types }) => {
    const own = normal(each);
    if (types.has('array')) return own === `${plain}s` || own === `${plain}list` || own === `${plain}ids`;
    return types.has('object') ? plain === `${own}id` : own === `${plain}id`;
  })?.name;
}

/** Whether a value of the parameter can be one of the property: `?favorited=NAME` says nothing about `favorited: true`. */
function comparable({ types }: PropertyFacts, schema: object | undefined): boolean {
  const asked = schema !== undefined && 'type' in schema ? schema.type : undefined;
  if (types.has('object') && asked === 'object') return false;
  return !types.has('boolean') || asked === undefined || asked === 'boolean';
}

/** Values that leave nothing out: `state=all`, and a default such as `none` that no item has. */
function anythingOf(facts: PropertyFacts, schema: object | undefined): ReadonlySet<string> {
  const usual = schema !== undefined && 'default' in schema ? String(schema.default) : '';
  const words = /^(none|null|undefined)$/i.test(usual) ? [...ANYTHING, usual] : ANYTHING;
  return new Set(words.filter((word) => facts.enum?.includes(word) !== true));
}

const ANYTHING = ['all', 'any', '*', ''];
