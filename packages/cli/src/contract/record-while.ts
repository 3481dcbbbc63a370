import { setTimeout as wait } from 'node:timers/promises';
import { CliError } from '../errors.ts';
import type { Invocation } from '../outcome.ts';
import type { RecordedContract } from '../print/recording-lines.ts';
import type { RecordingSession, TakenExchanges } from './recording-session.ts';
import { runClient } from './run-client.ts';

export type WriteTaken = (taken: TakenExchanges) => Promise<RecordedContract>;

/** How often a recording that is followed is written. */
const WRITE_MS = 1000;

/** What a client's own command does. One that failed did not do what its contract is to say. @throws CliError CLIENT_FAILED */
export async function recordWhileRunning(
  command: readonly string[],
  session: RecordingSession,
  write: WriteTaken,
  invocation: Invocation,
): Promise<RecordedContract> {
  // A ^C ends the client; what it did until then is told as its failure.
  invocation.onStop();
  const exitCode = await runClient(command, session.baseUrl, invocation);
  if (exitCode !== 0)
    throw new CliError('CLIENT_FAILED', `the client's command ended with exit code ${exitCode}: nothing was written`);
  return write(await session.take());
}

/** All that comes until ^C, written as it goes, so that what was recorded is not lost with either process. */
export async function recordUntilStopped(
  session: RecordingSession,
  write: WriteTaken,
  { log, onStop }: Pick<Invocation, 'log' | 'onStop'>,
): Promise<RecordedContract> {
  const stopped = onStop();
  log(`recording what comes to ${session.baseUrl}; ^C ends it`);
  let seen = 0;
  while (!stopped.aborted) {
    await wait(WRITE_MS, undefined, { signal: stopped }).catch(() => undefined);
    const taken = await session.take();
    const isNew = taken.exchanges.length !== seen;
    seen = taken.exchanges.length;
    if (isNew && !stopped.aborted) await write(taken).catch(ifNothing);
  }
  return write(await session.take());
}

/** Something that can be recorded may still come. */
function ifNothing(error: unknown): void {
  if (!(error instanceof CliError && error.code === 'NOTHING_RECORDED')) throw error;
}
