import { PactError } from '../../../errors.ts';
import { canonicalText } from '../../../pact/canonical-text.ts';
import type { JsonObject } from '../../../pact/pact.ts';
import { pactOf } from '../../../pact/read-pact.ts';
import { findPacticipant } from '../../read/pacticipants.ts';
import { selectPacts } from '../../selection/select-pacts.ts';
import type { ConsumerVersionSelector } from '../../selection/selector.ts';
import { contentOf } from '../resources/pact-resource.ts';
import { type Call, notFound, ok, type Reply, type Route } from '../route.ts';

const ONE = '/pacts/provider/:provider/provider-states';

/** The provider states that the pacts of a provider need: in main branches, in one branch, or in an environment. */
export const providerStateRoutes: readonly Route[] = [
  { method: 'GET', path: ONE, handle: (call) => states(call, { mainBranch: true }) },
  { method: 'GET', path: `${ONE}/branch/:branch`, handle: (call) => states(call, { branch: call.part('branch') }) },
  {
    method: 'GET',
    path: `${ONE}/environment/:environment`,
    handle: (call) => states(call, { environment: call.part('environment') }),
  },
];

interface State {
  readonly name: string;
  readonly params: JsonObject;
  readonly consumers: Set<string>;
}

function states({ log, part }: Call, selector: ConsumerVersionSelector): Reply {
  const provider = part('provider');
  if (findPacticipant(log.tables, provider) === undefined) return notFound(`There is no pacticipant ${provider}.`);
  const found = new Map<string, State>();
  for (const { pact } of selectPacts(log.tables, provider, selector, undefined))
    for (const { name, params } of statesOf(contentOf(log, pact))) {
      const key = canonicalText([name, params]);
      const state = found.get(key) ?? { name, params, consumers: new Set() };
      found.set(key, state);
      state.consumers.add(pact.consumer);
    }
  const providerStates = [...found.values()]
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, params, consumers }) => ({
      name,
      ...(Object.keys(params).length > 0 && { params }),
      consumers: [...consumers].toSorted(),
    }));
  return ok({ providerStates });
}

function statesOf(content: JsonObject) {
  try {
    return pactOf(content, 'the pact').interactions.flatMap((interaction) => interaction.states);
  } catch (error) {
    if (error instanceof PactError) return [];
    throw error;
  }
}
