import { isValid } from '../../schema/check.ts';
import { headerOf, withBody } from '../answer-parts.ts';
import type { FaultKind, FaultPlan, ListView, PlanContext } from '../fault-kind.ts';
import { hasNext, type NextPage, nextPage, overlappingPage, toldOfNext } from '../next-page.ts';
import { isJsonType, successfulBody } from '../successful-body.ts';

/** Pages that lie about each other. What they hold stays valid; which page was asked, and what the pages before said, is not remembered. */
export interface PaginationOptions {
  readonly mode: 'loop' | 'duplicate' | 'skip' | 'endless';
}

export const pagination: FaultKind<PaginationOptions> = {
  kind: 'pagination',
  summary: 'lists whose pages lie',
  options: {
    mode: {
      type: 'word',
      values: ['loop', 'duplicate', 'skip', 'endless'],
      default: 'loop',
      description:
        'The next page is this one again; the last item comes on the next page too; the last item is on no page; there is always a next page',
    },
  },
  layerOf: () => 'response',
  plan({ mode }, context) {
    const found = successfulBody(context.answer);
    if (found.kind === 'none') return found.plan;
    const list = context.operation?.list();
    if (list === undefined || !isJsonType(found.mediaType))
      return nothing('the answer is no list that the document describes');
    let body: unknown;
    try {
      body = JSON.parse(Buffer.from(found.bytes).toString());
    } catch {
      return nothing('the body is no JSON');
    }
    const pages = mode === 'loop' || mode === 'endless';
    const linked = headerOf(found.answer, 'Link');
    if (mode === 'endless' && hasNext(body, list, linked)) return nothing('there is a next page by itself');
    const next = pages
      ? nextPage(mode, context.exchange.request, list, body, linked)
      : mode === 'duplicate'
        ? overlappingPage(context.exchange.request, list, body, linked)
        : undefined;
    if (
      mode === 'duplicate' &&
      next === undefined &&
      isLater(context.exchange.request.target, list) &&
      !hasNext(body, list, linked)
    )
      return nothing('it is the last page');
    if (pages && next === undefined) return nothing('nothing in the answer leads to a next page');
    const lied = next === undefined ? withItems(body, list.property, mode) : toldOfNext(body, list, next);
    if (lied === undefined) return nothing('the list has no items');
    return checked(lied, next, mode, list.property, context, found.answer.status, found.mediaType);
  },
};

/** Whether the page is not the first one, as far as the request says. */
const isLater = (target: string, { pagination: { parameter } }: ListView): boolean =>
  parameter !== undefined && new URLSearchParams(target.split(/\?(.*)/s)[1]).has(parameter);

function checked(
  body: unknown,
  next: NextPage | undefined,
  mode: PaginationOptions['mode'],
  property: string | undefined,
  { answer, operation }: PlanContext,
  status: number,
  mediaType: string,
): FaultPlan {
  const schema = operation?.responseSchema(status, mediaType);
  if (answer === undefined) return nothing('there is no answer');
  if (operation !== undefined && schema !== undefined && !isValid(operation.schemas, schema, body))
    return nothing(`the schema of the answer does not allow it (${mode})`);
  const link = next?.link === undefined ? [] : ['Link', next.link];
  const replaced = withBody(answer, Buffer.from(JSON.stringify(body)), link);
  const pointer =
    next === undefined && property !== undefined
      ? `/${property.replaceAll('~', '~0').replaceAll('/', '~1')}`
      : undefined;
  return { do: 'replace', answer: replaced, ...(pointer !== undefined && { pointer }), note: mode };
}

/** With the last item twice, for there is no next page or none that could begin with it, or without it; undefined where there is none. */
function withItems(body: unknown, property: string | undefined, mode: PaginationOptions['mode']): unknown {
  const items = property === undefined ? body : isRecord(body) ? body[property] : undefined;
  if (!Array.isArray(items) || items.length === 0) return undefined;
  const changed: unknown[] = mode === 'skip' ? items.slice(0, -1) : [...items, items.at(-1)];
  return property === undefined || !isRecord(body) ? changed : { ...body, [property]: changed };
}

const nothing = (why: string): FaultPlan => ({ do: 'nothing', why });
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
