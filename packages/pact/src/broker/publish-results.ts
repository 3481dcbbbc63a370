import { PactError } from '../errors.ts';
import type { Json, JsonObject } from '../pact/pact.ts';
import type { InteractionVerification, PactVerification } from '../verify/verification.ts';
import type { BrokerClient } from './broker-client.ts';
import { expand, linksOf } from './hal.ts';
import type { BrokerPact } from './pacts-for-verification.ts';

/** Publishes how a provider's version did, pact by pact. Judges nothing; what is pending and failed is published as failed. */
export interface ResultsPublication {
  readonly version: string;
  readonly branch: string | undefined;
  readonly tags: readonly string[];
  readonly buildUrl: string | undefined;
  /** Who verified: `{implementation, version}`. */
  readonly verifiedBy: { readonly implementation: string; readonly version: string };
}

export async function publishResults(
  client: BrokerClient,
  results: readonly { readonly pact: BrokerPact; readonly verified: PactVerification }[],
  publication: ResultsPublication,
): Promise<void> {
  const [first] = results;
  if (!first) return;
  await describeVersion(client, first.pact, publication);
  for (const { pact, verified } of results) {
    const [link] = linksOf(pact.document, 'pb:publish-verification-results');
    if (!link)
      throw new PactError(
        'BROKER_UNSUITED',
        `the broker at ${client.shown} has no link to publish results for the pact of ${pact.pact.consumer}`,
      );
    await client.send('POST', link.href, bodyOf(verified, publication));
  }
}

/** Makes a version known of which nothing was verified, since no pact is for it: whether it can be deployed may be asked from then on. */
export async function announceVersion(
  client: BrokerClient,
  pacticipant: string,
  { version, branch }: Pick<ResultsPublication, 'version' | 'branch'>,
): Promise<void> {
  const below = branch === undefined ? 'versions/{version}' : 'branches/{branch}/versions/{version}';
  const href = expand(`pacticipants/{pacticipant}/${below}`, { pacticipant, version, branch: branch ?? '' });
  await client.send('PUT', href, {});
}

/** Branch and tags belong to the version, which exists from then on. They come first: results may fire webhooks that need them. */
async function describeVersion(
  client: BrokerClient,
  { document }: BrokerPact,
  publication: ResultsPublication,
): Promise<void> {
  const { version, branch, tags } = publication;
  const [provider] = linksOf(document, 'pb:provider');
  if (!provider || (branch === undefined && tags.length === 0)) return;
  const body = await client.get(provider.href);
  const [branchLink] = linksOf(body, 'pb:branch-version');
  if (branch !== undefined && branchLink) await client.send('PUT', expand(branchLink.href, { branch, version }), {});
  const [tagLink] = linksOf(body, 'pb:version-tag');
  for (const tag of tags) if (tagLink) await client.send('PUT', expand(tagLink.href, { version, tag }), {});
}

function bodyOf(
  { success, interactions }: PactVerification,
  { version, buildUrl, verifiedBy }: ResultsPublication,
): JsonObject {
  return {
    success,
    providerApplicationVersion: version,
    ...(buildUrl !== undefined && { buildUrl }),
    verifiedBy: { ...verifiedBy },
    testResults: interactions.map(testResult),
  };
}

function testResult({ id, description, states, outcome, problems }: InteractionVerification): Json {
  const unanswered = problems.filter(({ kind }) => kind === 'no-answer' || kind === 'state' || kind === 'other');
  const differing = problems.filter((problem) => !unanswered.includes(problem));
  return {
    ...(id !== undefined && { interactionId: id }),
    interactionDescription: description,
    ...(states.length > 0 && { interactionProviderStates: states.map((name) => ({ name })) }),
    success: outcome === 'verified',
    ...(differing.length > 0 && {
      mismatches: differing.map(({ kind, at, message, expected, actual }) => ({
        attribute: kind,
        description: message,
        ...(at !== undefined && { identifier: at }),
        ...(expected !== undefined && { expected }),
        ...(actual !== undefined && { actual }),
      })),
    }),
    ...(unanswered.length > 0 && { exceptions: unanswered.map(({ message }) => ({ message })) }),
  };
}
