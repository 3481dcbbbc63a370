import type { ServerResponse } from 'node:http';
import type { Clock } from '../time/clock.ts';

/** Waiting within one delivery, which two things cut short: the rule is cleared, or the client has gone. Leaves no timer behind. */
export interface Patience {
  readonly cleared: boolean;
  readonly gone: boolean;
  /** For so many milliseconds, for ever where `Infinity`, not at all where none are left; resolves early when cut short. */
  pause(ms: number): Promise<void>;
}

/** The longest that a timer of Node takes. */
const LONGEST_MS = 2 ** 31 - 1;

export function patienceOf(response: ServerResponse, signal: AbortSignal, clock: Clock): Patience {
  const ending = new AbortController();
  let gone = response.destroyed;
  const clear = (): void => ending.abort();
  signal.addEventListener('abort', clear, { once: true });
  response.once('close', () => {
    gone = !response.writableFinished;
    signal.removeEventListener('abort', clear);
    ending.abort();
  });
  if (gone || signal.aborted) ending.abort();
  return {
    get cleared() {
      return signal.aborted;
    },
    get gone() {
      return gone;
    },
    async pause(ms) {
      if (ms <= 0 || ending.signal.aborted) return;
      if (ms === Number.POSITIVE_INFINITY) await aborted(ending.signal);
      else await clock.sleep(Math.min(ms, LONGEST_MS), ending.signal).catch(() => {});
    },
  };
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
