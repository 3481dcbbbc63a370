import type { Attempt } from '../run-record.ts';

/**
 * The end of a command and its last request are heard of in one turn of the event loop, in either order: what came so close behind
 * the end proves nothing.
 */
const DOUBTFUL_MS = 100;

/** How many attempts came after the command had ended, beyond doubt. */
export function lateAttempts(attempts: readonly Pick<Attempt, 'at'>[], durationMs: number): number {
  return attempts.filter(({ at }) => at > durationMs + DOUBTFUL_MS).length;
}
