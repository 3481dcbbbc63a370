import type { JsonObject } from '../../schema/json-schema.ts';
import type { ListFacts, SortFacts } from '../resource.ts';
import { isAnything, isAskedFor } from './matches.ts';

/** Which items of a list are asked for, and in which order. Keeps the order of what is equal. */

export function narrowed(
  items: readonly JsonObject[],
  { filters }: ListFacts,
  query: Readonly<Record<string, unknown>>,
): readonly JsonObject[] {
  const asked = filters.filter(
    (filter) => query[filter.parameter] !== undefined && !isAnything(filter, query[filter.parameter]),
  );
  if (asked.length === 0) return items;
  return items.filter((item) => asked.every((filter) => isAskedFor(item, filter, query[filter.parameter])));
}

/** Names the order that a request asks for; orders that are not known are the usual one. */
export function orderOf(sort: SortFacts | undefined, query: Readonly<Record<string, unknown>>): string {
  const wanted = sort && String(query[sort.parameter] ?? sort.default);
  if (sort === undefined || wanted === undefined || !sort.orders.has(wanted)) return '';
  const direction = sort.direction && (query[sort.direction.parameter] ?? sort.direction.default);
  return `${wanted} ${/^desc/i.test(String(direction))}`;
}

export function sorted(
  items: readonly JsonObject[],
  sort: SortFacts | undefined,
  query: Readonly<Record<string, unknown>>,
): readonly JsonObject[] {
  const wanted = sort && (query[sort.parameter] ?? sort.default);
  const order = sort?.orders.get(String(wanted));
  if (sort === undefined || order === undefined) return items;
  const direction = sort.direction && (query[sort.direction.parameter] ?? sort.direction.default);
  const descending = direction === undefined ? order.descending : /^desc/i.test(String(direction));
  const sign = descending ? -1 : 1;
  return [...items].sort((a, b) => sign * compare(a[order.property], b[order.property]));
}

/** What has no value comes first. */
function compare(a: unknown, b: unknown): number {
  const [isNone, isOtherNone] = [a === undefined || a === null, b === undefined || b === null];
  if (isNone || isOtherNone) return Number(isOtherNone) - Number(isNone);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [text, other] = [String(a), String(b)];
  return text < other ? -1 : text > other ? 1 : 0;
}
