import type { PactToVerify, Verification } from '@stuntdouble/pact';
import { durationFlag } from '../contract/duration-flag.ts';
import { pactsForProvider } from '../contract/pacts-for-provider.ts';
import { headerFlags, urlFlag } from '../contract/url-flag.ts';
import { writeReport } from '../contract/write-report.ts';
import { CliError } from '../errors.ts';
import type { VerifyArguments } from '../options/contract-verify-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';
import { pactLines, verificationSummary } from '../print/verification-lines.ts';

/** `stunt contract verify`: holds a running provider to pacts of files or of a broker, and says which it does not keep. */
export async function contractVerify(args: VerifyArguments, invocation: Invocation): Promise<Outcome> {
  const target = targetOf(args);
  const { provider, pacts } = await pactsOf(args, invocation);
  const { verifyPacts } = await import('@stuntdouble/pact');
  const isText = args.format === 'text';
  for (const note of notesOn(pacts, args)) invocation.log(`note: ${note}`);
  const verification = await verifyPacts(pacts, {
    ...target,
    provider,
    environment: invocation.variables,
    onPact: (pact) => {
      if (isText) for (const line of pactLines(pact)) invocation.say(line);
    },
  });
  if (args.junit !== undefined)
    await writeReport(args.junit, (await import('../print/junit.ts')).junit(verification), invocation.cwd);
  if (invocation.variables.GITHUB_ACTIONS === 'true') {
    const { githubAnnotations } = await import('../print/github-annotations.ts');
    for (const line of githubAnnotations(verification)) invocation.log(line);
  }
  const exitCode = hasFailed(verification) ? 1 : 0;
  return { exitCode, text: verificationSummary(verification), ...(!isText && { json: verification }) };
}

function targetOf(args: VerifyArguments) {
  const url = (flag: string, given: string | undefined) => (given === undefined ? undefined : urlFlag(flag, given));
  return {
    providerUrl: urlFlag('provider-url', args['provider-url']),
    stateChangeUrl: url('state-change-url', args['state-change-url']),
    messageUrl: url('message-url', args['message-url']),
    headers: headerFlags(args.header ?? []),
    timeoutMs: durationFlag('timeout', args.timeout),
  };
}

async function pactsOf(args: VerifyArguments, invocation: Invocation) {
  if (args.pacts === undefined)
    throw new CliError('USAGE', 'no pacts were named', 'Name files or folders: --pacts DIR; or --broker URL');
  const { readPactFiles } = await import('@stuntdouble/pact');
  const { provider, files } = pactsForProvider(await readPactFiles(args.pacts, invocation.cwd), args);
  const pacts: PactToVerify[] = files.map(({ pact, file }) => ({ pact, source: file, pending: false, notices: [] }));
  return { provider, pacts };
}

function* notesOn(pacts: readonly PactToVerify[], args: VerifyArguments) {
  const interactions = pacts.flatMap(({ pact }) => pact.interactions);
  const needing = interactions.filter(({ states }) => states.length > 0).length;
  if (needing > 0 && args['state-change-url'] === undefined)
    yield `${needing} of ${interactions.length} interactions need a provider state, and nothing sets one up: --state-change-url`;
}

function hasFailed({ pacts }: Verification): boolean {
  return pacts.some(({ interactions }) => interactions.some(({ outcome }) => outcome === 'failed'));
}
