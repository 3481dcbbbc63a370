import { hashOf } from '../chance/random.ts';
import { isValid } from '../schema/check.ts';
import { isObject, type JsonObject } from '../schema/json-schema.ts';
import { repair } from '../schema/repair.ts';
import type { Sampler } from '../schema/sample.ts';
import type { DescribedWebhook } from './described-webhook.ts';
import { plainName, resourceWords } from './event-name.ts';

/** What is told in a payload. */
export interface Told {
  /** The template of the item: `/intakes/{id}`; undefined where an event is sent by hand. */
  readonly resource: string | undefined;
  readonly itemId: string | undefined;
  /** The item; undefined where there is none to tell of. */
  readonly item: unknown;
  /** Milliseconds of the sandbox's clock. */
  readonly at: number;
  /** Id of the message. */
  readonly id: string;
  readonly seed: string;
}

/**
 * The body of a webhook: the document's example, else a generated value, with the changed item in its place and the names of
 * event, id and time filled in. Valid against the schema wherever a value can be; never changes what it is given.
 */
export function payloadOf(webhook: DescribedWebhook | undefined, event: string, told: Told, sample: Sampler): unknown {
  if (webhook?.schema === undefined && webhook?.examples[0] === undefined) return generic(event, told);
  const { schemas, examples, schema = true } = webhook;
  const normal = schemas.normalise(schema);
  const seed = hashOf(told.seed, event, told.id);
  const sampled = sample(schemas, normal, { seed });
  const fresh = 'value' in sampled ? sampled.value : undefined;
  const base = examples.find((example) => isValid(schemas, normal, example)) ?? examples[0] ?? fresh;
  const valid = (value: unknown): boolean => isValid(schemas, normal, value);
  const placed = withItem(base, told);
  const mended = repair(schemas, normal, placed.value, { seed, sample });
  const start = 'value' in mended ? mended.value : placed.value;
  if (!isObject(start) || placed.isRoot) return start;
  return withNames(start, event, told, isObject(fresh) ? fresh : {}, valid);
}

/** As Standard Webhooks recommends it, where the document describes nothing. */
const generic = (event: string, { at, item }: Told): JsonObject => ({
  type: event,
  timestamp: new Date(at).toISOString(),
  data: item ?? {},
});

interface Placed {
  readonly value: unknown;
  /** The payload is the item itself, so that its names are the item's. */
  readonly isRoot: boolean;
}

function withItem(base: unknown, { item, itemId, resource }: Told): Placed {
  if (!isObject(item)) return { value: withItemId(base, itemId, resource), isRoot: false };
  if (!isObject(base)) return { value: item, isRoot: true };
  const names = resource === undefined ? [] : resourceWords(resource).map((words) => words.join(''));
  const own = Object.keys(base).find((key) => names.includes(plainName(key)) && isObject(base[key]));
  if (own !== undefined) return { value: { ...base, [own]: item }, isRoot: false };
  const { data } = base;
  if (isObject(data)) {
    const inner = ['object', ...Object.keys(data).filter((key) => names.includes(plainName(key)))].find((key) =>
      isObject(data[key]),
    );
    const filled = inner === undefined ? item : { ...data, [inner]: item };
    return { value: { ...base, data: filled }, isRoot: false };
  }
  return { value: { ...base, ...item }, isRoot: true };
}

/** Of a ping nothing is told but which subscription it is for. */
function withItemId(base: unknown, itemId: string | undefined, resource: string | undefined): unknown {
  if (itemId === undefined || resource === undefined || !isObject(base) || !isObject(base.data)) return base;
  const names = resourceWords(resource).map((words) => `${words.join('')}id`);
  const data = Object.entries(base.data).map(([key, value]) => [key, names.includes(plainName(key)) ? itemId : value]);
  return { ...base, data: Object.fromEntries(data) };
}

const TYPES = ['type', 'event', 'eventtype', 'eventname', 'topic'];
const IDS = ['id', 'eventid', 'messageid', 'webhookid', 'deliveryid'];
const TIMES = [
  'timestamp',
  'createdat',
  'created',
  'occurredat',
  'eventtime',
  'eventat',
  'time',
  'sentat',
  'triggeredat',
];

/** Each name is filled in where the schema allows the value; where not it stays as it is. */
function withNames(
  start: JsonObject,
  event: string,
  told: Told,
  fresh: JsonObject,
  valid: (value: unknown) => boolean,
): JsonObject {
  let value = start;
  const isWell = valid(start);
  const set = (key: string, ...candidates: readonly unknown[]): void => {
    for (const candidate of candidates) {
      const next = { ...value, [key]: candidate };
      // What no value satisfies is not made worse by the right names.
      if (candidate === undefined || (isWell && !valid(next))) continue;
      value = next;
      return;
    }
  };
  const ofItem = told.resource === undefined ? [] : resourceWords(told.resource).map((words) => `${words.join('')}id`);
  for (const [key, before] of Object.entries(start)) {
    const name = plainName(key);
    if (TYPES.includes(name) && typeof before === 'string') set(key, event);
    else if (TIMES.includes(name)) set(key, timeLike(before, told.at));
    else if (IDS.includes(name) && !isObject(before)) set(key, told.id, fresh[key]);
    else if (ofItem.includes(name)) set(key, told.itemId, Number(told.itemId));
  }
  return value;
}

/** Seconds, milliseconds or a text, as the value before was. */
function timeLike(before: unknown, at: number): unknown {
  if (typeof before === 'string') return new Date(at).toISOString();
  if (typeof before !== 'number') return undefined;
  return before > 100_000_000_000 ? at : Math.floor(at / 1000);
}
