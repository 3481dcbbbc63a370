import type { BrokerClient, BrokerPact, PactToVerify, Verification } from '@stuntdouble/pact';
import { pactsForProvider } from '../contract/pacts-for-provider.ts';
import { selectorsFromFlags } from '../contract/selectors-from-flags.ts';
import { branchOf, isCi, type SourceVersion, sourceVersion } from '../contract/source-version.ts';
import { type VerifyAsked, verifyAndSay, verifyTarget, writeReports } from '../contract/verify-and-report.ts';
import { namesBroker, withBroker } from '../contract/with-broker.ts';
import { CliError } from '../errors.ts';
import type { VerifyArguments } from '../options/contract-verify-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';
import { verificationSummary } from '../print/verification-lines.ts';

/** `stunt contract verify`: holds a running provider to pacts of files or of a broker, and says which it does not keep. */
export async function contractVerify(args: VerifyArguments, invocation: Invocation): Promise<Outcome> {
  const asked = { target: verifyTarget(args), args, invocation };
  if (args.pacts !== undefined) return verifyFiles(args.pacts, asked);
  if (!namesBroker(args, invocation))
    throw new CliError('USAGE', 'no pacts were named', 'Name files or folders: --pacts DIR; or a broker: --broker URL');
  return withBroker(args, invocation, (client) => verifyFromBroker(client, asked));
}

async function verifyFiles(paths: readonly string[], asked: VerifyAsked): Promise<Outcome> {
  const { args, invocation } = asked;
  if (args.publish)
    throw new CliError('USAGE', '--publish is for pacts of a broker; those of --pacts have no place for results');
  const { readPactFiles } = await import('@stuntdouble/pact');
  const { provider, files } = pactsForProvider(await readPactFiles(paths, invocation.cwd), args);
  const pacts: PactToVerify[] = files.map(({ pact, file }) => ({ pact, source: file, pending: false, notices: [] }));
  const verification = await verifyAndSay(provider, pacts, asked);
  await writeReports(verification, asked);
  return outcomeOf(verification, args);
}

async function verifyFromBroker(client: BrokerClient, asked: VerifyAsked): Promise<Outcome> {
  const { args, invocation } = asked;
  const { provider, 'provider-tags': tags = [] } = args;
  if (provider === undefined) throw new CliError('USAGE', 'no provider was named', 'Name it: --provider');
  // Before the provider is asked anything: without a version there is nothing to publish under.
  const source = (args.publish ?? isCi(invocation)) ? await sourceVersion(args, invocation) : undefined;
  const branch = source ? source.branch : await branchOf(args, invocation);
  const pacts = await pactsOfBroker(client, { provider, branch, tags }, asked);
  const verification = await verifyAndSay(provider, pacts, asked);
  try {
    const done = source
      ? await publish(client, pacts, verification, { ...source, tags, invocation })
      : 'results were not published: --publish, or CI';
    return outcomeOf(verification, args, done);
  } finally {
    await writeReports(verification, asked);
  }
}

async function pactsOfBroker(
  client: BrokerClient,
  of: { readonly provider: string; readonly branch: string | undefined; readonly tags: readonly string[] },
  { args, invocation }: VerifyAsked,
): Promise<BrokerPact[]> {
  const { pactsAt, pactsForVerification } = await import('@stuntdouble/pact');
  if (args['pact-url'] !== undefined) return pactsAt(client, args['pact-url'], of.provider);
  const pacts = await pactsForVerification(client, {
    ...of,
    selectors: selectorsFromFlags(args, of.branch),
    enablePending: args['enable-pending'] ?? false,
    includeWipSince: args['include-wip-pacts-since'],
    consumers: args.consumer ?? [],
    mayBeUnknown: args['allow-no-pacts'] ?? false,
  });
  if (pacts.length > 0) return pacts;
  const none = `the broker at ${client.shown} has no pact that ${of.provider} has to be held to by these selectors`;
  if (!args['allow-no-pacts']) throw new CliError('NO_PACTS', none);
  invocation.log(`note: ${none}`);
  return pacts;
}

async function publish(
  client: BrokerClient,
  pacts: readonly BrokerPact[],
  { pacts: verified, provider }: Verification,
  { invocation, ...source }: SourceVersion & { tags: readonly string[]; invocation: Invocation },
): Promise<string> {
  const results = pacts.flatMap((pact, index) => {
    const one = verified[index];
    return one ? [{ pact, verified: one }] : [];
  });
  const { announceVersion, publishResults } = await import('@stuntdouble/pact');
  const verifiedBy = { implementation: 'stunt', version: invocation.version };
  if (results.length === 0) await announceVersion(client, provider, source);
  else await publishResults(client, results, { ...source, verifiedBy });
  const what = results.length === 0 ? 'no results yet of' : 'the results of';
  return `published ${what} ${provider} ${source.version}${source.branch === undefined ? '' : ` (${source.branch})`} to ${client.shown}`;
}

function outcomeOf(verification: Verification, { format }: VerifyArguments, done?: string): Outcome {
  const hasFailed = verification.pacts.some(({ interactions }) =>
    interactions.some(({ outcome }) => outcome === 'failed'),
  );
  const text = [verificationSummary(verification), ...(done === undefined ? [] : [done])];
  return { exitCode: hasFailed ? 1 : 0, text, ...(format === 'json' && { json: verification }) };
}
