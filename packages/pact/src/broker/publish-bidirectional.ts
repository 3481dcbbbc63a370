import type { ComparedInteraction } from '../compare/finding.ts';
import { PactError } from '../errors.ts';
import type { Json, JsonObject, Pact } from '../pact/pact.ts';
import type { ProviderReport } from '../provider-check/provider-report.ts';
import type { BrokerClient } from './broker-client.ts';
import { expand, linksOf } from './hal.ts';
import { consumerVersionOf } from './pacts-for-verification.ts';

/**
 * Publishes the two halves of a bi-directional result: pacts that were compared with a document, and a provider's version that has the
 * document. Only our registry has a place for them.
 */
export interface ComparedPact {
  readonly pact: Pact;
  /** Which published pact it is: by its content, else by the version of its consumer. */
  readonly published: { readonly pactHash: string } | { readonly consumerVersion: string };
  /** What came of each of its interactions. */
  readonly interactions: readonly ComparedInteraction[];
}

/** A comparison holds for all versions of the provider that have the document. */
export async function publishComparisons(
  client: BrokerClient,
  compared: readonly ComparedPact[],
  documentHash: string,
): Promise<void> {
  const href = await placeFor(client, 'stunt:bdct-results', 'results of comparisons');
  for (const { pact, published, interactions } of compared) {
    const success = interactions.every(({ result, pending }) => result !== 'incompatible' || pending);
    await client.send('POST', href, {
      ...{ consumerName: pact.consumer, providerName: pact.provider, documentHash, success },
      ...('pactHash' in published ? published : { consumerVersionNumber: published.consumerVersion }),
      findings: interactions.flatMap(findingsOf),
    });
  }
}

/** What a broker says of the pact that it served: the hash in its link, else the version of its consumer. */
export function publishedAs(document: JsonObject): ComparedPact['published'] | undefined {
  const links = ['self', 'pb:pact-version'].flatMap((relation) => linksOf(document, relation));
  const [pactHash] = links.flatMap(({ href }) => /\/pact-version\/([0-9a-f]{40})(?:\/|$)/.exec(href)?.[1] ?? []);
  if (pactHash !== undefined) return { pactHash };
  const consumerVersion = consumerVersionOf(document);
  return consumerVersion === undefined ? undefined : { consumerVersion };
}

export interface DocumentPublication {
  readonly provider: string;
  readonly version: string;
  readonly branch: string | undefined;
  readonly documentHash: string;
  /** Whether the version keeps to the document: what is not exercised may count against it. */
  readonly success: boolean;
}

/** That a version of the provider has the document, and whether it keeps to it. Of requests and answers nothing is published. */
export async function publishProviderDocument(
  client: BrokerClient,
  { operations }: ProviderReport,
  { provider, version, branch, documentHash, success }: DocumentPublication,
): Promise<void> {
  const href = await placeFor(client, 'stunt:provider-documents', 'documents of providers');
  await client.send('POST', href, {
    ...{ providerName: provider, providerVersionNumber: version, documentHash, success },
    ...(branch !== undefined && { providerBranch: branch }),
    findings: operations.flatMap(({ operation, result, reason, cases }) => [
      ...(result === 'not exercised'
        ? [{ operation, severity: 'warning', code: 'not-exercised', message: reason ?? '' }]
        : []),
      ...cases.flatMap(({ what, status, problems }) =>
        problems.map(({ severity, code, message }) => ({
          ...{ operation, what, status: status ?? null, severity, code, message },
        })),
      ),
    ]),
  });
}

function findingsOf({ description, operation, findings }: ComparedInteraction): Json[] {
  return findings.map(({ code, severity, message, pact, document }) => ({
    ...{ interaction: description, code, severity, message, pact: pact.pointer },
    ...(operation !== undefined && { operation }),
    ...(document !== undefined && { document: document.pointer }),
  }));
}

async function placeFor(client: BrokerClient, relation: string, what: string): Promise<string> {
  const [link] = linksOf(await client.index(), relation);
  if (link !== undefined) return expand(link.href, {});
  throw new PactError(
    'BROKER_UNSUITED',
    `the broker at ${client.shown} has no place for ${what}: a Pact Broker keeps verifications only`,
    'Publish to a registry of stunt contract serve; with another broker, let the exit code decide in CI.',
  );
}
