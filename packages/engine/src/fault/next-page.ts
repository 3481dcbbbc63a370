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
  const [path = '', query = ''] = request.target.split(/\?(.*)/s);
  const asked = new URLSearchParams(query);
  const given = asked.get(parameter);
  const items = property === undefined ? body : isObject(body) ? body[property] : undefined;
  const shown = Array.isArray(items) ? items.length : 0;
  const first = style === 'page' ? pagination.firstPage : 0;
  const here = numberIn(given) ?? first;
  const size = numberIn(pagination.limit && asked.get(pagination.limit.parameter)) ?? shown;
  const step = mode === 'loop' ? 0 : style === 'page' ? 1 : Math.max(1, size);
  // No double and no upstream gave this cursor: ours starts from the beginning.
  const value = style === 'cursor' ? (mode === 'loop' ? (given ?? BEGINNING) : BEGINNING) : String(here + step);
  asked.set(parameter, value);
  const target = `${path}?${asked}`;
  const url = `${request.origin?.protocol ?? 'http'}://${request.headers.host ?? 'localhost'}${target}`;
  const previous = (linked ?? '').split(/,\s*(?=<)/).filter((each) => each.startsWith('<') && !/rel="?next/.test(each));
  return { value, target, url, link: link ? [`<${target}>; rel="next"`, ...previous].join(', ') : undefined };
}

/** Whether the answer leads to a next page by itself. */
export function hasNext(body: unknown, { pagination }: ListView, linked: string | undefined): boolean {
  const at = (value: unknown, [name, ...rest]: readonly string[]): unknown =>
    name === undefined ? value : isObject(value) ? at(value[name], rest) : undefined;
  const told = pagination.members.some(({ path, tells }) => {
    const value = at(body, path);
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
