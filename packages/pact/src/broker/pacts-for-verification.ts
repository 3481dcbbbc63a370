import { PactError } from '../errors.ts';
import { isObject } from '../pact/json.ts';
import type { Json, JsonObject, Pact } from '../pact/pact.ts';
import { pactOf } from '../pact/read-pact.ts';
import type { PactToVerify } from '../verify/verification.ts';
import { aFewAtATime } from './a-few-at-a-time.ts';
import { type BrokerClient, linkFromIndex } from './broker-client.ts';
import { embeddedIn, linksOf, objectIn, textOf } from './hal.ts';

/** The pacts that a provider has to be held to now: which they are, and which may fail, the broker decides. */
export interface VerificationQuestion {
  readonly provider: string;
  readonly branch: string | undefined;
  readonly tags: readonly string[];
  readonly selectors: readonly JsonObject[];
  readonly enablePending: boolean;
  /** A date: also pacts that no selector names and that were never kept. */
  readonly includeWipSince: string | undefined;
  /** Only pacts of these; empty: of all. */
  readonly consumers: readonly string[];
  /** The broker need not know the provider yet. @default false */
  readonly mayBeUnknown?: boolean;
}

/** A pact with what is needed to publish how it went. */
export interface BrokerPact extends PactToVerify {
  readonly document: JsonObject;
}

export async function pactsForVerification(
  client: BrokerClient,
  question: VerificationQuestion,
): Promise<BrokerPact[]> {
  const {
    provider,
    branch,
    tags,
    selectors,
    enablePending,
    includeWipSince,
    consumers,
    mayBeUnknown = false,
  } = question;
  const link = await linkFromIndex(
    client,
    'pb:provider-pacts-for-verification',
    { provider },
    'pacts/provider/{provider}/for-verification',
  );
  const body: JsonObject = {
    includePendingStatus: enablePending,
    consumerVersionSelectors: [...selectors],
    ...(includeWipSince !== undefined && { includeWipPactsSince: includeWipSince }),
    ...(branch !== undefined && { providerVersionBranch: branch }),
    ...(tags.length > 0 && { providerVersionTags: [...tags] }),
  };
  const { body: answer } = await client.send('POST', link, body, { expect: [404] });
  const listed = embeddedIn(answer, 'pacts');
  if (listed.length === 0 && !mayBeUnknown) await checkKnown(client, provider);
  const pacts = await aFewAtATime(listed, (one) => pactBehind(client, one));
  return pacts.filter(({ pact }) => consumers.length === 0 || consumers.includes(pact.consumer));
}

/** The pacts at these addresses, as webhooks of a broker name them. @throws PactError PACT_INVALID for one of another provider. */
export async function pactsAt(client: BrokerClient, urls: readonly string[], provider: string): Promise<BrokerPact[]> {
  return aFewAtATime(urls, async (url) => {
    const document = await client.get(url);
    const pact = pactIn(document);
    if (pact.provider !== provider)
      throw new PactError(
        'PACT_INVALID',
        `the pact of ${pact.consumer} at that address is for ${pact.provider}, and ${provider} is verified`,
      );
    return { pact, source: consumerVersionOf(document) ?? 'from the broker', pending: false, notices: [], document };
  });
}

async function pactBehind(client: BrokerClient, listed: JsonObject): Promise<BrokerPact> {
  const [self] = linksOf(listed, 'self');
  if (!self) throw new PactError('BROKER_UNSUITED', `the broker at ${client.shown} lists a pact without a link to it`);
  const document = await client.get(self.href);
  const properties = objectIn(listed, 'verificationProperties');
  const said = textOf(listed.shortDescription);
  return {
    pact: pactIn(document),
    source: [consumerVersionOf(document), said].filter((part) => part !== undefined).join(': '),
    pending: properties.pending === true,
    notices: noticesBefore(properties.notices),
    document,
  };
}

/** The consumer's part of what a broker serves: without its links, which mean nothing to a verifier. */
export function pactIn({ _links, createdAt, _embedded, ...json }: JsonObject): Pact {
  return pactOf(json, 'a pact of the broker');
}

/** The version of the consumer, where the broker says it. */
export function consumerVersionOf(document: JsonObject): string | undefined {
  const [version] = linksOf(document, 'pb:consumer-version');
  const [pact] = linksOf(document, 'self');
  const [, said] = /\(([^)]+)\)/.exec(pact?.name ?? pact?.title ?? '') ?? [];
  return version?.name ?? said;
}

function noticesBefore(notices: Json | undefined): string[] {
  const list: readonly Json[] = Array.isArray(notices) ? notices : [];
  return list.flatMap((notice) => {
    if (!isObject(notice) || notice.when !== 'before_verification') return [];
    return textOf(notice.text) ?? [];
  });
}

/** Nothing to verify is an answer; a name that is written wrongly is none. */
async function checkKnown(client: BrokerClient, provider: string): Promise<void> {
  const href = await linkFromIndex(client, 'pb:pacticipant', { pacticipant: provider }, 'pacticipants/{pacticipant}');
  if (await client.find(href)) return;
  throw new PactError(
    'BROKER_UNKNOWN',
    `the broker at ${client.shown} knows no application "${provider}": no pact for it was published`,
  );
}
