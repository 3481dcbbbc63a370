import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Limit, LimitAlgorithm } from './limit.ts';
import { newMeter, settle, standing, take } from './meter.ts';

const RUNS = { numRuns: 500 };
const EPOCH = 1_700_000_000_000;

const limitOf = (algorithm: LimitAlgorithm, limit: number, window: number): Limit => ({
  policy: 'default',
  limit,
  window,
  per: 'credential',
  algorithm,
});

/** Milliseconds between requests: bursts, pauses about as long as a window's share, and long ones. */
const gaps = fc.array(fc.oneof(fc.constant(0), fc.nat(30), fc.nat(400), fc.nat(5000)), { maxLength: 120 });
const shape = fc.record({ limit: fc.integer({ min: 1, max: 12 }), window: fc.integer({ min: 1, max: 2000 }) });

/** The times at which requests came, and whether each passed. */
function run(
  limit: Limit,
  between: readonly number[],
): { at: number; passed: boolean; remaining: number; wait: number }[] {
  const meter = newMeter();
  let now = EPOCH;
  return between.map((gap) => {
    now += gap;
    settle(limit, meter, now);
    const { remaining, wait } = standing(limit, meter, now);
    const passed = wait === 0;
    if (passed) take(limit, meter);
    return { at: now, passed, remaining, wait };
  });
}

/** GCRA as the books have it, in fractions: a theoretical arrival time that runs ahead by at most the burst. */
function gcraByTheBook({ limit, window }: Limit, between: readonly number[]): boolean[] {
  // In units of 1/limit ms, so that the interval between two requests is a whole number.
  const interval = BigInt(window);
  const units = (ms: number): bigint => BigInt(ms) * BigInt(limit);
  let now = EPOCH;
  let arrival = units(now);
  return between.map((gap) => {
    now += gap;
    if (arrival < units(now)) arrival = units(now);
    if (arrival + interval - units(now) > units(window)) return false;
    arrival += interval;
    return true;
  });
}

describe('meter', () => {
  it('passes with GCRA exactly what the textbook passes', () => {
    fc.assert(
      fc.property(shape, gaps, ({ limit, window }, between) => {
        const given = limitOf('gcra', limit, window);
        expect(run(given, between).map(({ passed }) => passed)).toEqual(gcraByTheBook(given, between));
      }),
      RUNS,
    );
  });

  it('passes with GCRA no more than a burst and the rate in any stretch of time', () => {
    fc.assert(
      fc.property(shape, gaps, ({ limit, window }, between) => {
        const passed = run(limitOf('gcra', limit, window), between).filter((each) => each.passed);
        passed.forEach((first, from) => {
          passed.slice(from).forEach((last, more) => {
            expect(more + 1).toBeLessThanOrEqual(limit + Math.floor(((last.at - first.at) * limit) / window));
          });
        });
      }),
      RUNS,
    );
  });

  it('passes with fixed windows what a count for each window passes, and never more than the limit', () => {
    fc.assert(
      fc.property(shape, gaps, ({ limit, window }, between) => {
        const counts = new Map<number, number>();
        for (const { at, passed, remaining } of run(limitOf('fixed-window', limit, window), between)) {
          const count = counts.get(Math.floor(at / window)) ?? 0;
          expect({ passed, remaining }).toEqual({ passed: count < limit, remaining: limit - count });
          if (passed) counts.set(Math.floor(at / window), count + 1);
        }
      }),
      RUNS,
    );
  });

  it('passes with a daily quota the same number on each day, UTC', () => {
    const gapsOfHours = fc.array(fc.nat(9 * 3_600_000), { maxLength: 60 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), gapsOfHours, (limit, between) => {
        const days = new Map<string, number>();
        for (const { at, passed } of run(limitOf('daily', limit, 86_400_000), between)) {
          const day = new Date(at).toISOString().slice(0, 10);
          const count = days.get(day) ?? 0;
          expect(passed).toBe(count < limit);
          if (passed) days.set(day, count + 1);
        }
      }),
      RUNS,
    );
  });

  it.each(['gcra', 'fixed-window', 'daily'] as const)(
    'says to the millisecond with %s when to come back',
    (algorithm) => {
      fc.assert(
        fc.property(shape, gaps, ({ limit, window }, between) => {
          const given = limitOf(algorithm, limit, algorithm === 'daily' ? 86_400_000 : window);
          const meter = newMeter();
          let now = EPOCH;
          for (const gap of between) {
            now += gap;
            settle(given, meter, now);
            if (standing(given, meter, now).wait === 0) take(given, meter);
          }
          const { wait, reset, remaining } = standing(given, meter, now);
          const after = (ms: number) => {
            const later = { ...meter };
            settle(given, later, now + ms);
            return standing(given, later, now + ms);
          };
          expect(remaining > 0).toBe(wait === 0);
          if (wait > 0) expect([after(wait - 1).remaining, after(wait).remaining > 0]).toEqual([0, true]);
          expect(after(reset).remaining).toBe(limit);
        }),
        RUNS,
      );
    },
  );

  it('takes a clock that is moved back: GCRA drains nothing, a window is another one', () => {
    const gcra = newMeter();
    const limit = limitOf('gcra', 1, 1000);
    settle(limit, gcra, EPOCH);
    take(limit, gcra);
    settle(limit, gcra, EPOCH - 5000);
    expect(standing(limit, gcra, EPOCH - 5000)).toEqual({ remaining: 0, reset: 1000, wait: 1000 });

    const fixed = newMeter();
    const windowed = limitOf('fixed-window', 1, 1000);
    settle(windowed, fixed, EPOCH);
    take(windowed, fixed);
    settle(windowed, fixed, EPOCH - 5000);
    expect(standing(windowed, fixed, EPOCH - 5000).remaining).toBe(1);
  });
});
