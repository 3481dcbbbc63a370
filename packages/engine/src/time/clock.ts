/** Time as every stage sees it. Nothing in the engine reads the wall clock by itself. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Milliseconds with fractions since some moment, for durations; a clock without it measures them by `now`. */
  elapsed?(): number;
  /** Resolves after `ms` of this clock, or at once with the signal's reason as rejection. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const elapsedOf = (clock: Clock): number => clock.elapsed?.() ?? clock.now();

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const abort = () => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(
        () => {
          signal?.removeEventListener('abort', abort);
          resolve();
        },
        Math.max(0, ms - TIMER_LATE_MS),
      );
      signal?.addEventListener('abort', abort, { once: true });
    }),
};

/** Node counts in whole milliseconds, and calls a timer in the first turn of its loop after one is over: that much too late, at the median. */
const TIMER_LATE_MS = 1;

interface Sleeper {
  readonly due: number;
  wake(): void;
}

/** A clock that stands still until it is moved; `advance` wakes every sleeper that is due, in order. For tests and sandboxes. */
export function manualClock(start = 0): Clock & { advance(ms: number): void } {
  let now = start;
  const sleepers = new Set<Sleeper>();
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const abort = () => {
          sleepers.delete(sleeper);
          reject(signal?.reason);
        };
        const sleeper: Sleeper = {
          due: now + ms,
          wake: () => {
            signal?.removeEventListener('abort', abort);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', abort, { once: true });
      }),
    advance(ms) {
      now += ms;
      for (const sleeper of [...sleepers].sort((a, b) => a.due - b.due)) {
        if (sleeper.due > now) break;
        sleepers.delete(sleeper);
        sleeper.wake();
      }
    },
  };
}
