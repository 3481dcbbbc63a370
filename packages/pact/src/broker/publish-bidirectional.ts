import type { ComparedInteraction } from '../compare/finding.ts';
import { PactError } from '../errors.ts';
import type { Json, JsonObject, Pact } from '../pact/pact.ts';
import type { ProviderReport } from '../provider-check/provider-report.ts';
import type { BrokerClient } from './broker-client.ts';
import { expand, linksOf } from './hal.ts';

/**
 * Publishes the two halves of a bi-directional result: pacts that were compared with a document, and a provider's version that has the
 * document. Only our registry has a place for them.
 */
export interface ComparisonPublication {
  readonly documentHash: string;
  readonly comparedBy: { readonly implementation: string; readonly version: string };
}

/** @param compared a pact, and what came of each of its interactions. */
export async function publishComparisons(
  client: BrokerClient,
  compared: readonly { readonly pact: Pact; readonly interactions: readonly ComparedInteraction[] }[],
  { documentHash, comparedBy }: ComparisonPublication,
): Promise<void> {
  const href = await placeFor(client, 'stunt:bdct-results', 'results of comparisons');
  for (const { pact, interactions } of compared) {
    const { consumer, provider, json } = pact;
    const success = interactions.every(({ result, pending }) => result !== 'incompatible' || pending);
    const body: JsonObject = {
      ...{ consumer, provider, pact: json, documentHash, success, comparedBy: { ...comparedBy } },
      results: interactions.map(resultOf),
    };
    await client.send('POST', href, body);
  }
}

export interface DocumentPublication {
  readonly provider: string;
  readonly version: string;
  readonly branch: string | undefined;
  readonly buildUrl: string | undefined;
  readonly documentHash: string;
  readonly checkedBy: { readonly implementation: string; readonly version: string };
}

/** What is published of a check: which operations were held, and what was wrong; no request and no answer. */
export async function publishProviderDocument(
  client: BrokerClient,
  { operations, counts }: ProviderReport,
  { provider, version, branch, buildUrl, documentHash, checkedBy }: DocumentPublication,
): Promise<void> {
  const href = await placeFor(client, 'stunt:provider-documents', 'documents of providers');
  await client.send('POST', href, {
    ...{ provider, version, documentHash, success: counts.failed === 0, checkedBy: { ...checkedBy } },
    ...(branch !== undefined && { branch }),
    ...(buildUrl !== undefined && { buildUrl }),
    results: operations.map(({ operation, result, reason, cases }) => ({
      ...{ operation, result },
      ...(reason !== undefined && { reason }),
      problems: cases.flatMap(({ what, status, problems }) =>
        problems.map(({ severity, code, message }) => ({ what, status: status ?? null, severity, code, message })),
      ),
    })),
  });
}

function resultOf({ description, states, operation, result, pending, findings }: ComparedInteraction): Json {
  return {
    ...{ description, states: [...states], result, pending },
    ...(operation !== undefined && { operation }),
    findings: findings.map(({ code, severity, message, pact, document }) => ({
      ...{ code, severity, message, pact: pact.pointer },
      ...(document !== undefined && { document: document.pointer }),
    })),
  };
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
