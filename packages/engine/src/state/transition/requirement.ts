import { equal } from '../../schema/equal.ts';
import { isObject, type JsonObject } from '../../schema/json-schema.ts';
import type { StateContext } from '../context.ts';
import { pathOf } from '../path-of.ts';
import type { StateCall } from '../state.ts';
import { membersOf, readStates, type States, shown, type TransitionFlaw } from './states.ts';

/**
 * What an action asks of other items than its own: all of a collection that belong to the item have to be in one of some states.
 * Items that the document shows are taken for being so, as they are where bytes are compared.
 */
export interface Requirement {
  /** `/documents` */
  readonly collection: string;
  /** Which of its items: their field, and the field of the action's item that it equals. All of them without one. */
  readonly where: ReadonlyMap<string, string>;
  readonly state: States;
}

/** An item that is not as it has to be. */
export interface Unmet {
  readonly collection: string;
  readonly id: string;
  readonly field: string;
  readonly is: unknown;
  readonly allowed: readonly unknown[];
}

const MEMBERS = ['where', 'state'];

export function readRequires(raw: unknown, flaws: TransitionFlaw[]): Requirement[] {
  return membersOf(raw, ['requires'], flaws).map(([collection, asked]) => {
    const at = ['requires', collection];
    if (!collection.startsWith('/'))
      flaws.push({ path: at, message: `"${collection}" is no path of a collection, such as /documents` });
    const { where, state, ...others } = isObject(asked) ? asked : { state: undefined, where: undefined };
    if (!isObject(asked) || !isObject(state) || Object.keys(state).length === 0)
      flaws.push({ path: at, message: `${collection} is ${shown(asked)}; allowed: state, and where` });
    for (const name of Object.keys(others))
      flaws.push({ path: [...at, name], message: `"${name}" is no member of it; allowed: ${MEMBERS.join(', ')}` });
    return {
      collection,
      where: readWhere(where, [...at, 'where'], flaws),
      state: readStates(state, [...at, 'state'], flaws),
    };
  });
}

function readWhere(raw: unknown, at: readonly string[], flaws: TransitionFlaw[]): Map<string, string> {
  const where = new Map<string, string>();
  for (const [field, own] of membersOf(raw, at, flaws)) {
    if (typeof own === 'string') where.set(field, own);
    else
      flaws.push({
        path: [...at, field],
        message: `${field} is ${shown(own)}; allowed: the name of a field of the item`,
      });
  }
  return where;
}

/** The first of the items that were written in the sandbox which is not as it has to be. */
export function unmet(
  requirements: readonly Requirement[],
  item: JsonObject,
  context: StateContext,
  { sandbox, values }: Pick<StateCall, 'sandbox' | 'values'>,
): Unmet | undefined {
  const overlay = requirements.length === 0 ? undefined : context.overlays.peek(sandbox);
  for (const { collection, where, state } of requirements) {
    for (const { id, item: other, deleted } of overlay?.list(pathOf(context, collection, values.path)) ?? []) {
      if (deleted || !isObject(other) || !belongs(where, other, item)) continue;
      for (const [field, allowed] of state) {
        const is = other[field] ?? null;
        if (!allowed.some((value) => equal(value, is))) return { collection, id, field, is, allowed };
      }
    }
  }
  return undefined;
}

const belongs = (where: Requirement['where'], other: JsonObject, item: JsonObject): boolean =>
  [...where].every(([field, own]) => item[own] !== undefined && equal(other[field] ?? null, item[own]));
