import { describe, expect, it } from '@jest/globals';
import { type ObservedExchange, recordGameDay } from './game-day.ts';
import { gameDayHtml } from './game-day-html.ts';
import { gameDayText } from './game-day-text.ts';
import type { RunStatus } from './scenario.ts';

const scenario = { name: 'outage', description: 'Down <for> a while', phases: [] };

function recorded() {
  let now = 0;
  const recorder = recordGameDay(scenario, 'acme', () => now);
  const phase = (name: string, state: RunStatus['state'] = 'running') =>
    recorder.phase({ state, phase: name, phaseStartedAt: now } as RunStatus);
  const exchange = (over: Partial<ObservedExchange>) =>
    recorder.exchange({
      at: now,
      durationMs: 10,
      status: 200,
      operation: 'getIntake',
      faults: [],
      identity: 'a',
      broken: false,
      ...over,
    });
  return {
    recorder,
    phase,
    exchange,
    at: (ms: number) => {
      now = ms;
    },
  };
}

function outage() {
  const { recorder, phase, exchange, at } = recorded();
  phase('down');
  at(100);
  exchange({ status: 503, faults: ['r1 status fired'] });
  at(310);
  exchange({ status: 503, faults: ['r1 status fired'], durationMs: 30 });
  at(5000);
  phase('well');
  at(5100);
  exchange({});
  exchange({ identity: 'b', broken: true, faults: ['r2 truncate fired'] });
  at(6000);
  phase('well', 'finished');
  return recorder.report();
}

describe('recordGameDay', () => {
  it('is what it was once the run is over, and says where it looked at some of the requests only', () => {
    const { recorder, phase, exchange } = recorded();
    phase('down');
    for (let sent = 0; sent < 50_001; sent++) exchange({});
    phase('down', 'finished');
    recorder.end();
    exchange({});
    const { traffic, clients } = recorder.report();
    expect(traffic.requests).toBe(50_000);
    expect(clients).toContain('Of 50001 requests the first 50000 are in this report.');
    expect(recorder.report()).toBe(recorder.report());
  });

  it('counts traffic, success and firings by phase and in all', () => {
    const report = outage();
    expect(
      report.phases.map(({ name, from, to, traffic }) => [name, from, to, traffic.requests, traffic.successRate]),
    ).toEqual([
      ['down', 0, 5000, 2, 0],
      ['well', 5000, 6000, 2, 0.5],
    ]);
    expect(report.firings).toEqual({ status: 2, truncate: 1 });
    expect(report).toMatchObject({ state: 'finished', sandbox: 'acme', traffic: { requests: 4, succeeded: 1 } });
  });

  it('knows a retry by its request, and how soon it came', () => {
    const { traffic } = outage();
    expect(traffic).toMatchObject({ retries: 2, retryAfterMs: 200 });
  });

  it('says what the clients did', () => {
    expect(outage().clients).toEqual([
      '3 requests failed; 2 requests came again after a failure, half of these within 200 ms.',
      'In the last phase (well) 50.0% succeeded.',
    ]);
    const { recorder, phase } = recorded();
    phase('down');
    expect(recorder.report().clients).toEqual(['No client sent a request while the scenario ran.']);
  });
});

describe('gameDayText', () => {
  it('shows one line for each phase and one for all', () => {
    const lines = gameDayText(outage()).split('\n');
    expect(lines[0]).toBe('outage on acme: finished after 6s');
    expect(lines.filter((line) => /^(down|well|all) /.test(line))).toHaveLength(3);
    expect(lines.find((line) => line.startsWith('down '))).toMatch(/5s\s+2\s+0\.0%\s+10 ms\s+30 ms\s+1\s+status 2$/);
  });
});

describe('gameDayHtml', () => {
  it('draws a block for each phase and escapes what was written', () => {
    const html = gameDayHtml(outage());
    expect(html.match(/<g>/g)).toHaveLength(2);
    expect(html).toContain('Down &#60;for&#62; a while');
    expect(html).not.toMatch(/<script|https?:\/\//);
  });
});
