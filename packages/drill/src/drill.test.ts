import { describe, expect, it } from '@jest/globals';
import { systemClock } from '@stuntdouble/engine';
import { textReport } from './report/text-report.ts';
import { drillClient } from './testing/drill-client.ts';

/** What a drill does with a command, beyond its verdicts. */

const script = (text: string): readonly string[] => [process.execPath, '--input-type=module', '-e', text];
const READS = `
const answer = await fetch(new URL('/orders/o-1', process.env.ORDERS_URL), { headers: { 'x-api-key': process.env.STUNT_API_KEY } });
`;
const PATIENCE = 30_000;

describe('drill', () => {
  it(
    'tells the command which cell it is in, and keeps its secrets out of what it shows',
    async () => {
      const tell = `${READS}
        const { DRILL_CELL, DRILL_FAULT, DRILL_OPERATION, STUNT_URL, ORDERS_URL, STUNT_API_KEY, SHOP_TOKEN } = process.env;
        console.log([DRILL_CELL, DRILL_FAULT, DRILL_OPERATION, STUNT_URL === ORDERS_URL, STUNT_API_KEY, SHOP_TOKEN].join(' '));`;
      const env = { SHOP_TOKEN: 'a-secret-of-the-shop' };
      const { results } = await drillClient('', { command: script(tell), only: ['getOrder.503'], env });
      expect(results.map(({ run }) => run.output)).toEqual(['getOrder.503 503 getOrder true [redacted] [redacted]\n']);
    },
    PATIENCE,
  );

  it(
    'gives each run a sandbox of its own, in which paths begin at the root',
    async () => {
      const creates = `
        const headers = { 'x-api-key': 'any', 'content-type': 'application/json' };
        const body = JSON.stringify({ item: 'anvil', quantity: 1 });
        await fetch(new URL('/orders', process.env.STUNT_URL), { method: 'POST', headers, body });
        const { data } = await (await fetch(new URL('/orders', process.env.STUNT_URL), { headers })).json();
        console.log(data.length, new URL(process.env.STUNT_URL).pathname);`;
      const { results, baseline } = await drillClient('', { command: script(creates), only: ['*.latency'] });
      const outputs = [...(baseline?.runs ?? []), ...results.map(({ run }) => run)].map(({ output }) => output);
      expect(outputs).toHaveLength(4);
      expect(new Set(outputs).size).toBe(1);
    },
    PATIENCE,
  );

  it(
    'asks whether credentials are right where the plan says so',
    async () => {
      const planFile = { auth: 'enforce' } as const;
      const given = { only: ['getOrder.401'], planFile };
      const { report } = await drillClient('', {
        ...given,
        command: script(`${READS} if (!answer.ok) process.exitCode = 1;`),
      });
      expect(report.cells).toMatchObject([{ verdict: 'failed-fast' }]);
      const wrong = script(
        READS.replace('process.env.STUNT_API_KEY', "'another'").concat('process.exitCode = answer.ok ? 0 : 1;'),
      );
      await expect(drillClient('', { ...given, command: wrong })).rejects.toMatchObject({
        code: 'DRILL_BASELINE_FAILED',
        message: expect.stringContaining('1 refused, the first with 401 (GET getOrder)'),
      });
    },
    PATIENCE,
  );

  it(
    'does not compare what differs between the runs of the baseline',
    async () => {
      const random = `${READS}
        if (Math.random() < 2) console.log('run ' + process.pid + ' ' + process.hrtime.bigint());
        if (!answer.ok) console.log('kept for later');`;
      const { report } = await drillClient('', { command: script(random), only: ['getOrder.503', 'getOrder.drift'] });
      expect(report.cells.map(({ verdict }) => verdict)).toEqual(['survived', 'swallowed']);
    },
    PATIENCE,
  );

  it(
    'begins no cell that would end after its time, and says which',
    async () => {
      const given = { command: script(READS), only: ['getOrder.503', 'getOrder.500', 'getOrder.drift'], jobs: 1 };
      const { report, notes } = await drillClient('', { ...given, budgetMs: 1 });
      expect(report.summary).toMatchObject({ cells: 0, stopped: false });
      expect(report.summary.leftOut).toEqual(['getOrder.503', 'getOrder.drift', 'getOrder.500']);
      expect(textReport(report, notes)).toContain(
        'left out, since time was up: getOrder.503, getOrder.drift, getOrder.500',
      );
    },
    PATIENCE,
  );

  it(
    'ends what is not over when its time is up, and leaves it out',
    async () => {
      const given = { command: script(READS), only: ['getOrder.hang', 'getOrder.500'], planFile: { deadline: '60s' } };
      const { report } = await drillClient('', { ...given, jobs: 1, budgetMs: 5000 });
      expect(report.summary).toMatchObject({ cells: 0, stopped: false, leftOut: ['getOrder.hang', 'getOrder.500'] });
      expect(report.summary.durationMs).toBeLessThan(20_000);
    },
    PATIENCE,
  );

  it(
    'dribbles often enough for a client that limits the wait for each piece of an answer only',
    async () => {
      const patient = script(`import { get } from 'node:http';
        const options = { timeout: 1500, headers: { 'x-api-key': 'any' } };
        const asked = get(new URL('/orders/o-1', process.env.ORDERS_URL), options, (answer) => answer.resume());
        asked.on('timeout', () => asked.destroy(new Error('no piece in time')));`);
      const given = { command: patient, only: ['getOrder.dribble', 'getOrder.hang'], planFile: { deadline: '4s' } };
      const { report } = await drillClient('', given);
      expect(report.cells.map(({ id, verdict }) => [id, verdict])).toEqual([
        ['getOrder.hang', 'failed-fast'],
        ['getOrder.dribble', 'hung'],
      ]);
    },
    PATIENCE,
  );

  it(
    'is stopped at once, and has what it found by then',
    async () => {
      const stop = new AbortController();
      const command = script(READS);
      const begun = systemClock.now();
      const running = drillClient('', {
        command,
        only: ['getOrder.503', 'getOrder.hang'],
        jobs: 2,
        signal: stop.signal,
        onCell: () => stop.abort(),
      });
      const { report } = await running;
      expect(systemClock.now() - begun).toBeLessThan(8000);
      expect(report.cells.map(({ id }) => id)).toEqual(['getOrder.503']);
      expect(report.summary).toMatchObject({ stopped: true, leftOut: ['getOrder.hang'] });
    },
    PATIENCE,
  );

  it(
    'allows nothing where a command fails although no fault met it',
    async () => {
      const flaky = `${READS} if (process.env.DRILL_FAULT === 'page-loop') process.exitCode = 1;
        await fetch(new URL('/orders', process.env.STUNT_URL), { headers: { 'x-api-key': 'k' } });`;
      const planFile = {
        modes: { 'page-loop': { rules: [{ kind: 'pagination', options: { mode: 'loop' }, when: { after: 99 } }] } },
      };
      const { report } = await drillClient('', { command: script(flaky), only: ['listOrders.page-loop'], planFile });
      expect(report.cells).toMatchObject([{ verdict: 'not-exercised', allowed: false }]);
      expect(report.cells[0]?.evidence[0]).toContain('and failed nevertheless');
    },
    PATIENCE,
  );
});
