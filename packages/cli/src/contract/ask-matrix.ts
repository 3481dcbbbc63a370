import { systemClock } from '@stuntdouble/engine';
import type { MatrixAnswer, MatrixQuestion, MatrixSelector } from '@stuntdouble/pact';
import { CliError } from '../errors.ts';
import type { MergeQuestionArguments } from '../options/contract-matrix-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';
import { matrixLines } from '../print/matrix-lines.ts';
import { durationFlag } from './duration-flag.ts';
import { versionOf } from './source-version.ts';
import { withBroker } from './with-broker.ts';

/** Asks a broker's matrix, again while a result is missing, and says the answer: 0 yes, 1 no or unknown. */
export async function matrixOutcome(
  args: MergeQuestionArguments,
  to: Omit<MatrixQuestion, 'selectors' | 'ignore'>,
  words: { readonly yes: string; readonly no: string },
  invocation: Invocation,
): Promise<Outcome> {
  const question = {
    ...to,
    selectors: [await selectorOf(args, invocation)],
    ignore: (args.ignore ?? []).map(ignoredOf),
  };
  const times = args['retry-while-unknown'];
  if (!Number.isInteger(times) || times < 0)
    throw new CliError('USAGE', `--retry-while-unknown is ${times}, a number of times is expected`);
  const interval = durationFlag('retry-interval', args['retry-interval']);
  const { askMatrix } = await import('@stuntdouble/pact');
  const answer = await withBroker(args, invocation, async (client) => {
    let last = await askMatrix(client, question);
    // Once: who looks at a build that waits wants to know for what.
    if (times > 0 && isUnknown(last)) invocation.log(matrixLines(last).join('\n'));
    for (let left = times; left > 0 && isUnknown(last); left -= 1) {
      invocation.log(`a result is missing: asking again in ${args['retry-interval']} (${left} of ${times})`);
      await systemClock.sleep(interval);
      last = await askMatrix(client, question);
    }
    return last;
  });
  const isYes = answer.deployable === true;
  const dry = args['dry-run'] ? 'dry run: ' : '';
  const no = isUnknown(answer) ? `not yet: ${words.no}` : `no: ${words.no}`;
  const text = [`${dry}${isYes ? `yes: ${words.yes}` : no}`, ...matrixLines(answer)];
  return { exitCode: isYes || args['dry-run'] ? 0 : 1, text, ...(args.format === 'json' && { json: answer }) };
}

/** A broker leaves the answer open, or says no, while a result is missing; a failure is not waited for. */
function isUnknown({ deployable, unknown, rows }: MatrixAnswer): boolean {
  return (
    deployable !== true &&
    (deployable === null || unknown > 0) &&
    !rows.some(({ success, ignored }) => success === false && !ignored)
  );
}

async function selectorOf(args: MergeQuestionArguments, invocation: Invocation): Promise<MatrixSelector> {
  const { pacticipant, version, branch, latest } = args;
  if ([version, branch, latest || undefined].filter((one) => one !== undefined).length > 1)
    throw new CliError('USAGE', 'one of --version, --branch and --latest says which version is meant, not several');
  if (branch !== undefined) return { pacticipant, branch, latest: true };
  if (latest) return { pacticipant, latest: true };
  const found = await versionOf({ version }, invocation);
  if (found !== undefined) return { pacticipant, version: found };
  throw new CliError(
    'USAGE',
    'no version was given, and there is no git commit here to take it from',
    'Name it: --version, --branch or --latest',
  );
}

function ignoredOf(given: string) {
  const [, pacticipant = given, version] = /^(.+)@([^@]+)$/.exec(given) ?? [];
  return { pacticipant, version };
}
