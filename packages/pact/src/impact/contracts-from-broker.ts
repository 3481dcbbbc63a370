import type { BrokerClient } from '../broker/broker-client.ts';
import { environmentNamed, versionsIn } from '../broker/deployments.ts';
import { listLatestPacts, listPacticipants } from '../broker/list-contents.ts';
import { pactIn } from '../broker/pacts-for-verification.ts';
import { PactError } from '../errors.ts';
import type { DeployedContract } from './deployed-contract.ts';

/**
 * The contracts that partners have with a provider: of the versions that are in an environment, or else the latest of each. None
 * where nobody is there yet. Changes nothing at the broker. @throws PactError BROKER_UNKNOWN for a name that the broker does not
 * know: that a misspelt provider or environment has no partners says nothing.
 */
export async function contractsFromBroker(
  client: BrokerClient,
  provider: string,
  environment: string | undefined,
): Promise<DeployedContract[]> {
  const where = environment === undefined ? undefined : await environmentNamed(client, environment);
  const listed = (await listLatestPacts(client)).filter((one) => one.provider === provider);
  if (listed.length === 0) await requireKnown(client, provider);
  const consumers = new Set(listed.map(({ consumer }) => consumer));
  const versions =
    where === undefined
      ? listed.map(({ consumer, version }) => ({ pacticipant: consumer, version }))
      : await versionsIn(client, where);
  const meant = versions.filter(({ pacticipant }) => consumers.has(pacticipant));
  // An application that runs several times in an environment is there once for each version.
  const unique = new Map(meant.map((one) => [`${one.pacticipant}\n${one.version}`, one]));
  const found = await Promise.all(
    [...unique.values()].map(({ pacticipant, version }) =>
      contractOf(client, { consumer: pacticipant, provider, version }, environment),
    ),
  );
  return found.flat().toSorted((one, other) => one.consumer.localeCompare(other.consumer));
}

/** A broker that knows nobody is at its beginning; one that knows others was asked for a wrong name, or too early. */
async function requireKnown(client: BrokerClient, provider: string): Promise<void> {
  const names = (await listPacticipants(client)).map(({ name }) => name);
  if (names.length === 0 || names.includes(provider)) return;
  const shown = names.slice(0, MOST_NAMES).join(', ');
  const more = names.length > MOST_NAMES ? `, and ${names.length - MOST_NAMES} more` : '';
  throw new PactError(
    'BROKER_UNKNOWN',
    `the broker at ${client.shown} knows no application "${provider}"; there are: ${shown}${more}`,
    'Check the name. If the provider is new, contract verify --allow-no-pacts --publish makes it known.',
  );
}

const MOST_NAMES = 20;

/** None where that version has no pact with the provider: it does not use it. */
async function contractOf(
  client: BrokerClient,
  { consumer, provider, version }: { readonly consumer: string; readonly provider: string; readonly version: string },
  environment: string | undefined,
): Promise<DeployedContract[]> {
  const [of, with_, at] = [consumer, provider, version].map(encodeURIComponent);
  const document = await client.find(`pacts/provider/${with_}/consumer/${of}/version/${at}`);
  if (document === undefined) return [];
  return [{ consumer, version, environment, source: client.shown, pact: pactIn(document) }];
}
