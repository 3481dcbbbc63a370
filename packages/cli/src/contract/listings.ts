import type { BrokerClient } from '@stuntdouble/pact';
import { CliError } from '../errors.ts';
import type { ListArguments } from '../options/contract-list-flags.ts';

/** What a broker holds, each kind as rows for a person and as data for a program. */
export interface Listing {
  readonly json: readonly object[];
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly none: string;
}

export async function listingOf(client: BrokerClient, args: ListArguments): Promise<Listing> {
  const pact = await import('@stuntdouble/pact');
  switch (args.what) {
    case 'versions':
      return versions(client, args);
    case 'pacticipants': {
      const all = await pact.listPacticipants(client);
      const json = all.map(({ name, mainBranch }) => ({ name, mainBranch }));
      return {
        json,
        head: ['APPLICATION', 'MAIN BRANCH'],
        rows: json.map(({ name, mainBranch = '' }) => [name, mainBranch]),
        none: 'No application is known.',
      };
    }
    case 'environments': {
      const all = await pact.listEnvironments(client);
      const json = all.map(({ name, displayName, production, uuid }) => ({ name, displayName, production, uuid }));
      const rows = json.map(({ name, production, displayName = '' }) => [
        name,
        production ? 'production' : 'test',
        displayName,
      ]);
      return { json, head: ['ENVIRONMENT', 'KIND', 'SHOWN AS'], rows, none: 'There is no environment.' };
    }
    case 'deployments':
      return deployments(client, args);
    default: {
      const json = await pact.listLatestPacts(client);
      const rows = json.map(({ consumer, version, provider, publishedAt = '' }) => [
        consumer,
        version,
        provider,
        publishedAt,
      ]);
      return {
        json,
        head: ['CONSUMER', 'LATEST VERSION', 'PROVIDER', 'PUBLISHED'],
        rows,
        none: 'No pact was published.',
      };
    }
  }
}

async function versions(client: BrokerClient, { pacticipant, limit }: ListArguments): Promise<Listing> {
  if (pacticipant === undefined)
    throw new CliError('USAGE', 'the versions of which application?', 'Name it: --pacticipant');
  if (!Number.isInteger(limit) || limit < 1)
    throw new CliError('USAGE', `--limit is ${limit}, a number from 1 on is expected`);
  const { listVersions } = await import('@stuntdouble/pact');
  const json = await listVersions(client, pacticipant, limit);
  const rows = json.map(({ number, branches, tags, createdAt = '' }) => [
    number,
    branches.join(', '),
    tags.join(', '),
    createdAt,
  ]);
  return { json, head: ['VERSION', 'BRANCHES', 'TAGS', 'CREATED'], rows, none: `${pacticipant} has no version.` };
}

/** Who is deployed, or released and supported, where. */
async function deployments(client: BrokerClient, { environment }: ListArguments): Promise<Listing> {
  const { environmentNamed, listEnvironments, versionsIn } = await import('@stuntdouble/pact');
  const environments =
    environment === undefined ? await listEnvironments(client) : [await environmentNamed(client, environment)];
  const json = [];
  for (const one of environments)
    for (const { document, ...version } of await versionsIn(client, one))
      json.push({ environment: one.name, ...version });
  const rows = json.map((one) => [
    one.environment,
    one.pacticipant,
    one.version,
    `${one.kind}${one.applicationInstance === undefined ? '' : ` (${one.applicationInstance})`}`,
    one.since ?? '',
  ]);
  return {
    json,
    head: ['ENVIRONMENT', 'APPLICATION', 'VERSION', 'HOW', 'SINCE'],
    rows,
    none: 'Nothing is deployed, and nothing released.',
  };
}
