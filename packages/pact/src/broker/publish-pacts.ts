import { PactError } from '../errors.ts';
import type { Json, JsonObject, Pact } from '../pact/pact.ts';
import { type BrokerClient, linkFromIndex } from './broker-client.ts';
import { type Notice, noticesIn } from './broker-failure.ts';

/** Publishes pacts as one version of their consumer. Merges no files and makes no versions up. */
export interface Publication {
  readonly version: string;
  readonly branch: string | undefined;
  readonly tags: readonly string[];
  readonly buildUrl: string | undefined;
  /** Where this version has a pact already: replace it (which brokers may refuse), or add to it. */
  readonly onConflict: 'overwrite' | 'merge';
  /** Is told each consumer when its pacts are there: those stay, whatever becomes of the next. */
  readonly onPublished?: (published: Published) => void;
}

export interface Published {
  readonly consumer: string;
  readonly version: string;
  readonly providers: readonly string[];
  readonly notices: readonly Notice[];
}

/** @throws PactError PACT_CONFLICT where a broker keeps what it has of this version. */
export async function publishPacts(
  client: BrokerClient,
  pacts: readonly Pact[],
  publication: Publication,
): Promise<Published[]> {
  const href = await linkFromIndex(client, 'pb:publish-contracts', {});
  const consumers = Map.groupBy(pacts, ({ consumer }) => consumer);
  const published: Published[] = [];
  for (const [consumer, members] of consumers) {
    const done = await publishAll(client, href, consumer, members, publication);
    published.push(done);
    publication.onPublished?.(done);
  }
  return published;
}

async function publishAll(
  client: BrokerClient,
  href: string,
  consumer: string,
  pacts: readonly Pact[],
  publication: Publication,
): Promise<Published> {
  const { version, branch, tags, buildUrl, onConflict } = publication;
  const body: JsonObject = {
    pacticipantName: consumer,
    pacticipantVersionNumber: version,
    ...(branch !== undefined && { branch }),
    ...(tags.length > 0 && { tags: [...tags] }),
    ...(buildUrl !== undefined && { buildUrl }),
    contracts: pacts.map((pact) => contractOf(pact, onConflict)),
  };
  const answer = await client.send('POST', href, body, { expect: [409] });
  const notices = noticesIn(answer.body);
  if (answer.status === 409) throw refused(consumer, version, notices);
  return { consumer, version, providers: pacts.map(({ provider }) => provider), notices };
}

function contractOf({ consumer, provider, json }: Pact, onConflict: Publication['onConflict']): Json {
  return {
    consumerName: consumer,
    providerName: provider,
    specification: 'pact',
    contentType: 'application/json',
    content: Buffer.from(JSON.stringify(json), 'utf8').toString('base64'),
    onConflict,
  };
}

function refused(consumer: string, version: string, notices: readonly Notice[]): PactError {
  const why = notices.filter(({ type }) => type === 'error' || type === 'danger').map(({ text }) => text.trim());
  const said = (why.length > 0 ? why : notices.map(({ text }) => text.trim())).join('; ');
  return new PactError(
    'PACT_CONFLICT',
    `version ${version} of ${consumer} has another pact already${said && `: ${said}`}`,
  );
}
