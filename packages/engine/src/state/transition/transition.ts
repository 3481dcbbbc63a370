import { isObject } from '../../schema/json-schema.ts';
import { type Requirement, readRequires } from './requirement.ts';
import { readSettings, type Setting } from './setting.ts';
import { readStates, type States, shown, type TransitionFlaw } from './states.ts';

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
  /** What the answer says in place of what the document shows there; empty where it is the item. */
  readonly answer: ReadonlyMap<string, Setting>;
  /** Undefined where webhooks are to be inferred. */
  readonly emit: readonly string[] | undefined;
  /** Where the bytes were uploaded that the item announces: `/documents/{id}/content`. */
  readonly uploaded: string | undefined;
  /** What has to be so of other items. */
  readonly requires: readonly Requirement[];
}

export type ReadTransition =
  | { readonly kind: 'transition'; readonly transition: Transition }
  | { readonly kind: 'broken'; readonly flaws: readonly TransitionFlaw[] };

export const TRANSITION = 'x-stunt-transition';

const MEMBERS = ['resource', 'from', 'requires', 'uploaded', 'set', 'answer', 'emit'];

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
  const set = readSettings(raw.set, 'set', flaws);
  const answer = readSettings(raw.answer, 'answer', flaws);
  if (flaws.length > 0 || typeof resource !== 'string') return { kind: 'broken', flaws };
  const wanted = typeof uploaded === 'string' ? uploaded : undefined;
  return {
    kind: 'transition',
    transition: {
      resource,
      from,
      requires,
      set,
      answer,
      emit: Array.isArray(emit) ? emit : undefined,
      uploaded: wanted,
    },
  };
}
