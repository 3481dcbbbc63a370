import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type PlatformDouble, platformDouble } from '../testing/platform-double.ts';
import { endAll, runStunt, spawnStunt } from '../testing/run-stunt.ts';

const patience = 60_000;
let double: PlatformDouble;

beforeAll(async () => {
  double = await platformDouble(['--sandbox', 'acme']);
  await double.stunt('fault', 'add', 'status', '--operation', 'listIntakes');
  await double.status();
  await double.status(undefined, '/intakes');
  await double.status(undefined, '/intakes/1?x=1', { method: 'PATCH', body: 'x' });
}, patience);
afterAll(endAll);

const linesOf = (text: string) => text.trimEnd().split('\n');

describe('stunt requests', () => {
  it(
    'prints a line per request: method, template, status, source, duration, fault, id',
    async () => {
      const lines = linesOf(await double.stunt('requests'));
      expect(lines).toHaveLength(3);
      expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d\.\d{3} {2}GET {5}\/intakes\/\{id\} {2}200 {2}example {2}\d+ms {2}\S+$/);
      expect(lines[1]).toMatch(/ {2}GET {5}\/intakes {2}503 {2}fault {2}\d+ms {2}\[r1 status fired\] {2}\S+$/);
    },
    patience,
  );

  it(
    'narrows by operation, status, time and number',
    async () => {
      expect(linesOf(await double.stunt('requests', '--operation', 'getIntake'))).toHaveLength(1);
      expect(linesOf(await double.stunt('requests', '--status', '5xx'))).toHaveLength(1);
      expect(linesOf(await double.stunt('requests', '--since', '5m', '--limit', '1'))).toEqual([
        '2 earlier ones are left out; --limit shows more.',
        expect.stringContaining('PATCH'),
      ]);
      expect(await double.stunt('requests', '--sandbox', 'acme')).toBe('No request was recorded.\n');
      expect(JSON.parse(await double.stunt('requests', '--format', 'json'))).toMatchObject({ total: 3 });
      const { code, stderr } = await runStunt(['requests', '--status', 'bad'], double.folder);
      expect(`${code} ${stderr}`).toMatch(/^2 error USAGE: --status is "bad"/);
      for (const flags of [[], ['--follow']]) {
        const unknown = await runStunt(['requests', '--operation', 'getIntakes', ...flags], double.folder);
        expect(`${unknown.code} ${unknown.stderr}`).toMatch(/^1 error CONTROL_INVALID: .*Nearest: .*getIntake/);
      }
    },
    patience,
  );

  it(
    'follows what comes, and ends with 0 when it is told to',
    async () => {
      const { child, finished } = spawnStunt(['requests', '--follow', '--operation', 'getIntake'], double.folder);
      await new Promise((resolve) => child.stdout.once('data', resolve));
      await double.status(undefined, '/intakes');
      // From before it is asked: the line may be there before the answer is.
      const followed = new Promise((resolve) => child.stdout.once('data', resolve));
      await double.status();
      await followed;
      child.kill('SIGINT');
      const { code, stdout } = await finished;
      expect(code).toBe(0);
      expect(linesOf(stdout)).toEqual([
        expect.stringContaining('/intakes/{id}'),
        expect.stringContaining('/intakes/{id}'),
      ]);
    },
    patience,
  );
});

describe('stunt why', () => {
  it(
    'explains an answer, whichever sandbox it was given in',
    async () => {
      const ask = (path: string) => fetch(`${double.url}${path}`, { headers: { 'x-api-key': 'test' } });
      const ids = await Promise.all(
        ['/~acme/intakes', '/intakes'].map(async (path) => (await ask(path)).headers.get('stunt-request-id') ?? ''),
      );
      expect(await double.stunt('why', ids[0] ?? '')).toMatch(
        /sandbox acme; answered 200 .*\noperation +listIntakes\nlimits +default: 600 in 1m\nbody /,
      );
      expect(await double.stunt('why', ids[1] ?? '')).toMatch(
        /faults +status \(rule r1\) fired\nbody .*\nnext .*: stunt fault remove r1/,
      );
      const { code, stderr } = await runStunt(['why', 'nothing'], double.folder);
      expect(`${code} ${stderr}`).toMatch(
        /^1 error REQUEST_UNKNOWN: there is no request "nothing" in the journal of default, acme\n/,
      );
    },
    patience,
  );
});
