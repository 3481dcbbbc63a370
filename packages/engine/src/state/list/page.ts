import { isObject, type JsonObject } from '../../schema/json-schema.ts';
import { absoluteUrl } from '../absolute-url.ts';
import { idIn } from '../base.ts';
import type { ListFacts, PageMember, Pagination } from '../resource.ts';
import type { StateCall } from '../state.ts';

/** One page of a list as the document's own pagination has it, with what leads to the next. Never chooses or sorts items. */
export interface Page {
  readonly body: unknown;
  /** Of the `Link` header field; undefined where there is no other page. */
  readonly link: string | undefined;
}

/** What was asked, and where clients find what answers. */
interface Asked {
  readonly call: StateCall;
  readonly publicUrl: string | undefined;
}

interface Slice {
  readonly start: number;
  readonly end: number;
  readonly size: number;
  readonly total: number;
  /** Where the page would begin, which may be behind the end of the list. */
  readonly from: number;
  /** It was asked for as what stands before an item. */
  readonly isBack: boolean;
}

export function pageOf(
  items: readonly JsonObject[],
  { property, pagination: usual }: ListFacts,
  idField: string,
  asked: Asked,
  around: unknown,
): Page {
  const pagination = askedWay(usual, asked.call);
  const slice = sliceOf(items, pagination, idField, asked.call.values.query, around);
  const shown = items.slice(slice.start, slice.end);
  const next = slice.end < items.length ? turned(pagination, slice, items, idField, 1) : undefined;
  const previous = slice.start > 0 ? turned(pagination, slice, items, idField, -1) : undefined;
  const link = linkOf(asked, pagination, next, previous);
  if (property === undefined) return { body: shown, link };
  let body: unknown = { ...(isObject(around) ? around : {}), [property]: shown };
  for (const member of pagination.members)
    body = told(body, member.path, (before) =>
      tell(member, before, {
        slice,
        shown: shown.length,
        pagination,
        next: member.tells === 'next' && next !== undefined ? turned(usual, slice, items, idField, 1) : next,
        previous: member.tells === 'previous' ? backCursor(usual, slice, items, idField) : previous,
        asked,
      }),
    );
  return { body, link };
}

/** Lists that can be paged in two ways: the one that was asked for, which a default does not do. */
function askedWay(usual: Pagination, { request: { target } }: StateCall): Pagination {
  const { parameter = '', otherwise } = usual;
  if (otherwise === undefined || !target.includes('?')) return usual;
  const sent = new URLSearchParams(target.slice(target.indexOf('?') + 1));
  return sent.has(otherwise.parameter) && !sent.has(parameter) ? { ...usual, ...otherwise } : usual;
}

/** Whether the page after the first, or one behind it, is asked for. */
export function isLaterPage({ pagination }: ListFacts, query: Readonly<Record<string, unknown>>): boolean {
  const { style, parameter = '', firstPage, otherwise, back } = pagination;
  const other = otherwise && query[otherwise.parameter];
  if (otherwise !== undefined && Number(other) > (otherwise.style === 'page' ? firstPage : 0)) return true;
  if (back !== undefined && query[back] !== undefined) return true;
  const given = query[parameter];
  if (given === undefined || given === '' || style === 'none') return false;
  return style === 'cursor' || Number(given) > (style === 'page' ? firstPage : 0);
}

function sliceOf(
  items: readonly JsonObject[],
  pagination: Pagination,
  idField: string,
  query: Readonly<Record<string, unknown>>,
  around: unknown,
): Slice {
  const { style, parameter, limit, firstPage, byId, back } = pagination;
  const total = items.length;
  const asked = limit && (wholeNumber(query[limit.parameter]) ?? limit.default);
  const size = Math.max(1, asked ?? Math.max(total, 1));
  const given = parameter === undefined ? undefined : query[parameter];
  const before = back === undefined ? undefined : query[back];
  if (before !== undefined && given === undefined) {
    const end = placeOf(items, idField, byId ? String(before) : readCursor(String(before))) ?? total;
    const from = Math.max(0, end - size);
    return { start: from, end, size, total, from, isBack: true };
  }
  let start = 0;
  if (style === 'page') start = Math.max(0, (wholeNumber(given) ?? firstPage) - firstPage) * size;
  else if (style === 'offset') start = wholeNumber(given) ?? 0;
  else if (style === 'cursor' && given !== undefined && given === shownNext(around, pagination)) start = total;
  else if (style === 'cursor' && given !== undefined)
    start = afterCursor(items, idField, byId ? String(given) : readCursor(String(given)));
  return {
    start: Math.min(start, total),
    end: Math.min(start + size, total),
    ...{ size, total, from: start, isBack: false },
  };
}

/** The cursor that the document's own page ends with: behind all that it shows. Undefined where it shows none. */
function shownNext(around: unknown, { members }: Pagination): unknown {
  const next = members.find(({ tells }) => tells === 'next');
  let shown = next && around;
  for (const name of next?.path ?? []) shown = isObject(shown) ? shown[name] : undefined;
  return shown ?? undefined;
}

/** An item that went in the meantime leaves its place; a cursor that is none of ours starts from the beginning. */
function afterCursor(
  items: readonly JsonObject[],
  idField: string,
  cursor: string | { id: string; place: number } | undefined,
): number {
  const found = placeOf(items, idField, cursor);
  if (found !== undefined) return found + 1;
  return cursor === undefined || typeof cursor === 'string' ? 0 : cursor.place;
}

/** Undefined where the item that the cursor names is not there. */
function placeOf(
  items: readonly JsonObject[],
  idField: string,
  cursor: string | { id: string; place: number } | undefined,
): number | undefined {
  const id = typeof cursor === 'string' ? cursor : cursor?.id;
  const found = id === undefined ? -1 : items.findIndex((item) => idIn(item, idField) === id);
  return found === -1 ? undefined : found;
}

const writeCursor = (id: string, place: number): string =>
  Buffer.from(JSON.stringify([id, place])).toString('base64url');

function readCursor(cursor: string): { id: string; place: number } | undefined {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (!Array.isArray(read)) return undefined;
    const [id, place] = read;
    return typeof id === 'string' && Number.isSafeInteger(place) && place >= 0 ? { id, place } : undefined;
  } catch {
    return undefined;
  }
}

/** The cursor with which what stands before this page is asked for; undefined where the document has no such parameter. */
function backCursor(
  { back, byId }: Pagination,
  { start }: Slice,
  items: readonly JsonObject[],
  idField: string,
): string | undefined {
  const first = items[start];
  if (back === undefined || first === undefined || start === 0) return undefined;
  const id = idIn(first, idField) ?? '';
  return byId ? id : writeCursor(id, start);
}

/** What the parameter is for the page after this one, or before it; undefined where the document has no way back. */
function turned(
  { style, firstPage, byId }: Pagination,
  slice: Slice,
  items: readonly JsonObject[],
  idField: string,
  by: 1 | -1,
): string | undefined {
  const { start, end, size } = slice;
  if (style === 'page') return String(firstPage + Math.floor(start / size) + by);
  if (style === 'offset') return String(by === 1 ? end : Math.max(0, start - size));
  const last = items[end - 1];
  if (style === 'none' || by === -1 || last === undefined) return undefined;
  const id = idIn(last, idField) ?? '';
  return byId ? id : writeCursor(id, end);
}

function linkOf(
  asked: Asked,
  pagination: Pagination,
  next: string | undefined,
  previous: string | undefined,
): string | undefined {
  const links = [
    next === undefined ? undefined : `<${urlOf(asked, pagination, next, true)}>; rel="next"`,
    previous === undefined ? undefined : `<${urlOf(asked, pagination, previous, true)}>; rel="prev"`,
  ].filter((link) => link !== undefined);
  return links.length === 0 ? undefined : links.join(', ');
}

/** The address that was asked with another page, so that it leads into the same sandbox. */
function urlOf(
  { call: { request }, publicUrl }: Asked,
  { parameter }: Pagination,
  value: string | undefined,
  isAbsolute: boolean,
): string {
  const at = request.target.indexOf('?');
  const query = new URLSearchParams(at === -1 ? '' : request.target.slice(at + 1));
  if (value === undefined) query.delete(parameter ?? 'page');
  else query.set(parameter ?? 'page', value);
  const path = (at === -1 ? request.target : request.target.slice(0, at)) + (query.size === 0 ? '' : `?${query}`);
  return isAbsolute ? absoluteUrl(request, path, publicUrl) : path;
}

interface Telling {
  readonly slice: Slice;
  readonly shown: number;
  readonly pagination: Pagination;
  readonly next: string | undefined;
  readonly previous: string | undefined;
  readonly asked: Asked;
}

function tell(
  { tells, none }: PageMember,
  before: unknown,
  { slice, shown, pagination, next, previous, asked }: Telling,
): unknown {
  const { start, end, size, total, from, isBack } = slice;
  const isAbsolute = typeof before !== 'string' || /^https?:/.test(before);
  switch (tells) {
    case 'next':
      return next ?? none;
    case 'previous':
      return previous ?? none;
    case 'nextLink':
      return next === undefined ? none : urlOf(asked, pagination, next, isAbsolute);
    case 'previousLink':
      return previous === undefined ? none : urlOf(asked, pagination, previous, isAbsolute);
    case 'firstLink':
      return urlOf(asked, pagination, undefined, isAbsolute);
    case 'ownPath':
    case 'ownLink': {
      const { request } = asked.call;
      const own = tells === 'ownPath' ? request.target.replace(/\?.*$/s, '') : request.target;
      return isAbsolute && typeof before === 'string' ? absoluteUrl(request, own, asked.publicUrl) : own;
    }
    case 'hasMore':
      return isBack ? start > 0 : end < total;
    case 'total':
      return total;
    case 'pages':
      return Math.max(1, Math.ceil(total / size));
    case 'page':
      return pagination.firstPage + Math.floor(from / size);
    case 'offset':
      return from;
    case 'end':
      return Math.max(0, end - 1);
    case 'limit':
      return size;
    case 'count':
      return shown;
  }
}

/** The body with another value at a place, or without it. */
function told(body: unknown, path: readonly string[], value: (before: unknown) => unknown): unknown {
  const [name, ...rest] = path;
  if (!isObject(body) || name === undefined) return body;
  if (rest.length > 0) return Object.hasOwn(body, name) ? { ...body, [name]: told(body[name], rest, value) } : body;
  const { [name]: before, ...others } = body;
  const next = value(before);
  return next === undefined ? others : { ...body, [name]: next };
}

const wholeNumber = (value: unknown): number | undefined => {
  const number =
    typeof value === 'number'
      ? value
      : typeof value === 'string' && /^\d{1,9}$/.test(value)
        ? Number(value)
        : undefined;
  return number !== undefined && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
};
