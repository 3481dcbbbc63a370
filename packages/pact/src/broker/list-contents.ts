import { PactError } from '../errors.ts';
import { isObject } from '../pact/json.ts';
import type { JsonObject, Pact } from '../pact/pact.ts';
import { aFewAtATime } from './a-few-at-a-time.ts';
import { type BrokerClient, linkFromIndex } from './broker-client.ts';
import { embeddedIn, linksOf, textOf } from './hal.ts';
import { pactIn } from './pacts-for-verification.ts';

/** What a broker holds: applications, their versions, the latest pacts. Reads, and changes nothing. */
export interface ListedPact {
  readonly consumer: string;
  readonly provider: string;
  /** Of the consumer. */
  readonly version: string;
  readonly publishedAt: string | undefined;
  readonly href: string | undefined;
}

export interface Pacticipant {
  readonly name: string;
  readonly mainBranch: string | undefined;
  readonly document: JsonObject;
}

export interface ListedVersion {
  readonly pacticipant: string;
  readonly number: string;
  readonly branches: readonly string[];
  readonly tags: readonly string[];
  readonly buildUrl: string | undefined;
  readonly createdAt: string | undefined;
  /** Its own address. */
  readonly href: string | undefined;
}

/** The latest of each pair. */
export async function listLatestPacts(client: BrokerClient): Promise<ListedPact[]> {
  const body = await client.get(await linkFromIndex(client, 'pb:latest-pact-versions', {}, 'pacts/latest'));
  const listed = Array.isArray(body.pacts) ? body.pacts.filter(isObject) : embeddedIn(body, 'pacts');
  return listed.map((pact) => {
    const [consumer = {}] = embeddedIn(pact, 'consumer');
    const [provider = {}] = embeddedIn(pact, 'provider');
    const [version = {}] = [...embeddedIn(consumer, 'version'), ...embeddedIn(pact, 'consumerVersion')];
    return {
      consumer: textOf(consumer.name) ?? linksOf(pact, 'pb:consumer')[0]?.name ?? '',
      provider: textOf(provider.name) ?? linksOf(pact, 'pb:provider')[0]?.name ?? '',
      version: textOf(version.number) ?? linksOf(pact, 'pb:consumer-version')[0]?.name ?? '',
      publishedAt: textOf(pact.createdAt),
      href: linksOf(pact, 'self')[0]?.href,
    };
  });
}

/** The latest pact that each consumer has with a provider. */
export async function latestPactsOf(client: BrokerClient, provider: string): Promise<Pact[]> {
  const listed = (await listLatestPacts(client)).filter((one) => one.provider === provider);
  if (listed.length === 0)
    throw new PactError('BROKER_UNKNOWN', `the broker at ${client.shown} has no pact with the provider "${provider}"`);
  const documents = await aFewAtATime(
    listed.flatMap(({ href }) => href ?? []),
    (href) => client.get(href),
  );
  return documents.map(pactIn);
}

export interface PactName {
  readonly consumer: string;
  readonly provider: string;
  /** Undefined, and no branch: the latest. */
  readonly version?: string | undefined;
  readonly branch?: string | undefined;
}

export function pactPath({ consumer, provider, version, branch }: PactName): string {
  const pair = `pacts/provider/${encodeURIComponent(provider)}/consumer/${encodeURIComponent(consumer)}`;
  if (version !== undefined) return `${pair}/version/${encodeURIComponent(version)}`;
  return branch === undefined ? `${pair}/latest` : `${pair}/branch/${encodeURIComponent(branch)}/latest`;
}

/** @returns the document with its links. */
export async function pactNamed(client: BrokerClient, name: PactName): Promise<JsonObject> {
  const { consumer, provider, version, branch } = name;
  const found = await client.find(pactPath(name));
  if (found) return found;
  const there = await listLatestPacts(client);
  const of = there.filter((one) => one.consumer === consumer && one.provider === provider);
  const which =
    version === undefined ? (branch === undefined ? '' : ` of the branch ${branch}`) : ` of version ${version}`;
  const known =
    of.length > 0
      ? `the latest is of version ${of[0]?.version}`
      : `there are: ${there.map((one) => `${one.consumer} with ${one.provider}`).join(', ') || 'none'}`;
  throw new PactError(
    'BROKER_UNKNOWN',
    `the broker at ${client.shown} has no pact${which} of ${consumer} with ${provider}; ${known}`,
  );
}

export async function listPacticipants(client: BrokerClient): Promise<Pacticipant[]> {
  const first = await linkFromIndex(client, 'pb:pacticipants', {}, 'pacticipants');
  const pages = await allPages(client, first, 'pacticipants');
  return pages.map((document) => ({
    name: textOf(document.name) ?? '',
    mainBranch: textOf(document.mainBranch),
    document,
  }));
}

/** The latest come first, as brokers have them. */
export async function listVersions(
  client: BrokerClient,
  pacticipant: string,
  limit = Number.POSITIVE_INFINITY,
): Promise<ListedVersion[]> {
  const href = await linkFromIndex(client, 'pb:pacticipant', { pacticipant }, 'pacticipants/{pacticipant}');
  const found = await client.find(href);
  if (!found)
    throw new PactError('BROKER_UNKNOWN', `the broker at ${client.shown} knows no application "${pacticipant}"`);
  const [link] = [...linksOf(found, 'pb:versions'), ...linksOf(found, 'versions')];
  const path = link?.href ?? `pacticipants/${encodeURIComponent(pacticipant)}/versions`;
  const documents = await allPages(client, path, 'versions', limit);
  return documents.slice(0, limit).map((document) => versionIn(pacticipant, document));
}

function versionIn(pacticipant: string, document: JsonObject): ListedVersion {
  const names = (list: string) => embeddedIn(document, list).flatMap(({ name }) => textOf(name) ?? []);
  return {
    pacticipant,
    number: textOf(document.number) ?? '',
    branches: names('branchVersions'),
    tags: names('tags'),
    buildUrl: textOf(document.buildUrl),
    createdAt: textOf(document.createdAt),
    href: linksOf(document, 'self')[0]?.href,
  };
}

/** Addresses of the pacts that a version published: its own document has them, a list of versions need not. */
export async function pactsPublishedBy(client: BrokerClient, { href }: ListedVersion): Promise<string[]> {
  return href === undefined ? [] : linksOf(await client.get(href), 'pb:pact-versions').map((link) => link.href);
}

const PAGE_SIZE = 100;
/** A broker that links to a next page for ever ends here. */
const MOST_PAGES = 10_000;

async function allPages(
  client: BrokerClient,
  first: string,
  list: string,
  limit = Number.POSITIVE_INFINITY,
): Promise<JsonObject[]> {
  const all: JsonObject[] = [];
  let href: string | undefined = `${first}${first.includes('?') ? '&' : '?'}page=1&size=${PAGE_SIZE}`;
  for (let page = 0; href !== undefined && all.length < limit && page < MOST_PAGES; page += 1) {
    const body: JsonObject = await client.get(href);
    all.push(...embeddedIn(body, list));
    href = linksOf(body, 'next')[0]?.href;
  }
  return all;
}
