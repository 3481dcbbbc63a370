/**
 * A page of a list: filters by equality, sorts by one field, and goes on after the last item of the page before. A cursor names a
 * position, not a page, so that items that are added meanwhile move nothing. It holds no secret; the platform alone reads it.
 */
import { isDeepStrictEqual } from 'node:util';
import { isRecord } from './document.ts';
import type { Reply } from './operation.ts';
import { type Finding, invalidRequest } from './problem.ts';

export interface ListParameters {
  readonly cursor?: string;
  readonly limit: number;
  readonly sort?: string;
}

const cursorMs = 60 * 60 * 1000;

interface Listing<T> {
  readonly items: readonly T[];
  readonly parameters: ListParameters;
  readonly now: number;
  /** As in `sort`, `-` for descending. */
  readonly sort: string;
  readonly show?: (item: T) => object;
}

type Value = string | number | null;

/** `filters` are parameters that an item has to equal, as far as they are given. */
export function filtered<T extends object>(items: readonly T[], filters: Partial<T>): readonly T[] {
  const wanted = Object.entries(filters).filter(([, value]) => value !== undefined);
  return items.filter((item) => wanted.every(([name, value]) => field(item, name) === value));
}

interface TimeRange {
  readonly after?: string;
  readonly before?: string;
}

export function within<T extends object>(
  items: readonly T[],
  name: string,
  { after, before }: TimeRange,
): readonly T[] {
  return items.filter((item) => {
    const time = Date.parse(String(field(item, name)));
    return !(after !== undefined && time <= Date.parse(after)) && !(before !== undefined && time >= Date.parse(before));
  });
}

export function page<T extends { readonly id: string }>(listing: Listing<T>): Reply {
  const { items, parameters, now, sort, show = (item) => item } = listing;
  const descending = sort.startsWith('-');
  const name = descending ? sort.slice(1) : sort;
  const position = (item: T): Position => [field(item, name), item.id];
  const order = (one: Position, other: Position): number => comparePositions(one, other) * (descending ? -1 : 1);
  const start = parameters.cursor === undefined ? undefined : readCursor(parameters.cursor, { parameters, now });
  const rest = items
    .filter((item) => start === undefined || order(position(item), start) > 0)
    .toSorted((one, other) => order(position(one), position(other)));
  const data = rest.slice(0, parameters.limit);
  const last = data.at(-1);
  const hasMore = rest.length > data.length;
  const nextCursor = hasMore && last ? writeCursor(position(last), { parameters, now }) : null;
  return { status: 200, body: { data: data.map(show), page: { nextCursor, hasMore } } };
}

type Position = readonly [Value, string];

function comparePositions([one, oneId]: Position, [other, otherId]: Position): number {
  return compare(one, other) || compare(oneId, otherId);
}

/** Nothing sorts after everything. */
function compare(one: Value, other: Value): number {
  if (one === other) return 0;
  if (one === null || other === null) return one === null ? 1 : -1;
  return one < other ? -1 : 1;
}

function field(item: object, name: string): Value {
  const value: unknown = Object.entries(item).find(([key]) => key === name)?.[1];
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

interface CursorContext {
  readonly parameters: ListParameters;
  readonly now: number;
}

/** Filters and sort, which have to be the same on each page; the size of a page may change. */
const selection = ({ cursor: _cursor, limit: _limit, ...rest }: ListParameters): object => rest;

function writeCursor(after: Position, { parameters, now }: CursorContext): string {
  const content = { after, until: now + cursorMs, selection: selection(parameters) };
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}

function readCursor(cursor: string, { parameters, now }: CursorContext): Position {
  const content = parsed(cursor);
  const after = isRecord(content) && Array.isArray(content.after) ? content.after : [];
  const [value, id] = after;
  if (!isRecord(content) || !isValue(value) || typeof id !== 'string') {
    throw refused('cursor_unknown', 'cursor is none of ours; pass page.nextCursor as it came.');
  }
  if (typeof content.until !== 'number' || content.until < now) {
    throw refused('cursor_expired', 'cursor was valid for one hour; start with the first page.');
  }
  if (!isDeepStrictEqual(content.selection, { ...selection(parameters) })) {
    throw refused('cursor_mismatch', 'cursor belongs to other filters or to another sort; send the same.');
  }
  return [value, id];
}

const refused = (code: string, detail: string) =>
  invalidRequest([{ parameter: 'cursor', code, detail } satisfies Finding]);
const isValue = (value: unknown): value is Value =>
  value === null || typeof value === 'string' || typeof value === 'number';

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}
