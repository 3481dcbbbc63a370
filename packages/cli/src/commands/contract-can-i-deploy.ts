import { matrixOutcome } from '../contract/ask-matrix.ts';
import { CliError } from '../errors.ts';
import type { DeployQuestionArguments, MergeQuestionArguments } from '../options/contract-matrix-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';

/** `stunt contract can-i-deploy`: whether a version works with what is in an environment now, and why. */
export async function contractCanIDeploy(args: DeployQuestionArguments, invocation: Invocation): Promise<Outcome> {
  const { to, 'to-environment': same, 'to-tag': tag, pacticipant } = args;
  if (to !== undefined && same !== undefined && to !== same)
    throw new CliError('USAGE', `--to is ${to} and --to-environment is ${same}`);
  const environment = to ?? same;
  if (environment !== undefined && tag !== undefined)
    throw new CliError('USAGE', '--to-tag and an environment were given, one of them is expected');
  const where =
    environment ?? (tag === undefined ? 'go with the latest of everything' : `go with what is tagged ${tag}`);
  const doing = environment === undefined ? where : `be deployed to ${environment}`;
  const words = { yes: `${pacticipant} can ${doing}`, no: `${pacticipant} cannot ${doing}` };
  return matrixOutcome(args, { environment, tag }, words, invocation);
}

/** `stunt contract can-i-merge`: whether a version works with the main branches of what it is integrated with. */
export async function contractCanIMerge(args: MergeQuestionArguments, invocation: Invocation): Promise<Outcome> {
  const { pacticipant } = args;
  const words = { yes: `${pacticipant} can be merged`, no: `${pacticipant} cannot be merged` };
  return matrixOutcome(args, { mainBranch: true }, words, invocation);
}
