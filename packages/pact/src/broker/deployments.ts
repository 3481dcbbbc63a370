import { PactError } from '../errors.ts';
import type { JsonObject } from '../pact/pact.ts';
import { type BrokerClient, linkFromIndex } from './broker-client.ts';
import { embeddedIn, type HalLink, linksOf, objectIn, textOf } from './hal.ts';

/** What is deployed or released where: recorded, taken back, listed. Deploys nothing itself. */
export interface Environment {
  readonly name: string;
  readonly displayName: string | undefined;
  readonly production: boolean;
  readonly uuid: string | undefined;
  readonly document: JsonObject;
}

export interface DeployedVersion {
  readonly pacticipant: string;
  readonly version: string;
  readonly branch: string | undefined;
  readonly kind: 'deployed' | 'released';
  readonly applicationInstance: string | undefined;
  readonly since: string | undefined;
  readonly document: JsonObject;
}

export interface Deployment {
  readonly pacticipant: string;
  readonly version: string;
  readonly environment: string;
  readonly applicationInstance?: string | undefined;
}

export async function recordDeployment(client: BrokerClient, deployment: Deployment): Promise<void> {
  const { applicationInstance } = deployment;
  const link = await recordingLink(client, deployment, 'pb:record-deployment');
  await client.send('POST', link.href, { ...(applicationInstance !== undefined && { applicationInstance }) });
}

export async function recordRelease(client: BrokerClient, deployment: Deployment): Promise<void> {
  const link = await recordingLink(client, deployment, 'pb:record-release');
  await client.send('POST', link.href, {});
}

/** @throws PactError BROKER_UNKNOWN where the version, or the environment, is not there: with those that are. */
async function recordingLink(client: BrokerClient, deployment: Deployment, relation: string): Promise<HalLink> {
  const { pacticipant, version, environment } = deployment;
  const href = await versionHref(client, pacticipant, version);
  const found = await client.find(href);
  if (!found) throw await unknownVersion(client, pacticipant, version);
  const links = linksOf(found, relation);
  const link = links.find(({ name }) => name === environment);
  if (link) return link;
  const names = links.flatMap(({ name }) => name ?? []);
  throw unknownEnvironment(client, environment, names);
}

export function versionHref(client: BrokerClient, pacticipant: string, version: string): Promise<string> {
  const path = 'pacticipants/{pacticipant}/versions/{version}';
  return linkFromIndex(client, 'pb:pacticipant-version', { pacticipant, version }, path);
}

async function unknownVersion(client: BrokerClient, pacticipant: string, version: string): Promise<PactError> {
  const href = await linkFromIndex(client, 'pb:pacticipant', { pacticipant }, 'pacticipants/{pacticipant}');
  const isKnown = await client.find(href);
  const hint = 'Publish its pacts, or the results of its verification, under that version first.';
  if (isKnown)
    return new PactError(
      'BROKER_UNKNOWN',
      `the broker at ${client.shown} has no version ${version} of ${pacticipant}`,
      hint,
    );
  return new PactError('BROKER_UNKNOWN', `the broker at ${client.shown} knows no application "${pacticipant}"`, hint);
}

function unknownEnvironment(client: BrokerClient, name: string, names: readonly string[]): PactError {
  const there = names.length === 0 ? 'it has none' : `there are: ${names.join(', ')}`;
  return new PactError('BROKER_UNKNOWN', `the broker at ${client.shown} has no environment "${name}"; ${there}`);
}

export async function listEnvironments(client: BrokerClient): Promise<Environment[]> {
  const body = await client.get(await linkFromIndex(client, 'pb:environments', {}, 'environments'));
  return embeddedIn(body, 'environments').map((document) => ({
    name: textOf(document.name) ?? '',
    displayName: textOf(document.displayName),
    production: document.production === true,
    uuid: textOf(document.uuid),
    document,
  }));
}

export async function environmentNamed(client: BrokerClient, name: string): Promise<Environment> {
  const environments = await listEnvironments(client);
  const found = environments.find((one) => one.name === name);
  if (found) return found;
  throw unknownEnvironment(
    client,
    name,
    environments.map((one) => one.name),
  );
}

/** What is in an environment now: deployed, and released and still supported. */
export async function versionsIn(client: BrokerClient, { document }: Environment): Promise<DeployedVersion[]> {
  const [self] = linksOf(document, 'self');
  const whole = self ? await client.get(self.href) : document;
  const deployed = await versionsBehind(client, whole, 'pb:currently-deployed-deployed-versions', 'deployed');
  const released = await versionsBehind(client, whole, 'pb:currently-supported-released-versions', 'released');
  return [...deployed, ...released];
}

async function versionsBehind(
  client: BrokerClient,
  environment: JsonObject,
  relation: string,
  kind: DeployedVersion['kind'],
) {
  const [link] = linksOf(environment, relation);
  if (!link) return [];
  const list = kind === 'deployed' ? 'deployedVersions' : 'releasedVersions';
  return embeddedIn(await client.get(link.href), list).map((document): DeployedVersion => {
    const [version = {}] = embeddedIn(document, 'version');
    const [pacticipant = {}] = [...embeddedIn(document, 'pacticipant'), ...embeddedIn(version, 'pacticipant')];
    const [branch] = embeddedIn(version, 'branchVersions');
    return {
      pacticipant: textOf(pacticipant.name) ?? linksOf(document, 'pb:pacticipant')[0]?.name ?? '',
      version: textOf(version.number) ?? linksOf(document, 'pb:version')[0]?.name ?? '',
      branch: branch && textOf(branch.name),
      kind,
      applicationInstance: textOf(document.applicationInstance) ?? textOf(document.target),
      since: textOf(document.createdAt) ?? textOf(objectIn(document, 'version').createdAt),
      document,
    };
  });
}

/**
 * Takes a deployment back, or ends the support of a release. @returns the versions that were ended; none where nothing was there.
 */
export async function recordEnd(
  client: BrokerClient,
  given: {
    readonly pacticipant: string;
    readonly environment: string;
    readonly version?: string | undefined;
    readonly applicationInstance?: string | undefined;
  },
  kind: DeployedVersion['kind'],
): Promise<DeployedVersion[]> {
  const there = await versionsIn(client, await environmentNamed(client, given.environment));
  const isMeant = (one: DeployedVersion) =>
    one.kind === kind &&
    one.pacticipant === given.pacticipant &&
    (given.version === undefined || one.version === given.version) &&
    (kind === 'released' || one.applicationInstance === given.applicationInstance);
  const meant = there.filter(isMeant);
  const change: JsonObject = kind === 'deployed' ? { currentlyDeployed: false } : { currentlySupported: false };
  for (const { document } of meant) {
    const [self] = linksOf(document, 'self');
    if (self) await client.send('PATCH', self.href, change, { contentType: 'application/merge-patch+json' });
  }
  return meant;
}
