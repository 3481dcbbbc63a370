import type { HttpInteraction, matchRequest } from '@stuntdouble/pact';
import type { ReceivedRequest } from '../received.ts';
import { lineOf, receiverOf, type Verdict } from './matcher.ts';

/**
 * `await expect(api).toMatchContract('contracts/pacts/dashboard-platform.json')`: each request that the document knows was agreed in
 * the contract, a pact or a folder of them. Throws where nothing was received, also after `not`: it would say nothing.
 */
export async function toMatchContract(received: unknown, pacts: string | readonly string[]): Promise<Verdict> {
  const requests = receiverOf(received, 'toMatchContract')
    .requests()
    .filter(({ operation }) => operation !== undefined);
  // Loaded where it is asked for: most test files have no contract.
  const { matchRequest, readPactFiles } = await import('@stuntdouble/pact');
  const files = await readPactFiles([pacts].flat(), process.cwd());
  const interactions = files.flatMap(({ pact }) => pact.interactions.filter((each) => each.kind === 'http'));
  // Thrown, so that the opposite does not hold either.
  if (requests.length === 0)
    throw new Error('Nothing was received that the document knows: there is nothing to hold against the contract.');
  const strangers = requests.flatMap((request) => {
    const nearest = nearestOf(request, interactions, matchRequest);
    return nearest?.differences.length === 0 ? [] : [{ request, nearest }];
  });
  const pass = strangers.length === 0;
  return {
    pass,
    message: () => {
      if (pass) return `Each of ${requests.length} requests was agreed, and was not to be.`;
      const lines = strangers.map(({ request, nearest }) =>
        nearest === undefined
          ? `${lineOf(request)}\n  the contract has no interaction over HTTP`
          : `${lineOf(request)}\n  nearest: "${nearest.interaction.description}": ${nearest.differences.join('; ')}`,
      );
      return [`${strangers.length} of ${requests.length} requests were not agreed:`, ...lines].join('\n');
    },
  };
}

function nearestOf(request: ReceivedRequest, interactions: readonly HttpInteraction[], match: typeof matchRequest) {
  const [nearest] = interactions
    .map((interaction) => ({ interaction, differences: match(interaction, request) }))
    .sort((one, other) => distance(one.differences) - distance(other.differences));
  return nearest;
}

/** An interaction of another path is further away than any of the same. */
const distance = (differences: readonly string[]): number =>
  differences.reduce((sum, difference) => sum + (/^(path|method)\b/.test(difference) ? 100 : 1), 0);
