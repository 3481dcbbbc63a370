import type { Json, JsonObject } from '../../pact/pact.ts';
import type { BrokerClient } from '../broker-client.ts';
import { askMatrix, type MatrixRow } from '../can-i-deploy.ts';
import { listEnvironments, versionsIn } from '../deployments.ts';
import { embeddedIn, textOf } from '../hal.ts';
import { type ListedVersion, listPacticipants, listVersions, type Pacticipant } from '../list-contents.ts';
import { pactIn } from '../pacts-for-verification.ts';
import {
  type ArchivedDeployment,
  type ArchivedPact,
  type ArchivedVerification,
  archiveFormat,
  archiveVersion,
  type ContractArchive,
} from './archive.ts';

/** So many requests at once: a broker may be a small machine. */
const AT_ONCE = 6;

/** Reads all that a broker's API gives of contracts. Changes nothing in it. */
export async function exportArchive(client: BrokerClient): Promise<ContractArchive> {
  const pacticipants = await listPacticipants(client);
  const versions = inOrder(
    (await each(pacticipants, ({ name }) => listVersions(client, name))).map((all) => all.toReversed()),
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
  const published = versions.flatMap(({ number, pacts }) => pacts.map((href) => ({ number, href })));
  const documents = await each(published, async ({ href }) => pactIn(await client.get(href)));
  const pacts = documents.map((pact, index): ArchivedPact => {
    const json = withoutIds(pact.json);
    const key = JSON.stringify(json);
    const content = places.get(key) ?? contents.push(json) - 1;
    places.set(key, content);
    return { consumer: pact.consumer, version: published[index]?.number ?? '', provider: pact.provider, content };
  });
  return { pacts, contents };
}

/** A broker numbers interactions when it serves them. */
function withoutIds(json: JsonObject): JsonObject {
  const members = Object.entries(json).map(([name, value]): [string, Json] => {
    if ((name !== 'interactions' && name !== 'messages') || !Array.isArray(value)) return [name, value];
    return [
      name,
      value.map((one: Json) => (typeof one === 'object' && one !== null && '_id' in one ? without(one, '_id') : one)),
    ];
  });
  return Object.fromEntries(members);
}

function without(value: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));
}

/** Of each pact's version, with every version of the provider. What was compared and not run has no place to be published again. */
async function verificationsOf(client: BrokerClient, pacts: readonly ArchivedPact[]): Promise<ArchivedVerification[]> {
  const found = await each(pacts, async ({ consumer, version, provider }) => {
    const selectors = [{ pacticipant: consumer, version }, { pacticipant: provider }];
    const { rows } = await askMatrix(client, { selectors, limit: 1000 });
    const isMeant = (row: MatrixRow) =>
      row.url !== undefined && row.providerVersion !== undefined && row.type !== 'BDCT';
    return each(rows.filter(isMeant), (row) => verificationBehind(client, row));
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
    result: { success: row.success ?? false, ...result },
  };
  return { at: row.verifiedAt, verification };
}

async function deploymentsOf(client: BrokerClient): Promise<ArchivedDeployment[]> {
  const found = await each(await listEnvironments(client), async (environment) =>
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

/** Like `Promise.all` over a map, a few at a time; the results in the order of what was given. */
async function each<T, R>(values: readonly T[], work: (value: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < values.length; index = next++) {
      const value = values[index];
      if (value !== undefined) results[index] = await work(value);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}
