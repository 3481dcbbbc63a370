import { DURATION_FORM, parseDuration } from '@stuntdouble/engine';
import { CliError } from '../errors.ts';

/** Milliseconds of a flag that takes a duration; more than none. */
export function durationFlag(flag: string, given: string): number {
  const ms = parseDuration(given);
  if (ms !== undefined && ms > 0) return ms;
  throw new CliError('USAGE', `--${flag} is "${given}", ${DURATION_FORM} is expected`);
}
