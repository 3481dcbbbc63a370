import { canonicalText } from './canonical-text.ts';
import { isObject } from './json.ts';
import type { Json, JsonObject } from './pact.ts';
import { interactionId } from './pact-identity.ts';

export type Merged =
  | { readonly kind: 'merged'; readonly pact: JsonObject }
  /** Both have an interaction of this name, with different contents. */
  | { readonly kind: 'conflict'; readonly descriptions: readonly string[] };

/** Adds the interactions of one pact to those of another: parts of one test run, in several files or published one after the other. */
export function mergePactJson(existing: JsonObject, added: JsonObject): Merged {
  const conflicts: string[] = [];
  const lists = (['interactions', 'messages'] as const).flatMap((key) => {
    const [before, after] = [listOf(existing[key]), listOf(added[key])];
    if (existing[key] === undefined && added[key] === undefined) return [];
    const byName = new Map(before.map((each) => [nameOf(each), each]));
    for (const each of after) {
      const name = nameOf(each);
      const same = byName.get(name);
      if (same !== undefined && interactionId(same) !== interactionId(each)) conflicts.push(descriptionOf(each));
      byName.set(name, same ?? each);
    }
    return [[key, [...byName.values()]] as const];
  });
  if (conflicts.length > 0) return { kind: 'conflict', descriptions: conflicts };
  return { kind: 'merged', pact: { ...existing, ...Object.fromEntries(lists) } };
}

const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);

/** An interaction is known by what it is called, in which states, and of what kind. */
const nameOf = (interaction: Json): string =>
  isObject(interaction)
    ? canonicalText([
        interaction.type ?? null,
        interaction.description ?? null,
        interaction.providerStates ?? interaction.providerState ?? interaction.provider_state ?? null,
      ])
    : canonicalText(interaction);

const descriptionOf = (interaction: Json): string =>
  isObject(interaction) && typeof interaction.description === 'string'
    ? interaction.description
    : canonicalText(interaction);
