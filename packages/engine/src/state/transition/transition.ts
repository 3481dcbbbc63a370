import { isObject, type JsonObject } from '../../schema/json-schema.ts';
import { type Requirement, readRequires } from './requirement.ts';
import { membersOf, readStates, type States, shown, type TransitionFlaw } from './states.ts';

/**
 * What an action does to an item, as `x-stunt-transition` says it: the states that it starts from, what it sets, what it
 * emits. Plain data; never knows requests or stored items.
 */
export interface Transition {
  /** Template of the item: `/documents/{id}`. */
  readonly resource: string;
  /** Field and the values that it may have before. */
  readonly from: States;
  readonly set: ReadonlyMap<string, Setting>;
  /** Undefined where webhooks are to be inferred. */
  readonly emit: readonly string[] | undefined;
  /** Where the bytes were uploaded that the item announces: `/documents/{id}/content`. */
  readonly uploaded: string | undefined;
  /** What has to be so of other items. */
  readonly requires: readonly Requirement[];
}

/** Where a new value comes from. */
export type Setting =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'now' }
  /** Tokens of a JSON pointer into the request body. */
  | { readonly kind: 'body'; readonly path: readonly string[] };

export type ReadTransition =
  | { readonly kind: 'transition'; readonly transition: Transition }
  | { readonly kind: 'broken'; readonly flaws: readonly TransitionFlaw[] };

export const TRANSITION = 'x-stunt-transition';

const MEMBERS = ['resource', 'from', 'requires', 'uploaded', 'set', 'emit'];
const FROM_BODY = '$request.body#';

export function readTransition(raw: unknown): ReadTransition {
  if (!isObject(raw))
    return { kind: 'broken', flaws: [{ path: [], message: `it is ${shown(raw)}; allowed: ${MEMBERS.join(', ')}` }] };
  const flaws: TransitionFlaw[] = Object.keys(raw)
    .filter((name) => !MEMBERS.includes(name))
    .map((name) => ({ path: [name], message: `"${name}" is no member of it; allowed: ${MEMBERS.join(', ')}` }));
  const { resource, emit, uploaded } = raw;
  if (typeof resource !== 'string' || !resource.startsWith('/'))
    flaws.push({ path: ['resource'], message: `resource is ${shown(resource)}; allowed: a path such as /orders/{id}` });
  if (uploaded !== undefined && (typeof uploaded !== 'string' || !uploaded.startsWith('/')))
    flaws.push({
      path: ['uploaded'],
      message: `uploaded is ${shown(uploaded)}; allowed: a path such as /documents/{id}/content`,
    });
  const isEmit = emit === undefined || (Array.isArray(emit) && emit.every((name) => typeof name === 'string'));
  if (!isEmit) flaws.push({ path: ['emit'], message: `emit is ${shown(emit)}; allowed: a list of names of webhooks` });
  const from = readStates(raw.from, ['from'], flaws);
  const requires = readRequires(raw.requires, flaws);
  const set = readSet(raw.set, flaws);
  if (flaws.length > 0 || typeof resource !== 'string') return { kind: 'broken', flaws };
  const wanted = typeof uploaded === 'string' ? uploaded : undefined;
  return {
    kind: 'transition',
    transition: { resource, from, requires, set, emit: Array.isArray(emit) ? emit : undefined, uploaded: wanted },
  };
}

function readSet(raw: unknown, flaws: TransitionFlaw[]): Map<string, Setting> {
  const set = new Map<string, Setting>();
  for (const [field, value] of membersOf(raw, ['set'], flaws)) {
    const setting = settingOf(value);
    if (setting !== undefined) set.set(field, setting);
    else
      flaws.push({
        path: ['set', field],
        message: `${field} is ${shown(value)}; allowed: a value, $now, or ${FROM_BODY} and a JSON pointer`,
      });
  }
  return set;
}

function settingOf(value: unknown): Setting | undefined {
  if (typeof value !== 'string' || !value.startsWith('$')) return { kind: 'value', value };
  if (value === '$now') return { kind: 'now' };
  const pointer = value.startsWith(FROM_BODY) ? value.slice(FROM_BODY.length) : undefined;
  if (pointer === undefined || (pointer !== '' && !pointer.startsWith('/'))) return undefined;
  const path = pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
  return { kind: 'body', path };
}

/** The value at the place, null where there is none. */
export function bodyValue(body: unknown, path: readonly string[]): unknown {
  let current = body;
  for (const token of path) {
    if (Array.isArray(current)) current = current[Number(token)];
    else current = isObject(current) && Object.hasOwn(current, token) ? own(current, token) : undefined;
  }
  return current ?? null;
}

const own = (object: JsonObject, name: string): unknown => object[name];
