import { isDeepStrictEqual } from 'node:util';
import { PactError } from '../../errors.ts';
import { pactOf } from '../../pact/read-pact.ts';
import { type BrokerClient, linkFromIndex } from '../broker-client.ts';
import { askMatrix } from '../can-i-deploy.ts';
import {
  environmentNamed,
  listEnvironments,
  recordDeployment,
  recordRelease,
  versionHref,
  versionsIn,
} from '../deployments.ts';
import { linksOf } from '../hal.ts';
import { listPacticipants, pactNamed, pactPath } from '../list-contents.ts';
import { pactIn } from '../pacts-for-verification.ts';
import { publishPacts } from '../publish-pacts.ts';
import type { ArchivedDeployment, ArchivedVerification, ArchivedVersion, ContractArchive } from './archive.ts';
import { pactWithoutIds } from './without-ids.ts';

/** What came of an import: what was added, what was there already, what the broker did not take. */
export interface ImportReport {
  readonly added: Readonly<
    Record<'pacticipants' | 'environments' | 'versions' | 'pacts' | 'verifications' | 'deployments', number>
  >;
  readonly alreadyThere: number;
  readonly refused: readonly string[];
}

/**
 * Fills a broker from an archive, in the order in which it came about. What is there stays as it is, so that an import that broke
 * off is done again; what the broker refuses is told, and the rest goes on.
 */
export async function importArchive(client: BrokerClient, archive: ContractArchive): Promise<ImportReport> {
  const run: Run = {
    client,
    archive,
    added: { pacticipants: 0, environments: 0, versions: 0, pacts: 0, verifications: 0, deployments: 0 },
    alreadyThere: 0,
    refused: [],
  };
  await pacticipants(run);
  await environments(run);
  for (const version of archive.versions)
    await step(run, 'versions', `version ${version.number} of ${version.pacticipant}`, () => addVersion(run, version));
  for (const verification of archive.verifications) {
    const { consumer, consumerVersion, provider, providerVersion } = verification;
    const what = `the result of ${provider} ${providerVersion} with ${consumer} ${consumerVersion}`;
    await step(run, 'verifications', what, () => addVerification(client, verification));
  }
  for (const deployment of archive.deployments) {
    const { pacticipant, version, environment } = deployment;
    await step(run, 'deployments', `${pacticipant} ${version} in ${environment}`, () =>
      addDeployment(client, deployment),
    );
  }
  const { added, alreadyThere, refused } = run;
  return { added, alreadyThere, refused };
}

interface Run {
  readonly client: BrokerClient;
  readonly archive: ContractArchive;
  readonly added: Record<keyof ImportReport['added'], number>;
  alreadyThere: number;
  readonly refused: string[];
}

/** What says no to one thing goes on with the next; a broker that is gone, or that takes nothing from us, ends it all. */
const refusals: readonly string[] = ['PACT_CONFLICT', 'BROKER_INVALID_REQUEST', 'BROKER_UNKNOWN', 'PACT_INVALID'];

async function step(
  run: Run,
  kind: keyof ImportReport['added'],
  what: string,
  add: () => Promise<boolean>,
): Promise<void> {
  try {
    if (await add()) run.added[kind] += 1;
    else run.alreadyThere += 1;
  } catch (error) {
    if (!(error instanceof PactError) || !refusals.includes(error.code)) throw error;
    run.refused.push(`${what}: ${error.message}`);
  }
}

async function pacticipants(run: Run): Promise<void> {
  const { client, archive } = run;
  const there = new Set((await listPacticipants(client)).map(({ name }) => name));
  const href = await linkFromIndex(client, 'pb:pacticipants', {}, 'pacticipants');
  for (const { labels, ...pacticipant } of archive.pacticipants) {
    const name = String(pacticipant.name);
    await step(run, 'pacticipants', name, async () => {
      if (there.has(name)) return false;
      await client.send('POST', href, pacticipant);
      for (const label of Array.isArray(labels) ? labels : [])
        await client.send(
          'PUT',
          `pacticipants/${encodeURIComponent(name)}/labels/${encodeURIComponent(String(label))}`,
          {},
          { expect: [404, 405] },
        );
      return true;
    });
  }
}

async function environments(run: Run): Promise<void> {
  const { client, archive } = run;
  const there = new Set((await listEnvironments(client)).map(({ name }) => name));
  const href = await linkFromIndex(client, 'pb:environments', {}, 'environments');
  for (const { name, displayName, production } of archive.environments)
    await step(run, 'environments', `environment ${name}`, async () => {
      if (there.has(name)) return false;
      await client.send('POST', href, { name, production, ...(displayName !== undefined && { displayName }) });
      return true;
    });
}

/** The version itself, its branches and tags, then the pacts that it published. */
async function addVersion(
  run: Run,
  { pacticipant, number, branches, tags, buildUrl }: ArchivedVersion,
): Promise<boolean> {
  const { client } = run;
  const href = await versionHref(client, pacticipant, number);
  const isThere = (await client.find(href)) !== undefined;
  if (!isThere) await client.send('PUT', href, buildUrl === undefined ? {} : { buildUrl });
  const of = `pacticipants/${encodeURIComponent(pacticipant)}`;
  for (const branch of branches)
    await client.send('PUT', `${of}/branches/${encodeURIComponent(branch)}/versions/${encodeURIComponent(number)}`, {});
  for (const tag of tags)
    await client.send('PUT', `${of}/versions/${encodeURIComponent(number)}/tags/${encodeURIComponent(tag)}`, {});
  await addPacts(run, pacticipant, number, { branch: branches[0], buildUrl });
  return !isThere;
}

async function addPacts(
  run: Run,
  consumer: string,
  version: string,
  more: { branch: string | undefined; buildUrl: string | undefined },
) {
  const { client, archive } = run;
  const published = archive.pacts.filter((pact) => pact.consumer === consumer && pact.version === version);
  for (const { provider, content } of published)
    await step(run, 'pacts', `the pact of ${consumer} ${version} with ${provider}`, async () => {
      const pact = pactOf(archive.contents[content] ?? {}, `/contents/${content}`);
      const known = await client.find(pactPath({ consumer, provider, version }));
      if (known && isDeepStrictEqual(pactWithoutIds(pactIn(known).json), pact.json)) return false;
      await publishPacts(client, [pact], { version, ...more, tags: [], onConflict: 'overwrite' });
      return true;
    });
}

async function addVerification(client: BrokerClient, given: ArchivedVerification): Promise<boolean> {
  const { consumer, consumerVersion, provider, providerVersion, result } = given;
  const selectors = [
    { pacticipant: consumer, version: consumerVersion },
    { pacticipant: provider, version: providerVersion },
  ];
  const { rows } = await askMatrix(client, { selectors });
  if (rows.some(({ providerVersion: known, success }) => known === providerVersion && success === result.success))
    return false;
  const document = await pactNamed(client, { consumer, provider, version: consumerVersion });
  const [link] = linksOf(document, 'pb:publish-verification-results');
  if (!link) throw new PactError('BROKER_UNSUITED', `the broker at ${client.shown} has no link to publish results`);
  await client.send('POST', link.href, { providerApplicationVersion: providerVersion, ...result });
  return true;
}

async function addDeployment(client: BrokerClient, deployment: ArchivedDeployment): Promise<boolean> {
  const { environment, pacticipant, version, kind, applicationInstance } = deployment;
  const there = await versionsIn(client, await environmentNamed(client, environment));
  const isSame = (one: (typeof there)[number]) =>
    one.pacticipant === pacticipant &&
    one.version === version &&
    one.kind === kind &&
    one.applicationInstance === applicationInstance;
  if (there.some(isSame)) return false;
  await (kind === 'deployed' ? recordDeployment : recordRelease)(client, deployment);
  return true;
}
