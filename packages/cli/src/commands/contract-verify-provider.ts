import type { ApiDocument } from '@stuntdouble/engine';
import type { ProviderReport } from '@stuntdouble/pact';
import { durationFlag } from '../contract/duration-flag.ts';
import { type SourceVersion, sourceVersion } from '../contract/source-version.ts';
import { headerFlags, urlFlag } from '../contract/url-flag.ts';
import { withBroker } from '../contract/with-broker.ts';
import { writeReport } from '../contract/write-report.ts';
import { CliError } from '../errors.ts';
import type { VerifyProviderArguments } from '../options/contract-check-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';

const ALL = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** `stunt contract verify-provider`: a running provider against its own document. Sends only what changes nothing, unless asked. */
export async function contractVerifyProvider(args: VerifyProviderArguments, invocation: Invocation): Promise<Outcome> {
  const { checkProvider, openDocument } = await import('@stuntdouble/pact');
  urlFlag('provider-url', args['provider-url']);
  // Before the provider is asked anything: without a name and a version there is nothing to publish under.
  const publication = args.publish ? await publicationOf(args, invocation) : undefined;
  const document = await openDocument(args.document, invocation.cwd);
  const report = await checkProvider(document, {
    url: args['provider-url'],
    methods: args.unsafe ? ALL : args.methods === undefined ? undefined : methodsOf(args.methods),
    seed: args.seed,
    maxRequests: atLeastOne('max-requests', args['max-requests']),
    perOperation: atLeastOne('per-operation', args['per-operation']),
    timeoutMs: args.timeout === undefined ? undefined : durationFlag('timeout', args.timeout),
    bearer: args.bearer,
    apiKey: args['api-key'],
    headers: headerFlags(args.header ?? []),
  });
  const { passed, failed, notExercised } = report.counts;
  // Nothing was seen to be right or wrong: the question has no answer.
  const unanswered = passed + failed === 0;
  const isRefused = failed > 0 || (args['fail-on'] === 'not-exercised' && notExercised > 0);
  const exitCode = unanswered ? 2 : isRefused ? 1 : 0;
  const print = await import('../print/provider-lines.ts');
  if (args.junit !== undefined) {
    const { junitReport } = await import('../print/junit.ts');
    const text = junitReport('contract verify-provider', print.providerCases(report));
    await writeReport(args.junit, text, invocation.cwd);
  }
  if (publication && !unanswered)
    await publish(document, report, { ...publication, success: exitCode === 0 }, args, invocation);
  if (args.format === 'text') return { exitCode, text: print.providerLines(report, document) };
  const { name, title, version } = document;
  return { exitCode, text: '', json: { document: { name, source: args.document, title, version }, ...report } };
}

type Publication = SourceVersion & { readonly provider: string };

async function publicationOf(args: VerifyProviderArguments, invocation: Invocation): Promise<Publication> {
  if (args.provider === undefined) throw new CliError('USAGE', 'no provider was named', 'Name it: --provider');
  return { provider: args.provider, ...(await sourceVersion(args, invocation)) };
}

async function publish(
  document: ApiDocument,
  report: ProviderReport,
  publication: Publication & { readonly success: boolean },
  args: VerifyProviderArguments,
  invocation: Invocation,
): Promise<void> {
  const { documentHash, publishProviderDocument } = await import('@stuntdouble/pact');
  await withBroker(args, invocation, async (client) => {
    await publishProviderDocument(client, report, { ...publication, documentHash: documentHash(document) });
    invocation.log(`published the result of ${publication.provider} ${publication.version} to ${client.shown}`);
  });
}

function methodsOf(text: string): string[] {
  const methods = text.split(',').map((method) => method.trim().toUpperCase());
  const unknown = methods.find((method) => !ALL.includes(method));
  if (unknown !== undefined)
    throw new CliError('USAGE', `--methods has ${JSON.stringify(unknown)}`, `Allowed: ${ALL.join(',')}`);
  return methods;
}

function atLeastOne(flag: string, value: number | undefined): number | undefined {
  if (value === undefined || (Number.isInteger(value) && value >= 1)) return value;
  throw new CliError('USAGE', `--${flag} is ${value}`, 'Give a whole number from 1 on.');
}
