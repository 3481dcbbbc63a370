import type { Clock } from '@stuntdouble/engine';

/** A clock that stands still until it is moved. Never looks at the time of day. */
export interface ManualClock extends Clock {
  /** Wakes whoever slept until then. */
  advance(ms: number): void;
  /** How many sleep. */
  sleepers(): number;
}

export function manualClock(start = Date.UTC(2026, 0, 1)): ManualClock {
  let now = start;
  const sleeping = new Set<{ readonly due: number; readonly wake: () => void }>();
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const sleeper = { due: now + ms, wake: () => resolve() };
        sleeping.add(sleeper);
        signal?.addEventListener('abort', () => {
          sleeping.delete(sleeper);
          reject(signal.reason);
        });
      }),
    advance(ms) {
      now += ms;
      for (const sleeper of [...sleeping])
        if (sleeper.due <= now) {
          sleeping.delete(sleeper);
          sleeper.wake();
        }
    },
    sleepers: () => sleeping.size,
  };
}
