import type { PactToVerify, Verification } from '@stuntdouble/pact';
import type { VerifyArguments } from '../options/contract-verify-flags.ts';
import type { Invocation } from '../outcome.ts';
import { pactLines, verificationCases } from '../print/verification-lines.ts';
import { durationFlag } from './duration-flag.ts';
import { headerFlags, urlFlag, withoutCredentials } from './url-flag.ts';
import { writeReport } from './write-report.ts';

export interface VerifyAsked {
  readonly target: ReturnType<typeof verifyTarget>;
  readonly args: VerifyArguments;
  readonly invocation: Invocation;
}

/** How the provider is reached. Read before anything else is asked: a mistake in it costs nothing then. */
export function verifyTarget(args: VerifyArguments) {
  const url = (flag: string, given: string | undefined) => (given === undefined ? undefined : urlFlag(flag, given));
  const provider = withoutCredentials(urlFlag('provider-url', args['provider-url']));
  return {
    providerUrl: provider.url,
    stateChangeUrl: url('state-change-url', args['state-change-url']),
    messageUrl: url('message-url', args['message-url']),
    headers: { ...provider.headers, ...headerFlags(args.header ?? []) },
    timeoutMs: durationFlag('timeout', args.timeout),
  };
}

/** Verifies, and says each pact as it is done. Publishes nothing. */
export async function verifyAndSay(
  provider: string,
  pacts: readonly PactToVerify[],
  { target, args, invocation }: VerifyAsked,
): Promise<Verification> {
  for (const note of notesOn(pacts, args)) invocation.log(`note: ${note}`);
  const { verifyPacts } = await import('@stuntdouble/pact');
  return verifyPacts(pacts, {
    ...target,
    provider,
    environment: invocation.variables,
    onPact: (pact) => {
      if (args.format === 'text') for (const line of pactLines(pact)) invocation.say(line);
    },
  });
}

/** What CI reads: JUnit, annotations of GitHub Actions. */
export async function writeReports(verification: Verification, { args, invocation }: VerifyAsked): Promise<void> {
  if (args.junit !== undefined) {
    const { junitReport } = await import('../print/junit.ts');
    await writeReport(args.junit, junitReport(verification.provider, verificationCases(verification)), invocation.cwd);
  }
  if (invocation.variables.GITHUB_ACTIONS === 'true') {
    const { verificationAnnotations } = await import('../print/github-annotations.ts');
    for (const line of verificationAnnotations(verification)) invocation.log(line);
  }
}

function* notesOn(pacts: readonly PactToVerify[], args: VerifyArguments) {
  const interactions = pacts.flatMap(({ pact }) => pact.interactions);
  const needing = interactions.filter(({ states }) => states.length > 0).length;
  if (needing > 0 && args['state-change-url'] === undefined)
    yield `${needing} of ${interactions.length} interactions need a provider state, and nothing sets one up: --state-change-url`;
}
