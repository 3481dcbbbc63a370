import { LRUCache } from 'lru-cache';
import type { Answer, PathParameters, Source } from '../exchange.ts';
import type { Operation } from '../operation.ts';
import type { Ask, Responded } from '../respond/responder.ts';
import { isJson } from '../respond/serialise.ts';
import { isObject, type JsonObject } from '../schema/json-schema.ts';
import type { ResourceState, StateContext } from './context.ts';

/** What the document shows where nothing was written: the answers without state, read back as values. Never changes one. */
export interface BaseBody {
  readonly value: unknown;
  readonly source: Source;
  readonly answer: Answer;
}

/** The sampler is loaded before state answers, so that nothing waits. */
export function statelessly(context: StateContext, operation: Operation, ask: Ask): Responded {
  const responded = context.responderOf(operation).respond(ask);
  if (responded instanceof Promise) throw new Error(`${operation.id} was asked for before the sampler was loaded`);
  return responded;
}

/** `sandbox`: whose seed counts; undefined for what is the same in all. Undefined where the answer is no JSON. */
export function baseBody(
  context: StateContext,
  operation: Operation,
  params: PathParameters,
  sandbox: string | undefined,
): BaseBody | undefined {
  const seed = sandbox === undefined ? context.seed : context.seedOf(sandbox);
  const responded = statelessly(context, operation, {
    accept: undefined,
    preferences: seed === context.seed ? undefined : { seed, ofSandbox: true },
    params,
    body: undefined,
  });
  if (responded.kind !== 'answered') return undefined;
  const { answer } = responded;
  if (answer.body === undefined || !isJson(fieldOf(answer.headers, 'content-type') ?? '')) return undefined;
  return { value: JSON.parse(Buffer.from(answer.body).toString()), source: answer.source, answer };
}

export function fieldOf(headers: readonly string[], name: string): string | undefined {
  for (let i = 0; i < headers.length; i += 2) if (headers[i]?.toLowerCase() === name) return headers[i + 1];
  return undefined;
}

export interface BaseList {
  /** The answer's body without the list. */
  readonly around: unknown;
  readonly items: readonly JsonObject[];
  readonly byId: ReadonlyMap<string, JsonObject>;
  readonly source: Source;
}

const KEPT_LISTS = 500;
const EMPTY: BaseList = { around: undefined, items: [], byId: new Map(), source: 'generated' };

/** The list of a collection as the document shows it, kept for being asked again: it is the same in all sandboxes of one seed. */
export function createBaseLists({
  context,
  facts,
  resource,
}: ResourceState): (collection: string, params: PathParameters, sandbox: string) => BaseList {
  const kept = new LRUCache<string, BaseList>({ max: KEPT_LISTS });
  const names = namesOf(resource.listedAt ?? resource.collection);
  return (collection, params, sandbox) => {
    const { list: operation } = resource.operations;
    if (facts.list === undefined || operation === undefined || facts.idField === undefined) return EMPTY;
    const key = `${context.seedOf(sandbox)}\n${collection}`;
    let list = kept.get(key);
    if (list === undefined) {
      const found = baseBody(context, operation, only(params, names), sandbox);
      list = found ? listIn(found, facts.list.property, facts.idField) : EMPTY;
      if (context.base === 'empty') list = { ...list, items: [], byId: new Map() };
      kept.set(key, list);
    }
    return list;
  };
}

function listIn({ value, source }: BaseBody, property: string | undefined, idField: string): BaseList {
  const given = property === undefined ? value : isObject(value) ? value[property] : undefined;
  const byId = new Map<string, JsonObject>();
  for (const item of Array.isArray(given) ? given : []) {
    const id = isObject(item) ? idIn(item, idField) : undefined;
    if (id !== undefined && !byId.has(id)) byId.set(id, item);
  }
  return { around: property === undefined ? undefined : value, items: [...byId.values()], byId, source };
}

/** As text, as it stands in a path. */
export function idIn(item: JsonObject, idField: string | undefined): string | undefined {
  const id = idField === undefined ? undefined : item[idField];
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined;
}

export const namesOf = (template: string): Set<string> =>
  new Set([...template.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1] ?? ''));

export const only = (params: PathParameters, names: ReadonlySet<string>): PathParameters =>
  Object.fromEntries(Object.entries(params).filter(([name]) => names.has(name)));
