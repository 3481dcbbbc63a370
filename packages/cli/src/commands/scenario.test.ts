import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type PlatformDouble, platformDouble } from '../testing/platform-double.ts';
import { endAll, runStunt, spawnStunt } from '../testing/run-stunt.ts';

const patience = 60_000;
/** Phases end by requests, so that no test waits for a time. */
const ownScenario = `name: own
description: Down for two requests, well for one.
phases:
  - { name: down, requests: 2, rules: [{ kind: status, options: { code: 503 } }] }
  - { name: well, requests: 1, rules: [] }
`;
let double: PlatformDouble;

beforeAll(async () => {
  double = await platformDouble(['--sandbox', 'acme'], {
    'own.yaml': ownScenario,
    'broken.yaml': 'name: own\nphases:\n  - name: down\n    fro: 2s\n',
  });
}, patience);
afterAll(endAll);

describe('stunt scenario', () => {
  it(
    'runs a file, is followed through its phases, and writes the report',
    async () => {
      const args = ['scenario', 'run', 'own.yaml', '--operation', 'getIntake', '--wait', '-o', 'day.html'];
      const { child, finished } = spawnStunt(args, double.folder);
      await new Promise((resolve) => child.stdout.once('data', resolve));
      expect(await double.status(undefined, '/intakes')).toBe(200);
      expect([await double.status(), await double.status()]).toEqual([503, 200]);
      const { code, stdout, stderr } = await finished;
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout.replaceAll(/^\d\d:\d\d:\d\d\.\d{3} {2}/gm, '')).toBe(
        'own: down (1 of 2)\nown: well (2 of 2)\nown finished\nreport: day.html\n',
      );
      expect(readFileSync(join(double.folder, 'day.html'), 'utf8')).toContain('<html');
      expect(await double.stunt('scenario', 'report')).toMatch(/^down .* status 1$/m);
      expect(JSON.parse(await double.stunt('scenario', 'report', 'run-1', '--report', 'json'))).toMatchObject({
        scenario: 'own',
        firings: { status: 1 },
      });
    },
    patience,
  );

  it(
    'runs a shipped scenario by name; pauses, resumes, skips and stops it; leaves nothing behind',
    async () => {
      const stunt = (...args: string[]) => double.stunt('scenario', ...args, '--sandbox', 'acme');
      expect(await stunt('run', 'recovery', '--operation', 'getIntake')).toMatch(
        /^(run-\d+) recovery on acme: running, phase down \(1 of 3\), ends in 1m\nfollow: .* scenario stop \1\n$/,
      );
      expect([await double.status('acme'), await double.status()]).toEqual([expect.any(Number), 200]);
      expect(await stunt('pause')).toContain('paused, phase down');
      expect(await stunt('resume')).toContain('running, phase down');
      expect(await stunt('skip', '--to', 'well')).toContain('phase well (3 of 3)');
      expect(await stunt('status')).toMatch(/^run-\d+ +recovery +running +well \(3 of 3\) /m);
      expect((await runStunt(['scenario', 'skip', '--to', 'wel', '--sandbox', 'acme'], double.folder)).stderr).toMatch(
        /^error /,
      );
      expect(await stunt('stop')).toContain('stopped');
      expect(await double.stunt('fault', 'list', '--sandbox', 'acme')).toContain('No faults are in force');
    },
    patience,
  );

  it(
    'lists what can be run',
    async () => {
      expect(await double.stunt('scenario', 'list')).toMatch(/^brownout\n {2}.*\n {2}slow 2m, failing 3m, well 1m$/m);
    },
    patience,
  );

  it.each([
    [['run', 'broken.yaml'], /^1 error SCENARIO_INVALID: broken\.yaml:4:5: "fro" is no key here/],
    [['run', 'gone.yaml'], /^1 error SCENARIO_FILE: gone\.yaml cannot be read: there is no such file/],
    [['run', 'brownuot'], /^1 error SCENARIO_UNKNOWN: There is no scenario "brownuot". There are: .*brownout/],
    [['run', 'brownout', '--operation', 'getIntke'], /^1 error FAULT_INVALID: .*Nearest: getIntake/],
    [['run'], /^2 error USAGE: scenario run needs the name of a scenario, or a file/],
    [['report', 'run-99'], /^1 error SCENARIO_UNKNOWN: There is no run "run-99"/],
    [['stop'], /^1 error NO_RUN: no scenario is running in sandbox default/],
  ])(
    'refuses %j',
    async (args, message) => {
      const { code, stderr } = await runStunt(['scenario', ...args], double.folder);
      expect(`${code} ${stderr}`).toMatch(message);
    },
    patience,
  );
});
