import { isObject } from '../../schema/json-schema.ts';

/**
 * What a value takes in memory, in bytes, as V8 keeps it: about, and rather more. JSON says little of that: `[{},{}]` takes
 * twenty times its text. Calls nothing of the value, and no deeper stack for a deeper one.
 */
export function weightOf(value: unknown): number {
  let weight = 0;
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const each = waiting.pop();
    if (typeof each === 'string') weight += TEXT + each.length;
    else if (Array.isArray(each)) {
      weight += LIST + SLOT * each.length;
      for (const item of each) waiting.push(item);
    } else if (isObject(each)) {
      weight += OBJECT;
      // Without a list of them, for each item that is written is weighed.
      for (const name in each) {
        weight += MEMBER + name.length;
        waiting.push(each[name]);
      }
    } else weight += SLOT;
  }
  return weight;
}

/** No JSON of a value is heavier than this for each of its bytes. */
export const HEAVIEST = 24;

const OBJECT = 56;
const LIST = 32;
const SLOT = 8;
/** Also where an object has so many that each has its own place in a table. */
const MEMBER = 32;
const TEXT = 16;
