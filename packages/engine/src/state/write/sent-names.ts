import type { JsonObject } from '../../schema/json-schema.ts';
import { normal } from '../infer/id-facts.ts';
import type { PropertyFacts } from '../resource.ts';

/**
 * What a client may write, under the names that answers show it by: some documents take `FriendlyName` and answer
 * `friendly_name`. Never renames what answers show under its own name.
 */
export interface SentNames {
  readonly writable: ReadonlyMap<string, PropertyFacts>;
  shown(written: JsonObject): JsonObject;
}

export function compileSentNames(
  writable: ReadonlyMap<string, PropertyFacts>,
  properties: ReadonlyMap<string, PropertyFacts>,
): SentNames {
  const byPlain = new Map([...properties.keys()].map((name) => [normal(name), name]));
  const renamed = new Map<string, string>();
  for (const name of writable.keys()) {
    const own = properties.has(name) ? undefined : byPlain.get(normal(name));
    if (own !== undefined && !writable.has(own)) renamed.set(name, own);
  }
  if (renamed.size === 0) return { writable, shown: (written) => written };
  const shownName = (name: string): string => renamed.get(name) ?? name;
  return {
    writable: new Map([...writable].map(([name, facts]) => [shownName(name), facts])),
    shown: (written) => Object.fromEntries(Object.entries(written).map(([name, value]) => [shownName(name), value])),
  };
}
