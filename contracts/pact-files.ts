/**
 * Pact files as text: read, merged and written so that the same interactions always give the same bytes. What differs from machine to
 * machine (versions of libraries) is left out; what is verified never.
 */
export interface Interaction {
  readonly type?: string;
  readonly description: string;
  readonly providerStates?: readonly { readonly name: string; readonly params?: Readonly<Record<string, unknown>> }[];
  readonly comments?: { readonly testname?: string };
  readonly [field: string]: unknown;
}

export interface PactFile {
  readonly consumer: { readonly name: string };
  readonly provider: { readonly name: string };
  readonly interactions: readonly Interaction[];
}

export function parsePact(text: string, name: string): PactFile {
  const pact: unknown = JSON.parse(text);
  if (isPact(pact)) return pact;
  throw new Error(`${name} is no pact: consumer, provider and interactions are needed.`);
}

function isPact(value: unknown): value is PactFile {
  const { consumer, provider, interactions } = Object(value);
  return typeof consumer?.name === 'string' && typeof provider?.name === 'string' && Array.isArray(interactions);
}

/** One pact for each pair of consumer and provider; an interaction that several files wrote alike is there once. */
export function mergePacts(pacts: readonly PactFile[]): readonly PactFile[] {
  const pairs = Map.groupBy(pacts, ({ consumer, provider }) => fileName(consumer.name, provider.name));
  return [...pairs].toSorted(([one], [other]) => compare(one, other)).map(([, ofPair]) => merged(ofPair));
}

function merged(pacts: readonly PactFile[]): PactFile {
  const [first] = pacts;
  if (!first) throw new Error('There is nothing to merge.');
  const interactions = new Map<string, Interaction>();
  for (const interaction of pacts.flatMap((pact) => pact.interactions.map(withoutVolatile))) {
    const key = keyOf(interaction);
    const earlier = interactions.get(key);
    if (earlier && text(earlier) !== text(interaction)) {
      throw new Error(
        `Two interactions of ${first.consumer.name} are called ${key}, and differ. Give each its own description.`,
      );
    }
    interactions.set(key, interaction);
  }
  return { consumer: first.consumer, provider: first.provider, interactions: stable([...interactions.values()]) };
}

export const fileName = (consumer: string, provider: string): string => `${consumer}-${provider}.json`;

export function pactText({ consumer, provider, interactions }: PactFile): string {
  const metadata = { pactSpecification: { version: '4.0' } };
  return `${JSON.stringify(sorted({ consumer, provider, interactions, metadata }), null, 2)}\n`;
}

/** Sorted by what identifies an interaction, not by the order in which tests ran. */
export function stable(interactions: readonly Interaction[]): readonly Interaction[] {
  return interactions.toSorted((one, other) => compare(keyOf(one), keyOf(other)));
}

export const withoutVolatile = ({ key: _key, ...interaction }: Interaction): Interaction => interaction;

/** Description and states, as a broker has it. */
export const keyOf = ({ description, providerStates = [] }: Interaction): string =>
  `"${description}" given ${text(providerStates)}`;

const text = (value: unknown): string => JSON.stringify(sorted(value));
const compare = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([one], [other]) => compare(one, other));
  return Object.fromEntries(entries.map(([name, field]) => [name, sorted(field)]));
}
