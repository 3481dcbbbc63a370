import type { Clock } from './clock.ts';

/**
 * A clock for each sandbox: the engine's, moved by an offset of its own. Moving one wakes those of its sleepers that became
 * due and no other sandbox's. Never moves the engine's clock.
 */
export interface SandboxClocks {
  clockOf(sandbox: string): Clock;
  /** Milliseconds by which the sandbox is ahead of the engine's clock. */
  offsetOf(sandbox: string): number;
  setOffset(sandbox: string, ms: number): void;
  advance(sandbox: string, ms: number): void;
  /** Back to the engine's time, and nothing is kept of it. */
  forget(sandbox: string): void;
}

interface MovableClock extends Clock {
  offset: number;
  /** Wakes who is due and lets the others sleep for what is left. */
  moved(): void;
}

/** Node's timers overflow at 2^31 ms and then fire at once, so that longer sleeps are slept in pieces. */
const LONGEST_TIMER = 2 ** 30;

export function createSandboxClocks(base: Clock): SandboxClocks {
  const clocks = new Map<string, MovableClock>();
  const clockOf = (sandbox: string): MovableClock => {
    let clock = clocks.get(sandbox);
    if (clock === undefined) {
      clock = movableClock(base);
      clocks.set(sandbox, clock);
    }
    return clock;
  };
  const setOffset = (sandbox: string, ms: number): void => {
    const clock = clockOf(sandbox);
    clock.offset = ms;
    clock.moved();
  };
  return {
    clockOf,
    offsetOf: (sandbox) => clocks.get(sandbox)?.offset ?? 0,
    setOffset,
    forget(sandbox) {
      if (clocks.has(sandbox)) setOffset(sandbox, 0);
      clocks.delete(sandbox);
    },
    advance: (sandbox, ms) => setOffset(sandbox, clockOf(sandbox).offset + ms),
  };
}

interface Sleeper {
  readonly due: number;
  wake(): void;
  /** Starts, or starts again, the engine's timer behind this sleep. */
  arm(): void;
}

function movableClock(base: Clock): MovableClock {
  const sleepers = new Set<Sleeper>();
  const clock: MovableClock = {
    offset: 0,
    now: () => base.now() + clock.offset,
    sleep: (ms, signal) =>
      signal?.aborted ? Promise.reject(signal.reason) : asleep(base, clock, sleepers, ms, signal),
    moved() {
      const inOrder = [...sleepers].sort((a, b) => a.due - b.due);
      for (const sleeper of inOrder) {
        if (sleeper.due <= clock.now()) sleeper.wake();
        else sleeper.arm();
      }
    },
  };
  return clock;
}

function asleep(base: Clock, clock: Clock, sleepers: Set<Sleeper>, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    let timer = new AbortController();
    const due = clock.now() + ms;
    const end = (settle: () => void): void => {
      sleepers.delete(sleeper);
      signal?.removeEventListener('abort', aborted);
      timer.abort();
      settle();
    };
    const aborted = (): void => end(() => reject(signal?.reason));
    const sleeper: Sleeper = {
      due,
      wake: () => end(resolve),
      arm() {
        timer.abort();
        timer = new AbortController();
        const left = due - clock.now();
        // Slept to its end it is due, also where the clock still shows the millisecond before.
        base.sleep(Math.min(left, LONGEST_TIMER), timer.signal).then(
          () => (left <= LONGEST_TIMER ? sleeper.wake() : sleeper.arm()),
          () => {}, // Armed anew, woken or aborted in the meantime.
        );
      },
    };
    sleepers.add(sleeper);
    signal?.addEventListener('abort', aborted, { once: true });
    sleeper.arm();
  });
}
