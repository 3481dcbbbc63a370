import type { Comparison } from '@stuntdouble/pact';
import {
  brokerPactsToCompare,
  comparedFrom,
  filesToCompare,
  type PactToCompare,
} from '../contract/pacts-to-compare.ts';
import { sourceVersion } from '../contract/source-version.ts';
import { withBroker } from '../contract/with-broker.ts';
import { writeReport } from '../contract/write-report.ts';
import type { CheckArguments } from '../options/contract-check-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';
import { plural } from '../print/finding-lines.ts';

/** `stunt contract check`: pacts against the provider's document. Calls no provider. */
export async function contractCheck(args: CheckArguments, invocation: Invocation): Promise<Outcome> {
  const { paths, document: source } = comparedFrom(args, invocation);
  const { comparePacts, documentHash, openDocument } = await import('@stuntdouble/pact');
  const [document, files] = await Promise.all([
    openDocument(source, invocation.cwd),
    paths === undefined
      ? withBroker(args, invocation, (client) => brokerPactsToCompare(client, args))
      : filesToCompare(paths, args, invocation),
  ]);
  const comparison = await comparePacts(document, files);
  const warned = comparison.interactions.some(({ findings }) => findings.length > 0);
  const exitCode = comparison.compatible && !(args['fail-on'] === 'warning' && warned) ? 0 : 1;
  const print = await import('../print/comparison-lines.ts');
  if (args.junit !== undefined) {
    const { junitReport } = await import('../print/junit.ts');
    const report = junitReport('contract check', print.comparisonCases(comparison));
    await writeReport(args.junit, report, invocation.cwd);
  }
  const hash = documentHash(document);
  if (args.publish) await publish(files, comparison, hash, args, invocation);
  if (invocation.variables.GITHUB_ACTIONS === 'true') {
    const { comparisonAnnotations } = await import('../print/github-annotations.ts');
    for (const line of comparisonAnnotations(comparison)) invocation.log(line);
  }
  if (args.format === 'text') return { exitCode, text: print.comparisonLines(comparison, document, source) };
  const { name, title, version } = document;
  return { exitCode, text: '', json: { document: { name, source, title, version, hash }, ...comparison } };
}

/** Pacts of files are those of one version of their consumers, which has to be published before. */
async function publish(
  pacts: readonly PactToCompare[],
  { interactions }: Comparison,
  hash: string,
  args: CheckArguments,
  invocation: Invocation,
): Promise<void> {
  const isKnown = pacts.every(({ published }) => published !== undefined);
  const consumerVersion = isKnown ? '' : (await sourceVersion(args, invocation)).version;
  const compared = pacts.map(({ file, pact, published = { consumerVersion } }) => ({
    ...{ pact, published },
    // What a broker serves may bear the same label for several consumers.
    interactions: interactions.filter(
      (each) => each.pact.file === file && each.consumer === pact.consumer && each.provider === pact.provider,
    ),
  }));
  const { publishComparisons } = await import('@stuntdouble/pact');
  await withBroker(args, invocation, async (client) => {
    await publishComparisons(client, compared, hash);
    invocation.log(`published what came of ${plural(compared.length, 'pact')} to ${client.shown}`);
  });
}
