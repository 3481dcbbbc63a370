import type { HttpRequest } from '../exchange.ts';
import { isObject } from '../schema/json-schema.ts';
import type { ListView } from './fault-kind.ts';

/** Where a page falsely says that the next one is, in all the places where the document tells of it. Never looks at items. */
export interface NextPage {
  /** Of the parameter: a cursor, a page, an offset. */
  readonly value: string;
  /** As a client would ask for it. */
  readonly target: string;
  readonly url: string;
  /** The header field; undefined where the document describes none. */
  readonly link: string | undefined;
}

/** Undefined where no client could be led there: nothing in the answer names a next page. */
export function nextPage(
  mode: 'loop' | 'endless',
  request: HttpRequest,
  { property, pagination }: ListView,
  body: unknown,
  linked: string | undefined,
): NextPage | undefined {
  const { parameter, members, link, style } = pagination;
  const leads = members.filter(({ tells }) => LEADING.has(tells) || (mode === 'endless' && tells === 'hasMore'));
  if (parameter === undefined || (!link && leads.length === 0)) return undefined;
  const asked = new URLSearchParams(request.target.split(/\?(.*)/s)[1]);
  const given = asked.get(parameter);
  const items = property === undefined ? body : isObject(body) ? body[property] : undefined;
  const shown = Array.isArray(items) ? items.length : 0;
  const first = style === 'page' ? pagination.firstPage : 0;
  const here = numberIn(given) ?? first;
  const size = numberIn(pagination.limit && asked.get(pagination.limit.parameter)) ?? shown;
  const step = mode === 'loop' ? 0 : style === 'page' ? 1 : Math.max(1, size);
  // No double and no upstream gave this cursor: ours starts from the beginning.
  const value = style === 'cursor' ? (mode === 'loop' ? (given ?? BEGINNING) : BEGINNING) : String(here + step);
  return leadingTo(value, parameter, request, link, linked);
}

/** Where the last item of this page is told to begin the next one as well; undefined where the document counts by pages, or nothing tells which item is meant. */
export function overlappingPage(
  request: HttpRequest,
  list: ListView,
  body: unknown,
  linked: string | undefined,
): NextPage | undefined {
  const { property, pagination } = list;
  const { parameter, style, link } = pagination;
  const items = property === undefined ? body : isObject(body) ? body[property] : undefined;
  if (parameter === undefined || !Array.isArray(items) || items.length < 2 || !hasNext(body, list, linked))
    return undefined;
  const asked = new URLSearchParams(request.target.split(/\?(.*)/s)[1]);
  const value =
    style === 'offset'
      ? String((numberIn(asked.get(parameter)) ?? 0) + items.length - 1)
      : style === 'cursor'
        ? cursorBefore(cursorIn(body, list, linked), items)
        : undefined;
  return value === undefined ? undefined : leadingTo(value, parameter, request, link, linked);
}

/** The cursor as the answer tells it: by itself, or in an address. */
function cursorIn(body: unknown, { pagination }: ListView, linked = ''): string | undefined {
  const { members, parameter = '' } = pagination;
  const own = members.find(({ tells }) => tells === 'next');
  const value = own && valueIn(body, own.path);
  if (typeof value === 'string') return value;
  const address = members.find(({ tells }) => tells === 'nextLink');
  const url = (address && valueIn(body, address.path)) ?? /<([^>]*)>;\s*rel="?next/.exec(linked)?.[1];
  return typeof url === 'string'
    ? (new URLSearchParams(url.split(/\?(.*)/s)[1]).get(parameter) ?? undefined)
    : undefined;
}

/** A cursor that names the last item, plainly or in Base64 with its place, made to name the one before it. */
function cursorBefore(cursor: string | undefined, items: readonly unknown[]): string | undefined {
  const [before, last] = items.slice(-2);
  if (cursor === undefined || !isObject(before) || !isObject(last)) return undefined;
  const idOf = (id: unknown): unknown => before[Object.keys(last).find((key) => String(last[key]) === id) ?? ''];
  const plain = idOf(cursor);
  if (plain !== undefined) return String(plain);
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const [id, place]: unknown[] = Array.isArray(read) ? read : [];
    const own = idOf(id);
    if (own === undefined || typeof place !== 'number') return undefined;
    return Buffer.from(JSON.stringify([String(own), place - 1])).toString('base64url');
  } catch {
    return undefined;
  }
}

function valueIn(value: unknown, [name, ...rest]: readonly string[]): unknown {
  if (name === undefined) return value;
  return isObject(value) ? valueIn(value[name], rest) : undefined;
}

function leadingTo(
  value: string,
  parameter: string,
  request: HttpRequest,
  link: boolean,
  linked: string | undefined,
): NextPage {
  const [path = '', query = ''] = request.target.split(/\?(.*)/s);
  const asked = new URLSearchParams(query);
  asked.set(parameter, value);
  const target = `${path}?${asked}`;
  const url = `${request.origin?.protocol ?? 'http'}://${request.headers.host ?? 'localhost'}${target}`;
  const previous = (linked ?? '').split(/,\s*(?=<)/).filter((each) => each.startsWith('<') && !/rel="?next/.test(each));
  const led = /^\s*<\//.test(linked ?? '') ? target : url;
  return { value, target, url, link: link ? [`<${led}>; rel="next"`, ...previous].join(', ') : undefined };
}

/** Whether the answer leads to a next page by itself. */
export function hasNext(body: unknown, { pagination }: ListView, linked: string | undefined): boolean {
  const told = pagination.members.some(({ path, tells }) => {
    const value = valueIn(body, path);
    return tells === 'hasMore' ? value === true : LEADING.has(tells) && typeof value === 'string' && value !== '';
  });
  return told || /rel="?next/.test(linked ?? '');
}

/** The body with the next page told in each member that tells of it. */
export function toldOfNext(body: unknown, { pagination }: ListView, next: NextPage): unknown {
  return pagination.members.reduce((told, { path, tells }) => withAt(told, path, tells, next), body);
}

function withAt(body: unknown, [name, ...rest]: readonly string[], tells: string, next: NextPage): unknown {
  if (!isObject(body) || name === undefined) return body;
  if (rest.length > 0) return isObject(body[name]) ? { ...body, [name]: withAt(body[name], rest, tells, next) } : body;
  if (tells === 'hasMore') return { ...body, [name]: true };
  if (tells === 'next') return { ...body, [name]: next.value };
  if (tells === 'nextLink') return { ...body, [name]: next.url };
  return body;
}

const BEGINNING = 'start';
const LEADING: ReadonlySet<string> = new Set(['next', 'nextLink']);

function numberIn(text: string | null | undefined): number | undefined {
  return text !== null && text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
