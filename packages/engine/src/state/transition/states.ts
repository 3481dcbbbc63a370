import { isObject } from '../../schema/json-schema.ts';

/** Fields of an item and the values that they may have, as extensions write them. Never knows stored items. */
export type States = ReadonlyMap<string, readonly unknown[]>;

export interface TransitionFlaw {
  /** Below the extension: `['set', 'status']`. */
  readonly path: readonly string[];
  readonly message: string;
}

export function readStates(raw: unknown, at: readonly string[], flaws: TransitionFlaw[]): States {
  const states = new Map<string, readonly unknown[]>();
  for (const [field, allowed] of membersOf(raw, at, flaws)) {
    const values = Array.isArray(allowed) ? allowed : [allowed];
    if (values.length === 0 || values.some((value) => typeof value === 'object' && value !== null))
      flaws.push({
        path: [...at, field],
        message: `${field} is ${shown(allowed)}; allowed: a value or a list of values`,
      });
    states.set(field, values);
  }
  return states;
}

export function membersOf(raw: unknown, at: readonly string[], flaws: TransitionFlaw[]): [string, unknown][] {
  if (raw === undefined) return [];
  if (isObject(raw)) return Object.entries(raw);
  flaws.push({ path: at, message: `${at.at(-1)} is ${shown(raw)}; allowed: fields and their values` });
  return [];
}

export const shown = (value: unknown): string =>
  value === undefined ? 'missing' : (JSON.stringify(value)?.slice(0, 80) ?? '');
