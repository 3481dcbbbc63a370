import { describe, expect, it } from '@jest/globals';
import { manualClock } from './clock.ts';
import { createSandboxClocks } from './sandbox-clocks.ts';

/** Lets everything that was settled run. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('createSandboxClocks', () => {
  it('runs with the clock of the engine, ahead by an offset', () => {
    const base = manualClock(1000);
    const clocks = createSandboxClocks(base);
    clocks.setOffset('acme', 500);
    clocks.advance('acme', 250);
    base.advance(10);
    expect(clocks.clockOf('acme').now()).toBe(1760);
    expect(clocks.offsetOf('acme')).toBe(750);
    expect(clocks.clockOf('default').now()).toBe(1010);
  });

  it('wakes those who became due, in the order of their time, and nobody in another sandbox', async () => {
    const clocks = createSandboxClocks(manualClock());
    const woken: string[] = [];
    for (const [name, sandbox, ms] of [
      ['late', 'acme', 200],
      ['early', 'acme', 100],
      ['later', 'acme', 300],
      ['other', 'default', 50],
    ] as const)
      void clocks
        .clockOf(sandbox)
        .sleep(ms)
        .then(() => woken.push(name));
    clocks.advance('acme', 250);
    await settle();
    expect(woken).toEqual(['early', 'late']);
  });

  it('lets who is not due sleep for what is left', async () => {
    const base = manualClock();
    const clocks = createSandboxClocks(base);
    let awake = false;
    void clocks
      .clockOf('acme')
      .sleep(100)
      .then(() => {
        awake = true;
      });
    clocks.advance('acme', 60);
    base.advance(39);
    await settle();
    expect(awake).toBe(false);
    base.advance(1);
    await settle();
    expect(awake).toBe(true);
  });

  it('sleeps longer where the clock was put back', async () => {
    const base = manualClock();
    const clocks = createSandboxClocks(base);
    let awake = false;
    void clocks
      .clockOf('acme')
      .sleep(100)
      .then(() => {
        awake = true;
      });
    clocks.setOffset('acme', -50);
    base.advance(100);
    await settle();
    expect(awake).toBe(false);
    base.advance(50);
    await settle();
    expect(awake).toBe(true);
  });

  it('rejects a sleep whose signal aborts, or was aborted before', async () => {
    const clock = createSandboxClocks(manualClock()).clockOf('acme');
    const controller = new AbortController();
    const sleep = clock.sleep(100, controller.signal);
    controller.abort(new Error('cleared'));
    await expect(sleep).rejects.toThrow('cleared');
    await expect(clock.sleep(1, controller.signal)).rejects.toThrow('cleared');
  });

  it('sleeps longer than one timer of Node can', async () => {
    const base = manualClock();
    const asked: number[] = [];
    const watched = {
      now: base.now,
      sleep(ms: number, signal?: AbortSignal) {
        asked.push(ms);
        return base.sleep(ms, signal);
      },
    };
    let awake = false;
    void createSandboxClocks(watched)
      .clockOf('acme')
      .sleep(2 ** 31)
      .then(() => {
        awake = true;
      });
    base.advance(2 ** 30);
    await settle();
    expect(awake).toBe(false);
    base.advance(2 ** 30);
    await settle();
    expect(awake).toBe(true);
    expect(Math.max(...asked)).toBeLessThan(2 ** 31);
  });
});
