import type { Remains } from './store-file.ts';

/** Has earlier values overwritten a moment after they were removed or replaced, all of a moment at once. Never in the course of a write. */
export interface Sweeper {
  /** After each write. */
  left(remains: Remains): void;
  stop(): void;
}

const SOON_MS = 100;
/** A large file takes its time: requests wait meanwhile, at most for this part of all time. */
const PAUSES_PER_SWEEP = 50;

export function createSweeper(sweep: (remains: Remains) => void, path: string, onLog: (line: string) => void): Sweeper {
  let remains: Remains = 'none';
  let timer: NodeJS.Timeout | undefined;
  let pauseMs = SOON_MS;
  let hasFailed = false;
  const run = (): void => {
    timer = undefined;
    const before = performance.now();
    try {
      sweep(remains);
      remains = 'none';
      hasFailed = false;
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      if (!hasFailed) onLog(`${path} still has what was deleted, which is overwritten after the next change: ${words}`);
      hasFailed = true;
    }
    pauseMs = Math.max(SOON_MS, (performance.now() - before) * PAUSES_PER_SWEEP);
  };
  return {
    left(more) {
      if (more === 'none') return;
      if (remains !== 'removed') remains = more;
      timer ??= setTimeout(run, pauseMs).unref();
    },
    stop() {
      clearTimeout(timer);
    },
  };
}
