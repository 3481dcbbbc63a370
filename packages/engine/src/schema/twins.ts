import { isObject } from './json-schema.ts';

/**
 * Indices of the first two items that are equal as JSON Schema means it. Looks at each item once, whatever it is: who compares
 * each with each is busy for hours with a body of 10 MB.
 */
export function firstTwins(items: readonly unknown[]): [number, number] | undefined {
  const simple = new Map<unknown, number>();
  const composed = new Map<string, number>();
  for (const [i, item] of items.entries()) {
    const isComposed = typeof item === 'object' && item !== null;
    const earlier = isComposed ? seenBefore(composed, textOf(item), i) : seenBefore(simple, item, i);
    if (earlier !== undefined) return [earlier, i];
  }
  return undefined;
}

/** In the words of ajv. */
export const twinsMessage = ([earlier, later]: readonly [number, number]): string =>
  `must NOT have duplicate items (items ## ${later} and ${earlier} are identical)`;

function seenBefore<Key>(seen: Map<Key, number>, key: Key, at: number): number | undefined {
  const earlier = seen.get(key);
  if (earlier === undefined) seen.set(key, at);
  return earlier;
}

/** The same for equal values: members in the order of their names. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join()}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? '';
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${textOf(value[name])}`).join()}}`;
}
