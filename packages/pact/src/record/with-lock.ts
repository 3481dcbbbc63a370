import { open, rm, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { PactError } from '../errors.ts';

/** How a file is waited for, in milliseconds. */
export interface LockTimes {
  readonly wait: (ms: number) => Promise<void>;
  /** @default 30000 */
  readonly patience?: number;
  /** A lock that is older was left by a process that ended in between. @default 10000 */
  readonly stale?: number;
  readonly now: () => number;
}

const PAUSE = 15;

/**
 * Runs what must not run twice at a time, in whichever process: who makes the lock file has it. A lock that was left behind is taken
 * away; one that is held for too long is told. @throws PactError PACT_LOCKED
 */
export async function withLock<T>(
  lock: string,
  { wait, now, patience = 30_000, stale = 10_000 }: LockTimes,
  work: () => Promise<T>,
): Promise<T> {
  for (let waited = 0; !(await take(lock)); waited += PAUSE) {
    if (waited > patience)
      throw new PactError('PACT_LOCKED', `${basename(lock)} has been there for ${Math.round(patience / 1000)} s`);
    await breakStale(lock, now() - stale);
    await wait(PAUSE);
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function take(lock: string): Promise<boolean> {
  try {
    await (await open(lock, 'wx')).close();
    return true;
  } catch (error) {
    if (isErrorOf(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Under a lock of its own, and looked at again there: of two that see the same old lock, the later one must not take away a new one. */
async function breakStale(lock: string, before: number): Promise<void> {
  const breaking = `${lock}.break`;
  if (!(await isOlder(lock, before))) return;
  if (await take(breaking)) {
    if (await isOlder(lock, before)) await rm(lock, { force: true });
    await rm(breaking, { force: true });
  } else if (await isOlder(breaking, before)) await rm(breaking, { force: true });
}

async function isOlder(file: string, before: number): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  return found !== undefined && found.mtimeMs < before;
}

export const isErrorOf = (error: unknown, code: string): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === code;
