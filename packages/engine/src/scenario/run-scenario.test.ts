import { describe, expect, it } from '@jest/globals';
import { manualClock } from '../time/clock.ts';
import { runScenario, type ScenarioHost } from './run-scenario.ts';
import type { RunOptions, RunStatus, Scenario } from './scenario.ts';

const scenario: Scenario = {
  name: 'recovery',
  description: 'down, then well',
  phases: [
    { name: 'down', for: '10s', rules: [{ kind: 'status', where: { tag: 'documents' } }] },
    { name: 'shaky', requests: 2, rules: [{ kind: 'reset' }, { kind: 'latency' }] },
    { name: 'well', for: '5s', rules: [] },
  ],
};

function start(options: RunOptions = {}, played = scenario) {
  const clock = manualClock(1000);
  const rules = new Map<string, unknown>();
  const listeners = new Set<() => void>();
  const phases: string[] = [];
  const host: ScenarioHost = {
    clock,
    putRule: (rule, id) => void rules.set(id, rule),
    removeRule: (id) => void rules.delete(id),
    onExchange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    onPhase: ({ state, phase }: RunStatus) => void phases.push(state === 'running' ? phase : state),
  };
  const run = runScenario(played, 'acme', 'run-1', options, host);
  const request = () => {
    for (const listener of [...listeners]) listener();
  };
  return { run, clock, rules, phases, request };
}

/** Lets what was woken run to where it waits again. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('runScenario', () => {
  it('plays the phases by time and by requests, and leaves no rule behind', async () => {
    const { run, clock, rules, phases, request } = start();
    expect([...rules.values()]).toEqual([{ kind: 'status', where: { tag: 'documents' } }]);
    clock.advance(10_000);
    await settle();
    expect(rules.size).toBe(2);
    request();
    await settle();
    expect(run.status().phase).toBe('shaky');
    request();
    await settle();
    expect([run.status().phase, rules.size]).toEqual(['well', 0]);
    clock.advance(5000);
    expect(await run.ended).toMatchObject({ state: 'finished', phase: 'well' });
    expect(phases).toEqual(['down', 'shaky', 'well', 'finished']);
  });

  it('narrows every rule to where the run is meant, a rule keeping its own conditions', async () => {
    const { run, rules } = start({ where: { operation: 'getIntake', tag: 'intakes' } });
    expect([...rules.values()]).toEqual([{ kind: 'status', where: { operation: 'getIntake', tag: 'documents' } }]);
    run.stop();
    await run.ended;
  });

  it('stands still while it is paused', async () => {
    const { run, clock } = start();
    clock.advance(4000);
    run.pause();
    clock.advance(60_000);
    await settle();
    expect(run.status()).toMatchObject({ state: 'paused', phase: 'down', phaseEndsIn: 6000 });
    run.resume();
    clock.advance(5999);
    await settle();
    expect(run.status().phase).toBe('down');
    clock.advance(1);
    await settle();
    expect(run.status().phase).toBe('shaky');
    run.stop();
    await run.ended;
  });

  it('skips to the next phase, or to one by name', async () => {
    const { run } = start();
    expect(run.skip()).toBe(true);
    await settle();
    expect(run.status().phase).toBe('shaky');
    expect(run.skip('down')).toBe(true);
    await settle();
    expect(run.status().phase).toBe('down');
    expect(run.skip('nowhere')).toBe(false);
    run.stop();
    await run.ended;
  });

  it('begins again with loop, until it is stopped', async () => {
    const { run, clock, rules } = start({ loop: true }, { ...scenario, phases: scenario.phases.slice(0, 1) });
    clock.advance(10_000);
    await settle();
    clock.advance(10_000);
    await settle();
    expect(run.status()).toMatchObject({ state: 'running', rounds: 2, phase: 'down' });
    run.stop();
    expect(await run.ended).toMatchObject({ state: 'stopped' });
    expect(rules.size).toBe(0);
  });

  it('cannot be stopped or skipped once it is over', async () => {
    const { run } = start();
    run.stop();
    await run.ended;
    expect(run.skip()).toBe(false);
    run.pause();
    expect(run.status().state).toBe('stopped');
  });
});
