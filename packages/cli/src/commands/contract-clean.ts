import { parseDuration } from '@stuntdouble/engine';
import { withAdministration } from '../contract/with-administration.ts';
import { CliError } from '../errors.ts';
import type { CleanArguments } from '../options/contract-admin-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';

/** `stunt contract clean`: old versions that nobody needs. Shows them, and removes them only with `--apply`. */
export async function contractClean(args: CleanArguments, invocation: Invocation): Promise<Outcome> {
  const { 'keep-latest': keepLatest, apply } = args;
  if (keepLatest !== undefined && !(Number.isInteger(keepLatest) && keepLatest >= 1))
    throw new CliError('USAGE', `--keep-latest takes a whole number from 1, not ${keepLatest}`);
  const olderThan = ageOf(args['older-than']);
  if (keepLatest === undefined && olderThan === undefined)
    throw new CliError('USAGE', 'it is not said what to keep', 'Give --keep-latest N, --older-than 90d, or both.');
  const { removed, kept } = await withAdministration(args, invocation, (registry) =>
    registry.clean({ keepLatest, olderThan }, !apply),
  );
  const count = removed.reduce((sum, { versions }) => sum + versions.length, 0);
  const lines = removed.map(({ pacticipant, versions }) => `  ${pacticipant}: ${shown(versions)}`);
  const head = `${apply ? 'removed' : 'would remove'} ${count} versions, ${apply ? 'kept' : 'would keep'} ${kept}`;
  const foot = apply || count === 0 ? [] : ['Nothing was changed: give --apply to remove them.'];
  return {
    exitCode: 0,
    text: [head, ...lines, ...foot],
    ...(args.format === 'json' && { json: { applied: apply, removed, kept } }),
  };
}

const SHOWN = 10;

const shown = (versions: readonly string[]): string =>
  versions.slice(0, SHOWN).join(', ') + (versions.length > SHOWN ? ` and ${versions.length - SHOWN} more` : '');

function ageOf(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  try {
    const ms = parseDuration(given);
    if (ms !== undefined && ms >= 1) return ms;
  } catch {
    // Said below, with the name of the flag.
  }
  throw new CliError('USAGE', `--older-than: "${given}" is no duration`, 'Write 90d, 12h or 30m.');
}
