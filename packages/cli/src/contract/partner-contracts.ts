import type { DeployedContract } from '@stuntdouble/pact';
import { CliError } from '../errors.ts';
import type { PartnerArguments } from '../options/partner-flags.ts';
import type { Invocation } from '../outcome.ts';
import { namesBroker, withBroker } from './with-broker.ts';

/** The contracts of those who use a provider, from files or from a broker; undefined where neither is named. */
export async function partnerContracts(
  args: PartnerArguments,
  invocation: Invocation,
): Promise<readonly DeployedContract[] | undefined> {
  const { pacts, provider, environment } = args;
  if (pacts !== undefined && args.broker !== undefined)
    throw new CliError('USAGE', 'contracts come from --pacts or from --broker, not from both');
  const { contractsFromBroker, contractsFromFiles } = await import('@stuntdouble/pact');
  if (pacts !== undefined && environment !== undefined)
    throw new CliError('USAGE', '--environment is one of a broker; all pacts of --pacts are taken for deployed');
  if (pacts !== undefined) return contractsFromFiles(pacts, invocation.cwd, provider);
  if (!namesBroker(args, invocation)) return undefined;
  if (provider === undefined) {
    // Somebody whose shell names a broker for other commands may want the differences alone.
    if (args.broker === undefined && environment === undefined) return undefined;
    throw new CliError('USAGE', 'whose contracts?', 'Name the provider that the documents describe: --provider');
  }
  return withBroker(args, invocation, (client) => contractsFromBroker(client, provider, environment));
}
