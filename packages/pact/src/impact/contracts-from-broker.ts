import type { BrokerClient } from '../broker/broker-client.ts';
import { environmentNamed, versionsIn } from '../broker/deployments.ts';
import { listLatestPacts } from '../broker/list-contents.ts';
import { pactIn } from '../broker/pacts-for-verification.ts';
import { PactError } from '../errors.ts';
import type { DeployedContract } from './deployed-contract.ts';

/**
 * The contracts that partners have with a provider: of the versions that are in an environment, or else the latest of each. Changes
 * nothing at the broker. @throws PactError BROKER_UNKNOWN where nobody has one.
 */
export async function contractsFromBroker(
  client: BrokerClient,
  provider: string,
  environment: string | undefined,
): Promise<DeployedContract[]> {
  const listed = (await listLatestPacts(client)).filter((one) => one.provider === provider);
  if (listed.length === 0)
    throw new PactError('BROKER_UNKNOWN', `the broker at ${client.shown} has no pact with the provider "${provider}"`);
  const consumers = new Set(listed.map(({ consumer }) => consumer));
  const versions =
    environment === undefined
      ? listed.map(({ consumer, version }) => ({ pacticipant: consumer, version }))
      : await versionsIn(client, await environmentNamed(client, environment));
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
