import type { Json, JsonObject } from '../../pact/pact.ts';
import { aFewAtATime } from '../a-few-at-a-time.ts';
import type { BrokerClient } from '../broker-client.ts';
import { askMatrix, type MatrixRow } from '../can-i-deploy.ts';
import { listEnvironments, versionsIn } from '../deployments.ts';
import { embeddedIn, textOf } from '../hal.ts';
import {
  type ListedVersion,
  listPacticipants,
  listVersions,
  type Pacticipant,
  pactsPublishedBy,
} from '../list-contents.ts';
import { pactIn } from '../pacts-for-verification.ts';
import {
  type ArchivedDeployment,
  type ArchivedPact,
  type ArchivedVerification,
  archiveFormat,
  archiveVersion,
  type ContractArchive,
} from './archive.ts';
import { pactWithoutIds, resultWithoutIds } from './without-ids.ts';

/** Reads all that a broker's API gives of contracts. Changes nothing in it. */
export async function exportArchive(client: BrokerClient): Promise<ContractArchive> {
  const pacticipants = await listPacticipants(client);
  const versions = inOrder(
    (await aFewAtATime(pacticipants, ({ name }) => listVersions(client, name))).map((all) => all.toReversed()),
  );
  const { pacts, contents } = await pactsOf(client, versions);
  return {
    format: archiveFormat,
    version: archiveVersion,
    pacticipants: pacticipants.map(describe),
    environments: (await listEnvironments(client)).map(({ name, displayName, production }) => ({
      name,
      displayName,
      production,
    })),
    versions: versions.map(({ pacticipant, number, branches, tags, buildUrl }) => ({
      pacticipant,
      number,
      branches,
      tags,
      buildUrl,
    })),
    contents,
    pacts,
    verifications: await verificationsOf(client, pacts),
    deployments: await deploymentsOf(client),
  };
}

/** Lists that are in order, as one that is: where a broker tells times by them, else one application after the other. */
function inOrder(lists: readonly (readonly ListedVersion[])[]): ListedVersion[] {
  const all = lists.flat();
  return all.every(({ createdAt }) => createdAt !== undefined)
    ? all.toSorted((one, another) => Date.parse(one.createdAt ?? '') - Date.parse(another.createdAt ?? ''))
    : all;
}

const described = ['name', 'displayName', 'mainBranch', 'repositoryUrl', 'repositoryName', 'repositoryNamespace'];

function describe({ document }: Pacticipant): JsonObject {
  const fields = described.flatMap((name): [string, Json][] => {
    const value = document[name];
    return value === undefined || value === null ? [] : [[name, value]];
  });
  const labels = embeddedIn(document, 'labels').flatMap(({ name }) => textOf(name) ?? []);
  return { ...Object.fromEntries(fields), ...(labels.length > 0 && { labels }) };
}

async function pactsOf(client: BrokerClient, versions: readonly ListedVersion[]) {
  const places = new Map<string, number>();
  const contents: JsonObject[] = [];
  const published = (
    await aFewAtATime(versions, async (version) =>
      (await pactsPublishedBy(client, version)).map((href) => ({ number: version.number, href })),
    )
  ).flat();
  const documents = await aFewAtATime(published, async ({ href }) => pactIn(await client.get(href)));
  const pacts = documents.map((pact, index): ArchivedPact => {
    const json = pactWithoutIds(pact.json);
    const key = JSON.stringify(json);
    const content = places.get(key) ?? contents.push(json) - 1;
    places.set(key, content);
    return { consumer: pact.consumer, version: published[index]?.number ?? '', provider: pact.provider, content };
  });
  return { pacts, contents };
}

/** Of each pact's version, with every version of the provider. What was compared and not run has no place to be published again. */
async function verificationsOf(client: BrokerClient, pacts: readonly ArchivedPact[]): Promise<ArchivedVerification[]> {
  const found = await aFewAtATime(pacts, async ({ consumer, version, provider }) => {
    const selectors = [{ pacticipant: consumer, version }, { pacticipant: provider }];
    const { rows } = await askMatrix(client, { selectors, limit: 1000 });
    const isMeant = (row: MatrixRow) =>
      row.url !== undefined && row.providerVersion !== undefined && row.type !== 'BDCT';
    return aFewAtATime(rows.filter(isMeant), (row) => verificationBehind(client, row));
  });
  const all = found.flat();
  const when = ({ at }: { at: string | undefined }) => Date.parse(at ?? '') || 0;
  return all.toSorted((one, another) => when(one) - when(another)).map(({ verification }) => verification);
}

const kept = ['success', 'testResults', 'buildUrl', 'verifiedBy'];

async function verificationBehind(client: BrokerClient, row: MatrixRow) {
  const document = await client.get(row.url ?? '');
  const { consumer, consumerVersion, provider, providerVersion = '' } = row;
  const result = Object.fromEntries(
    Object.entries(document).filter(([name, value]) => kept.includes(name) && value !== null),
  );
  const verification: ArchivedVerification = {
    consumer,
    consumerVersion,
    provider,
    providerVersion,
    result: { success: row.success ?? false, ...resultWithoutIds(result) },
  };
  return { at: row.verifiedAt, verification };
}

async function deploymentsOf(client: BrokerClient): Promise<ArchivedDeployment[]> {
  const found = await aFewAtATime(await listEnvironments(client), async (environment) =>
    (await versionsIn(client, environment)).map(({ pacticipant, version, kind, applicationInstance, since }) => ({
      since,
      deployment: { environment: environment.name, pacticipant, version, kind, applicationInstance },
    })),
  );
  const when = (since: string | undefined) => Date.parse(since ?? '') || 0;
  return found
    .flat()
    .toSorted((one, another) => when(one.since) - when(another.since))
    .map(({ deployment }) => deployment);
}
