/** Time as the platform sees it. Nothing else reads the wall clock, so that tests and provider states can set it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** Runs as fast as the other, from another moment. */
export function clockFrom(moment: number, below: Clock = systemClock): Clock {
  const started = below.now();
  return { now: () => moment + below.now() - started };
}

/** Stands where it is put. Until then, and after `release`, it runs as the one below it does. */
export interface SettableClock extends Clock {
  stopAt(moment: number): void;
  release(): void;
}

export function settableClock(below: Clock): SettableClock {
  let stopped: number | undefined;
  return {
    now: () => stopped ?? below.now(),
    stopAt: (moment) => {
      stopped = moment;
    },
    release: () => {
      stopped = undefined;
    },
  };
}

export const timeText = (moment: number): string => new Date(moment).toISOString();
