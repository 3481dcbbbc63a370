import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { bed, run } from './faults-fixture.ts';
import type { When } from './rule.ts';

const second = 1000;

/** `x` where the rule fires and `.` where it does not, request after request, `step` milliseconds apart. */
function sequence(when: When, requests: number, step = 0, seed = 'seed'): string {
  const { faults, clock } = bed({ seed });
  faults.put('default', { kind: 'status', when });
  return Array.from({ length: requests }, () => {
    const { exchange } = run({ faults });
    clock.advance(step);
    return exchange.firings?.some(({ fired }) => fired) ? 'x' : '.';
  }).join('');
}

describe('when', () => {
  it.each<[When, number, string]>([
    [{}, 0, 'xxxxxxxx'],
    [{ after: 2 }, 0, '..xxxxxx'],
    [{ times: 3 }, 0, 'xxx.....'],
    [{ every: 3 }, 0, '..x..x..'],
    [{ after: 1, every: 2 }, 0, '..x.x.x.'],
    [{ after: 2, times: 2 }, 0, '..xx....'],
    [{ every: 2, times: 2 }, 0, '.x.x....'],
    [{ probability: 0 }, 0, '........'],
    [{ probability: 1 }, 0, 'xxxxxxxx'],
    [{ schedule: { start: '2s', for: '3s' } }, second, '..xxx...'],
    [{ schedule: { start: '2s', for: '3s' }, times: 2 }, second, '..xx....'],
    [{ flap: { up: '2s', down: '1s' } }, second, '..x..x..'],
    [{ flap: { up: '1s', down: '2s' }, times: 3 }, second, '.xx.x...'],
    [{ ramp: { from: 0, to: 1, over: '1s' } }, second, '.xxxxxxx'],
    [{ ramp: { from: 1, to: 0, over: '1s' } }, second, 'x.......'],
  ])('%j with a request each %d ms is %s', (when, step, expected) => {
    expect(sequence(when, 8, step)).toBe(expected);
  });

  it.each([
    [0.1, 'a'],
    [0.1, 'b'],
    [0.1, 'c'],
    [0.5, 'a'],
    [0.5, 'b'],
    [0.5, 'c'],
    [0.9, 'a'],
    [0.9, 'b'],
    [0.9, 'c'],
  ])('fires with probability %d and seed %s as often as chance would', (probability, seed) => {
    const requests = 10_000;
    const fired = sequence({ probability }, requests, 0, seed).replaceAll('.', '').length;
    // 99.9% of a binomial distribution lie within 3.29 standard deviations.
    const bound = 3.29 * Math.sqrt(requests * probability * (1 - probability));
    expect(Math.abs(fired - requests * probability)).toBeLessThanOrEqual(bound);
  });

  it('grows with a ramp', () => {
    const { faults, clock } = bed();
    faults.put('default', { kind: 'status', when: { ramp: { from: 0, to: 1, over: '100s' } } });
    const parts = Array.from({ length: 4 }, () => {
      let fired = 0;
      for (let n = 0; n < 1000; n++) {
        if (run({ faults }).exchange.firings?.[0]?.fired) fired++;
        clock.advance(25);
      }
      return fired / 1000;
    });
    for (const [at, expected] of [0.125, 0.375, 0.625, 0.875].entries()) expect(parts[at]).toBeCloseTo(expected, 1);
  });

  it('fires at the same requests in another process, and at others with another seed', () => {
    const program = `
      import { bed, run } from './faults-fixture.ts';
      const { faults } = bed({ seed: 'here' });
      faults.put('acme', { kind: 'status', when: { probability: 0.5 } });
      let text = '';
      for (let n = 0; n < 200; n++) text += run({ faults }, { sandbox: 'acme' }).exchange.firings[0].fired ? 'x' : '.';
      process.stdout.write(text);
    `;
    const outcomes = [1, 2].map(() => {
      const { stdout, stderr } = spawnSync(
        process.execPath,
        ['--conditions=@stuntdouble/source', '--input-type=module', '-'],
        { input: program.replace("'./", `'${join(import.meta.dirname)}/`), encoding: 'utf8' },
      );
      return stdout === '' ? stderr : stdout;
    });
    const { faults } = bed({ seed: 'here' });
    faults.put('acme', { kind: 'status', when: { probability: 0.5 } });
    const here = Array.from({ length: 200 }, () =>
      run({ faults }, { sandbox: 'acme' }).exchange.firings?.[0]?.fired ? 'x' : '.',
    ).join('');
    expect(outcomes).toEqual([here, here]);
    expect(sequence({ probability: 0.5 }, 200, 0, 'there')).not.toBe(here);
  });

  it('draws another sequence for another sandbox and for another place among the rules', () => {
    const { faults } = bed();
    for (const sandbox of ['default', 'acme', 'acme'])
      faults.put(sandbox, { kind: 'latency', options: { ms: '0s' }, when: { probability: 0.5 } });
    const sequences = ['', '', ''];
    for (let n = 0; n < 100; n++) {
      const firings = ['default', 'acme'].flatMap((sandbox) => run({ faults }, { sandbox }).exchange.firings ?? []);
      for (const [at, { fired }] of firings.entries()) sequences[at] += fired ? 'x' : '.';
    }
    expect(new Set(sequences).size).toBe(3);
  });

  it('starts the sequence anew when the same rule is made anew', () => {
    const { faults } = bed();
    const draw = (): string => {
      faults.put('default', { kind: 'status', when: { probability: 0.5 } });
      let text = '';
      for (let n = 0; n < 50; n++) text += run({ faults }).exchange.firings?.[0]?.fired ? 'x' : '.';
      faults.clear('default');
      return text;
    };
    expect(draw()).toBe(draw());
  });

  it('goes by the clock of the sandbox', () => {
    const { faults, clocks } = bed();
    faults.put('*', { kind: 'status', when: { schedule: { start: '10s', for: '10s' } } });
    clocks.advance('acme', 15_000);
    const fires = (sandbox: string) => run({ faults }, { sandbox }).exchange.firings?.[0]?.fired;
    expect([fires('acme'), fires('default')]).toEqual([true, false]);
    clocks.advance('acme', 10_000);
    expect(fires('acme')).toBe(false);
  });

  it('begins when the rule is made, also in a sandbox whose clock is ahead', () => {
    const { faults, clocks } = bed();
    clocks.setOffset('acme', 60_000);
    faults.put('*', { kind: 'status', when: { schedule: { start: '10s', for: '10s' } }, ttl: '20s' });
    const fires = () => run({ faults }, { sandbox: 'acme' }).exchange.firings?.[0]?.fired;
    expect(fires()).toBe(false);
    clocks.advance('acme', 10_000);
    expect(fires()).toBe(true);
    clocks.advance('acme', 10_000);
    expect(fires()).toBeUndefined();
  });

  it('counts a rule for every sandbox in each of them', () => {
    const { faults } = bed();
    const rule = faults.put('*', { kind: 'status', when: { times: 1 } });
    const fires = (sandbox: string) => run({ faults }, { sandbox }).exchange.firings?.[0]?.fired;
    expect(['acme', 'acme', 'default', 'default'].map(fires)).toEqual([true, false, true, false]);
    expect(rule.counts).toEqual({ matched: 4, fired: 2 });
  });
});
