import type { Limit } from './limit.ts';

/**
 * Counts the requests of one subject against one limit: GCRA as a meter that drains, and windows that start anew. Pure
 * arithmetic on whole numbers; never reads a clock.
 */
export interface Meter {
  /** GCRA: units that have not drained yet, `window` of them to a request. Windows: requests in this one. */
  level: number;
  /** GCRA: when it was last drained. Windows: when this one began. */
  at: number;
}

/** How a subject stands: requests that are left, and milliseconds until the limit is whole again, and until one request may pass. */
export interface Standing {
  readonly remaining: number;
  readonly reset: number;
  /** 0 where one may pass now. */
  readonly wait: number;
}

export const newMeter = (): Meter => ({ level: 0, at: 0 });

/** Brings the meter to `now` (milliseconds). A clock that was moved back drains nothing, and is in another window. */
export function settle({ algorithm, limit, window }: Limit, meter: Meter, now: number): void {
  if (algorithm === 'gcra') {
    meter.level = Math.max(0, meter.level - Math.max(0, now - meter.at) * limit);
    meter.at = now;
    return;
  }
  const start = Math.floor(now / window) * window;
  if (start !== meter.at) meter.level = 0;
  meter.at = start;
}

/** Of a meter that was brought to `now`. */
export function standing({ algorithm, limit, window }: Limit, meter: Meter, now: number): Standing {
  if (algorithm === 'gcra') {
    const space = limit * window - meter.level;
    const remaining = Math.floor(space / window);
    return {
      remaining,
      reset: Math.ceil(meter.level / limit),
      wait: remaining > 0 ? 0 : Math.ceil((window - space) / limit),
    };
  }
  const remaining = limit - meter.level;
  const reset = meter.at + window - now;
  return { remaining, reset, wait: remaining > 0 ? 0 : reset };
}

/** Counts one request; only where one may pass. */
export function take({ algorithm, window }: Limit, meter: Meter): void {
  meter.level += algorithm === 'gcra' ? window : 1;
}
