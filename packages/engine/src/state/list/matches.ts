import { isObject, type JsonObject } from '../../schema/json-schema.ts';
import type { FilterFacts } from '../resource.ts';

/** Whether an item is what a query parameter asks for. Reads the one property; never knows why it is asked for. */
export function isAskedFor(item: JsonObject, { property, by }: FilterFacts, wanted: unknown): boolean {
  return by === 'equal' ? matches(item[property], wanted) : lies(by, item[property], wanted);
}

export function isAnything({ anything }: FilterFacts, wanted: unknown): boolean {
  return typeof wanted === 'string' && anything?.has(wanted) === true;
}

/** What things are called, where an item has the thing and a query its name. */
const NAMES = [
  'id',
  'uuid',
  'sid',
  'name',
  'login',
  'username',
  'slug',
  'ref',
  'label',
  'key',
  'code',
  'number',
  'email',
];

/** One of several values is enough, on both sides; of several words in one text all have to be in a list. */
function matches(value: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) return wanted.length === 0 || wanted.some((each) => matches(value, each));
  if (isObject(wanted)) return isWithin(value, wanted);
  if (Array.isArray(value)) {
    if (value.some((each) => matches(each, wanted))) return true;
    const words = typeof wanted === 'string' ? wanted.split(',') : [];
    return words.length > 1 && words.every((word) => value.some((each) => matches(each, word.trim())));
  }
  if (value === undefined || value === null) return wanted === 'none';
  if (isObject(value)) return NAMES.some((name) => isText(value[name]) && String(value[name]) === String(wanted));
  return String(value) === String(wanted) || isOnDay(value, wanted);
}

const isText = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number';

/** A day, where the item has a time. */
function isOnDay(value: unknown, wanted: unknown): boolean {
  if (typeof wanted !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(wanted) || typeof value !== 'string') return false;
  const time = Date.parse(value);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(wanted);
}

const BOUNDS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  gt: (value, bound) => value > bound,
  gte: (value, bound) => value >= bound,
  lt: (value, bound) => value < bound,
  lte: (value, bound) => value <= bound,
};

/** `created[gte]=…`: what has no such value lies nowhere; words that are no bounds bound nothing. */
function isWithin(value: unknown, range: JsonObject): boolean {
  return Object.entries(range).every(([name, bound]) => {
    const holds = BOUNDS[name];
    return holds === undefined || holds(quantity(value), quantity(bound));
  });
}

const quantity = (value: unknown): number =>
  typeof value === 'number' ? value : /^-?\d+(\.\d+)?$/.test(String(value)) ? Number(value) : Date.parse(String(value));

/** What has no time lies nowhere; a bound that is none bounds nothing. */
function lies(by: 'after' | 'before', value: unknown, bound: unknown): boolean {
  const [time, limit] = [Date.parse(String(value)), Date.parse(String(bound))];
  return Number.isNaN(limit) || (by === 'after' ? time > limit : time < limit);
}
