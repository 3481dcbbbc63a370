import type { Json, Pact } from '../pact/pact.ts';

/** The provider states that pacts need, by their exact sentence. Sets none up. */
export interface NeededState {
  readonly name: string;
  /** Each different set of parameters once. */
  readonly params: readonly Readonly<Record<string, Json>>[];
  readonly neededBy: readonly { readonly consumer: string; readonly interaction: string }[];
}

export function neededStates(pacts: readonly Pact[]): NeededState[] {
  const needs = pacts.flatMap(({ consumer, interactions }) =>
    interactions.flatMap(({ description, states }) =>
      states.map(({ name, params }) => ({ name, params, by: { consumer, interaction: description } })),
    ),
  );
  return [...Map.groupBy(needs, ({ name }) => name)]
    .map(([name, members]) => ({
      name,
      params: unique(members.map(({ params }) => params)).filter((params) => Object.keys(params).length > 0),
      neededBy: unique(members.map(({ by }) => by)),
    }))
    .toSorted((one, another) => (one.name < another.name ? -1 : 1));
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
