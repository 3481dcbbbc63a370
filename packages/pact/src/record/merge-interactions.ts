import { canonicalText } from '../pact/canonical-text.ts';
import { isObject } from '../pact/json.ts';
import type { Json, JsonObject } from '../pact/pact.ts';

/**
 * Puts interactions together: one for each key, in one order, with descriptions that differ. Which of two alike is kept depends on their
 * content alone, so that the order in which they came, and how often, changes nothing.
 */
export function mergeInteractions(given: readonly JsonObject[]): JsonObject[] {
  const byKey = new Map<string, { readonly interaction: JsonObject; readonly text: string }>();
  for (const interaction of given) {
    const plain = { ...interaction, description: plainDescription(interaction) };
    const text = canonicalText(plain);
    const key = String(interaction.key);
    const before = byKey.get(key);
    if (before === undefined || isBefore(text, before.text)) byKey.set(key, { interaction: plain, text });
  }
  const kept = [...byKey.values()].map(({ interaction }) => interaction);
  return kept.map((interaction) => toldApart(interaction, kept)).toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
}

const isBefore = (a: string, b: string): boolean => a.length < b.length || (a.length === b.length && a < b);

const orderOf = ({ description, key }: JsonObject): string => `${String(description)} ${String(key)}`;

/** Pact tells interactions apart by description and states; people by the description alone. */
function toldApart(interaction: JsonObject, all: readonly JsonObject[]): JsonObject {
  const alike = all.filter(({ description }) => description === interaction.description);
  if (alike.length === 1) return interaction;
  const states = statesText(interaction.providerStates);
  const sameStates = alike.filter(({ providerStates }) => statesText(providerStates) === states);
  const told = states === '' ? '' : ` when ${states}`;
  const mark = sameStates.length > 1 ? ` ${MARK}${String(interaction.key).slice(0, 6)})` : '';
  return {
    ...interaction,
    description: `${String(interaction.description)}${told}${mark}`,
    comments: withPlain(interaction),
  };
}

const MARK = '(shape ';

function statesText(states: Json | undefined): string {
  const names = (Array.isArray(states) ? states : []).flatMap((state: Json) =>
    isObject(state) ? [String(state.name)] : [],
  );
  return names.filter((name) => name !== 'the client is authorised').join(' and ');
}

/** What the description was before it was told apart, for the next merge. */
const withPlain = ({ description, comments }: JsonObject): JsonObject => ({
  ...(isObject(comments) ? comments : {}),
  stuntdouble: { description: description ?? '' },
});

function plainDescription({ description, comments }: JsonObject): Json {
  const own = isObject(comments) ? comments.stuntdouble : undefined;
  return (isObject(own) ? own.description : description) ?? '';
}
