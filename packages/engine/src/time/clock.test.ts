import { describe, expect, it } from '@jest/globals';
import { manualClock, systemClock } from './clock.ts';

describe('manualClock', () => {
  it('wakes the sleepers that are due, in the order of their time', async () => {
    const clock = manualClock(1000);
    const woken: string[] = [];
    const late = clock.sleep(200).then(() => woken.push('late'));
    const early = clock.sleep(100).then(() => woken.push('early'));
    clock.advance(99);
    await Promise.resolve();
    expect(woken).toEqual([]);
    clock.advance(101);
    await Promise.all([late, early]);
    expect(woken).toEqual(['early', 'late']);
    expect(clock.now()).toBe(1200);
  });

  it('rejects a sleep whose signal aborts', async () => {
    const clock = manualClock();
    const controller = new AbortController();
    const sleep = clock.sleep(100, controller.signal);
    controller.abort(new Error('cleared'));
    await expect(sleep).rejects.toThrow('cleared');
  });
});

describe('systemClock', () => {
  it('rejects at once where the signal was aborted before', async () => {
    await expect(systemClock.sleep(60_000, AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
  });
});
