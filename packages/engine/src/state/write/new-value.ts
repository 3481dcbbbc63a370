import type { JsonObject } from '../../schema/json-schema.ts';
import type { PropertyFacts } from '../resource.ts';
import { pageLike } from './page-like.ts';

/**
 * What a property of a new item is that only the server sets: nothing has happened to the item yet. Goes by names, types and the
 * document's examples; never asks whether the schema allows it.
 */
export interface Shown {
  /** What the document shows there; undefined where it shows nothing. */
  readonly shown: unknown;
  /** The item that it shows. */
  readonly base: JsonObject;
  readonly now: number;
}

export type NewValue = (shown: Shown) => unknown;

/** Where the document makes its values up, so that they tell nothing of a new item. Names are judged once. */
export function compileNewValue(property: PropertyFacts): NewValue {
  const { types, examples } = property;
  const name = plain(property.name);
  const isOwnTime = isTime(property);
  const isNullable = types.has('null');
  if (isOwnTime && DEADLINE.test(property.name)) {
    const later = compileShifted(property);
    return (seen) => (seen.shown === undefined ? undefined : later(seen));
  }
  if (isNullable && (isOwnTime || ENDING.test(name))) return () => null;
  const nothing = nothingOf(types, name);
  return ({ shown }) => {
    if (property.default !== undefined && (shown !== undefined || property.required)) return property.default;
    if (shown === undefined || examples.length > 0) return shown;
    const page = typeof shown === 'object' && !isNullable ? pageLike(shown) : undefined;
    return page === undefined ? nothing(shown) : page.with([]);
  };
}

function nothingOf(types: ReadonlySet<string>, name: string): (shown: unknown) => unknown {
  if (types.has('null') && types.has('object')) return () => null;
  if (types.has('array')) return (shown) => (Array.isArray(shown) ? [] : shown);
  if (types.has('boolean')) {
    const isWell = WELL.test(name);
    return () => isWell;
  }
  return types.has('integer') && COUNTER.test(name) ? () => 0 : (shown) => shown;
}

/** A deadline of an example lies as far from now as it lies from the example's creation, and never behind. */
export function compileShifted(property: PropertyFacts): NewValue {
  const isDeadline = isTime(property) && DEADLINE.test(property.name);
  if (!isDeadline && property.format !== 'date-time') return ({ shown }) => shown;
  // Of one document's example, which is the same for all new items.
  let known: { readonly base: JsonObject; readonly distance: number } | undefined;
  return ({ shown, base, now }) => {
    if (shown === undefined || shown === null) return shown;
    if (known?.base !== base) {
      const [, created] = Object.entries(base).find(([name]) => /^(date_?)?creat/i.test(name)) ?? [];
      known = { base, distance: millis(shown) - millis(created) };
    }
    const { distance } = known;
    if (isDeadline) return timeAs(property, shown, now + (distance > 0 ? distance : DAY));
    return Number.isNaN(distance) ? shown : timeAs(property, shown, now + distance);
  };
}

/** The first of its values, in which documents mostly write them; where they are in the order of the alphabet, the one that sounds like it. */
export function firstStatus(values: readonly unknown[]): unknown {
  const words = values.filter((value) => typeof value === 'string');
  const isSorted = words.length > 2 && words.every((word, at) => at === 0 || (words[at - 1] ?? '') < word);
  const first = values[0];
  if (!isSorted && !ENDING.test(plain(String(first)))) return first;
  const begun = BEGINNINGS.map((beginning) => words.find((word) => beginning.test(word))).find(
    (word) => word !== undefined,
  );
  return begun ?? words.find((word) => !ENDING.test(plain(word))) ?? first;
}

/** By format, or by a name that leaves no doubt. */
export function isTime({ name, format, types }: PropertyFacts): boolean {
  if (format !== undefined)
    return (
      /^(date|date-time|unix-?time)$|^date-time-rfc-?\d+$/.test(format) ||
      (/^int(32|64)$/.test(format) && /^created$|(_at|At|_?time)$/i.test(name))
    );
  if (types.has('integer') || types.has('number')) return /^(created|updated|modified)$|(_at|At|_?time)$/i.test(name);
  return types.has('string') && /(_at|At)$/.test(name);
}

/** As the value that is shown, and the format, have times. */
export function timeAs({ format, types }: PropertyFacts, shown: unknown, time: number): unknown {
  if (types.has('integer') || types.has('number') || typeof shown === 'number')
    return typeof shown === 'number' && shown > 1e11 ? time : Math.floor(time / 1000);
  const date = new Date(time);
  if (format === 'date-time' || format === undefined) return date.toISOString();
  if (/rfc-?\d+$/.test(format)) return date.toUTCString().replace('GMT', '+0000');
  return format === 'date' ? date.toISOString().slice(0, 10) : date.toISOString();
}

/** NaN of what is no time. */
function millis(value: unknown): number {
  if (typeof value === 'number') return value > 1e11 ? value : value * 1000;
  return typeof value === 'string' ? Date.parse(value) : Number.NaN;
}

const DAY = 24 * 60 * 60 * 1000;
const plain = (name: string): string => name.replaceAll(/[^A-Za-z]/g, '').toLowerCase();
const DEADLINE = /expir|(valid|good)_?(until|thru|through)|deadline|^due|_due|due_?(at|on|date|by)$/i;
/** What comes later, if it comes at all. */
const ENDING =
  /fail|error|cancel|declin|reject|delet|clos|lock|lost|refund|revers|void|disput|ended|trash|archiv|revok|expired|block|disabl|inactive|suspend|complet|succe|error|remov/;
const BEGINNINGS = [
  /^new/i,
  /^creat/i,
  /^draft/i,
  /^pending/i,
  /^open/i,
  /^queued/i,
  /^unpaid/i,
  /^active/i,
  /^enabled/i,
  /^incomplete/i,
  /^requires/i,
  /^processing/i,
];
/** What is so from the beginning. */
const WELL = /^(is)?(active|enabled|valid|available|open|public|visible)$/;
const COUNTER =
  /count$|counts$|^(num|number)of|^times|^total(?!amount)|^amount(captured|refunded|received|paid|capturable)$/;
