import { linksBelow, pairHref } from '../http/links.ts';
import { labelsOf } from '../read/pacticipants.ts';
import { type PublishedPact, type Verification, verificationsWhere } from '../read/pacts.ts';
import { branchesOf, findVersion, tagsOf, type Version } from '../read/versions.ts';
import { encodeMetadata } from '../selection/pact-metadata.ts';
import type { Database } from '../store/database.ts';
import type { WebhookParameters } from './render-template.ts';

/** Whom and what a webhook is triggered by. */
export interface WebhookOccasion {
  readonly eventName: string;
  readonly pact: PublishedPact;
  readonly verification?: Verification | undefined;
  /** The version of the provider that is to verify. */
  readonly required?: { readonly version: Version; readonly descriptions: readonly string[] } | undefined;
}

/** What templates can name on an occasion, as the Pact Broker names it. */
export function webhookParameters(tables: Database, base: string, occasion: WebhookOccasion): WebhookParameters {
  const { eventName, pact, required } = occasion;
  const verification = occasion.verification ?? latestOf(tables, pact);
  const links = linksBelow(base);
  const content = pairHref(links, pact, 'pact-version', pact.hash);
  const provider =
    required?.version ?? (verification && findVersion(tables, pact.provider, verification.providerVersion));
  const success = required === undefined ? verification?.success : undefined;
  return {
    'pactbroker.eventName': eventName,
    'pactbroker.consumerName': pact.consumer,
    'pactbroker.providerName': pact.provider,
    'pactbroker.consumerVersionNumber': pact.version,
    'pactbroker.consumerVersionBranch': branchOf(tables, pact.versionId),
    'pactbroker.consumerVersionTags': tagsText(tables, pact.versionId),
    'pactbroker.providerVersionNumber': provider?.number ?? '',
    'pactbroker.providerVersionBranch': provider === undefined ? '' : branchOf(tables, provider.id),
    'pactbroker.providerVersionTags': provider === undefined ? '' : tagsText(tables, provider.id),
    'pactbroker.providerVersionDescriptions': required?.descriptions.join(', ') ?? '',
    'pactbroker.consumerLabels': labelsText(tables, pact.consumerId),
    'pactbroker.providerLabels': labelsText(tables, pact.providerId),
    'pactbroker.pactUrl': `${content}/metadata/${encodeMetadata({ wip: false, versions: [pact.version] })}`,
    'pactbroker.verificationResultUrl':
      verification === undefined ? '' : `${content}/verification-results/${verification.number}`,
    'pactbroker.githubVerificationStatus': success === undefined ? 'pending' : success ? 'success' : 'failure',
    'pactbroker.bitbucketVerificationStatus': success === undefined ? 'INPROGRESS' : success ? 'SUCCESSFUL' : 'FAILED',
  };
}

const latestOf = (tables: Database, { pactVersionId }: PublishedPact): Verification | undefined =>
  verificationsWhere(tables, 'r.pact_version_id = ? ORDER BY r.id DESC LIMIT 1', pactVersionId)[0];

const branchOf = (tables: Database, versionId: number): string => branchesOf(tables, versionId)[0]?.name ?? '';

const tagsText = (tables: Database, versionId: number): string =>
  tagsOf(tables, versionId)
    .map(({ name }) => name)
    .join(', ');

const labelsText = (tables: Database, pacticipantId: number): string =>
  labelsOf(tables, pacticipantId)
    .map(({ name }) => name)
    .join(', ');
