import type { IHttpOperation, IHttpQueryParam } from '@stoplight/types';
import type { JsonSchema } from '../../schema/json-schema.ts';
import type { Schemas } from '../../schema/schemas.ts';
import type { PageMember, PageWord, Pagination } from '../resource.ts';
import { propertiesOf, propertySchemas, type SuccessBody } from './properties.ts';

/** How a list is paged, by the names of parameters and the shape of the answer. Never asks for a page. */

const CURSOR =
  /^(cursor|next_?(cursor|token|page_?token)|page_?(token|cursor)|continuation(_?token)?|marker|start_?cursor)$/i;
const AFTER = /^(after|starting_?after|after_?id)$/i;
const BEFORE = /^(before|ending_?before|before_?id)$/i;
const PAGE = /^(page|page_?(number|no|num)|page\[number\])$/i;
const OFFSET = /^(offset|skip|start|start_?index|from|page\[offset\])$/i;
const LIMIT = /^(limit|per_?page|page_?size|page\[(size|limit)\]|size|count|max_?results|top|take)$/i;

export function paginationOf(
  model: IHttpOperation,
  schemas: Schemas,
  { schema, response }: SuccessBody,
  list: string | undefined,
): Pagination {
  const query = model.request?.query ?? [];
  const members = list === undefined ? [] : membersOf(schemas, schema, list);
  const named = (pattern: RegExp): IHttpQueryParam | undefined => query.find(({ name }) => pattern.test(name));
  const limited = named(LIMIT);
  const cursor = named(CURSOR);
  const after = named(AFTER);
  const page = named(PAGE);
  const offset = named(OFFSET);
  const kind = cursor ?? after ?? page ?? offset;
  const style =
    kind === undefined ? 'none' : kind === cursor || kind === after ? 'cursor' : kind === page ? 'page' : 'offset';
  return {
    style,
    parameter: kind?.name,
    otherwise: otherWay(kind, page, offset),
    limit: limited && { parameter: limited.name, default: numberAt(limited.schema, 'default') },
    firstPage: page === undefined ? 1 : firstPage(page),
    // An opaque cursor has to come from somewhere; where no answer gives one it is the id that was seen last.
    byId: cursor === undefined && after !== undefined && !members.some(({ tells }) => tells === 'next'),
    back: style === 'cursor' ? named(BEFORE)?.name : undefined,
    members,
    link: (response.headers ?? []).some(({ name }) => name.toLowerCase() === 'link'),
  };
}

/** Of a list that can be paged in two ways. */
function otherWay(first?: IHttpQueryParam, page?: IHttpQueryParam, offset?: IHttpQueryParam): Pagination['otherwise'] {
  if (page !== undefined && page !== first) return { style: 'page', parameter: page.name };
  return offset !== undefined && offset !== first ? { style: 'offset', parameter: offset.name } : undefined;
}

const firstPage = ({ schema }: IHttpQueryParam): number =>
  numberAt(schema, 'minimum') === 0 || numberAt(schema, 'default') === 0 ? 0 : 1;

function numberAt(schema: object | undefined, name: string): number | undefined {
  const value = Object.entries(schema ?? {}).find(([key]) => key === name)?.[1];
  return typeof value === 'number' ? value : undefined;
}

const MEMBERS: readonly (readonly [RegExp, PageWord])[] = [
  [/^(next_?(cursor|token|page_?token|marker)|end_?cursor)$/i, 'next'],
  [/^(has_?(more|next)(_?page|_?items)?|more)$/i, 'hasMore'],
  [/^(total|total_?(count|results|items|elements|records|entries)|count_?total|\w+_?count)$/i, 'total'],
  [/^(total_?pages|page_?count|pages|last_?page|num_?pages)$/i, 'pages'],
  [/^(page|current_?page|page_?(number|no))$/i, 'page'],
  [/^(offset|skip|start|start_?index)$/i, 'offset'],
  [/^(end|end_?index)$/i, 'end'],
  [/^(limit|per_?page|page_?size)$/i, 'limit'],
  [/^count$/i, 'count'],
  [/^((prev|previous)_?(cursor|token|page_?token|marker)|start_?cursor)$/i, 'previous'],
  [/^(prev|previous)(_?(page|url|link|uri|page_?uri))?$/i, 'previousLink'],
  [/^first(_?(page|url|link|uri|page_?uri))?$/i, 'firstLink'],
];
/** Of the list itself, where it is no item that has an address. */
const OWN: readonly (readonly [RegExp, PageWord])[] = [
  [/^url$/i, 'ownPath'],
  [/^(uri|self|href)$/i, 'ownLink'],
];
const NEXT = /^next(_?(page|url|link|uri|page_?uri))?$/i;

/** Members beside the list, and those of objects beside it. */
function membersOf(schemas: Schemas, schema: JsonSchema, list: string): PageMember[] {
  const found: PageMember[] = [];
  const visit = (given: JsonSchema, path: readonly string[]): void => {
    const properties = propertiesOf(schemas, given);
    const words = path.length === 0 && !properties.has('id') ? [...MEMBERS, ...OWN] : MEMBERS;
    for (const property of properties.values()) {
      const { name, types, format, required } = property;
      if (path.length === 0 && name === list) continue;
      const at = [...path, name];
      if (types.has('object') || (types.size === 0 && path.length === 0)) {
        if (path.length < 2) for (const inner of propertySchemas(schemas, given, name)) visit(inner, at);
        continue;
      }
      const isLink = /^uri/.test(format ?? '') || path.length > 0 || /ur[il]|link/i.test(name);
      const tells = NEXT.test(name)
        ? isLink
          ? 'nextLink'
          : 'next'
        : words.find(([pattern]) => pattern.test(name))?.[1];
      const none = types.has('null') ? null : required ? '' : undefined;
      if (tells !== undefined && FITTING[tells].some((type) => types.has(type))) found.push({ path: at, tells, none });
    }
  };
  visit(schema, []);
  return found;
}

const NUMBER = ['integer', 'number'];
const TEXT = ['string'];
const FITTING: Readonly<Record<PageWord, readonly string[]>> = {
  next: TEXT,
  previous: TEXT,
  nextLink: TEXT,
  previousLink: TEXT,
  firstLink: TEXT,
  ownPath: TEXT,
  ownLink: TEXT,
  hasMore: ['boolean'],
  total: NUMBER,
  pages: NUMBER,
  page: NUMBER,
  offset: NUMBER,
  end: NUMBER,
  limit: NUMBER,
  count: NUMBER,
};
