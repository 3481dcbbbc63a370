import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { runCommandLine } from '../command-line.ts';
import type { Invocation } from '../outcome.ts';
import { complaint } from '../print/complaint.ts';
import { endAll, type Finished, folderWith, runStunt, spawnStunt } from '../testing/run-stunt.ts';

/** `stunt drill` as it is typed: what it prints, what it ends with, and what it says where it cannot run. */

const document = `
openapi: 3.1.0
info: { title: Parcels, version: 1.0.0 }
paths:
  /parcels/{id}:
    get:
      operationId: getParcel
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        '200':
          description: A parcel
          content:
            application/json:
              schema: { type: object, required: [id, weight], properties: { id: { type: string }, weight: { type: integer } } }
              example: { id: p-1, weight: 3 }
  /parcels:
    post:
      operationId: createParcel
      responses: { '201': { description: made } }
`;

/** Has a timeout and nothing else. */
const client = `
const answer = await fetch(new URL('/parcels/p-1', process.env.PARCELS_URL), { signal: AbortSignal.timeout(2000) });
if (!answer.ok) throw new Error('status ' + answer.status);
console.log((await answer.json()).weight);
`;

const folder = folderWith({
  'parcels.yaml': document,
  'client.mjs': client,
  // Waits for ever, and has a child that does not listen when it is asked to end.
  'patient.mjs': `
import { appendFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
process.on('SIGTERM', () => {});
const child = spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)']);
appendFileSync('pids', process.pid + '\\n' + child.pid + '\\n');
const { status, ok } = await fetch(new URL('/parcels/p-1', process.env.PARCELS_URL));
console.log(status);
process.exit(ok ? 0 : 1);
`,
  'settled.mjs': client.replace('process.env.PARCELS_URL', "'https://parcels.example'"),
  'deaf.mjs': `console.log('all is well');`,
  'failing.mjs': `console.log('cannot work'); process.exitCode = 3;`,
  'elsewhere.mjs': `await fetch(new URL('/nothing', process.env.STUNT_URL));`,
  'plan.yaml': 'version: 1\nonly: [fails-twice, "503"]\n',
  'misspelt.yaml': 'version: 1\nskip: [getParcels]\n',
  'broken.yaml': 'version: 1\ndeadline: soon\nmodes:\n  rain: { rules: [] }\n',
  'no-fault.yaml': 'version: 1\nmodes: { rain: { rules: [{ kind: rain }] } }\n',
  'shut.yaml': 'version: 1\nmodes: { shut: { rules: [{ kind: refuse }] } }\n',
  'waived.yaml': `version: 1
only: [fails-twice, rate-limit]
waivers:
  - { cell: getParcel.fails-twice, reason: retries come next month, expires: '2999-01-31' }
  - { cell: getParcel.rate-limit, reason: nobody knows, expires: '2020-01-31' }
`,
});
afterAll(endAll);

const PATIENCE = 60_000;
const node = process.execPath;
const drill = (...args: string[]) => typed(['drill', ...args], folder);

/** As if it had been typed, without the time that a process takes to begin. */
async function typed(args: readonly string[], cwd: string): Promise<Finished> {
  const printed = { stdout: '', stderr: '' };
  const invocation: Invocation = {
    ...{ invokedAs: 'stunt', args, version: '1', cwd, variables: process.env },
    environment: { controlUrl: undefined, token: undefined },
    log: (line) => {
      printed.stderr += `${line}\n`;
    },
    say: (line) => {
      printed.stdout += `${line}\n`;
    },
    readInput: async () => '',
    onStop: () => new AbortController().signal,
  };
  try {
    const { exitCode, text, json, ending } = await runCommandLine(args, invocation);
    const whole = json === undefined ? text : JSON.stringify(json);
    for (const part of typeof whole === 'string' ? [whole] : whole) invocation.say(part);
    return { code: (await ending) ?? exitCode, ...printed };
  } catch (error) {
    const { exitCode, text } = complaint(error, { debug: false });
    return { code: exitCode, ...printed, stderr: text };
  }
}
const usual = ['parcels.yaml', '--env', 'PARCELS_URL', '--deadline', '5s'];
const behind = ['--', node, 'client.mjs'];

describe('stunt drill', () => {
  it('ends with 2 where the baseline took all the time, since nothing was found out', async () => {
    const { code, stdout } = await drill(
      ...usual,
      '--plan',
      'plan.yaml',
      '--budget',
      '1ms',
      '--markdown',
      'none.md',
      ...behind,
    );
    expect(stdout).toContain('left out, since time was up: getParcel.503, getParcel.fails-twice');
    expect(code).toBe(2);
    expect(readFileSync(join(folder, 'none.md'), 'utf8')).toMatch(/^### Drill: nothing was tried\n/);
  });

  it(
    'prints the matrix, says why a cell does not pass and how to run it again, and ends with 1',
    async () => {
      const { code, stdout, stderr } = await runStunt(['drill', ...usual, '--plan', 'plan.yaml', ...behind], folder);
      expect({ code, stderr: stderr.split('\n')[0] }).toEqual({ code: 1, stderr: 'baseline 1 of 2 …' });
      expect(stdout).toMatch(/^ +getParcel\n503 +f\nfails-twice +F!$/m);
      expect(stdout).toContain('failed-fast  getParcel.fails-twice\n');
      const replay = /^ {2}replay: stunt (.*)$/m.exec(stdout)?.[1] ?? '';
      expect(replay.split(' ').slice(0, 2)).toEqual(['drill', 'parcels.yaml']);
      expect(replay).toContain(`--only getParcel.fails-twice -- ${node} client.mjs`);
      const again = await typed(replay.split(' '), folder);
      expect(again.stdout).toMatch(/^1 cell in .*: 0 within the plan, 1 outside$/m);
    },
    PATIENCE,
  );

  it(
    'writes every report, and prints JSON of the promised shape',
    async () => {
      const files = ['--junit', 'a.xml', '--html', 'a.html', '--markdown', 'a.md', '--json', 'a.json'];
      const { code, stdout } = await drill(...usual, '--plan', 'plan.yaml', ...files, '--format', 'json', ...behind);
      expect(code).toBe(1);
      const report = JSON.parse(stdout);
      expect(Object.keys(report)).toEqual(['baseline', 'cells', 'summary']);
      expect(Object.keys(report.cells[0])).toEqual([
        ...[
          'id',
          'operation',
          'fault',
          'verdict',
          'allowed',
          'exitCode',
          'durationMs',
          'attempts',
          'evidence',
          'replay',
        ],
      ]);
      expect(report.cells.map(({ id, allowed }: Record<string, unknown>) => [id, allowed])).toEqual([
        ['getParcel.503', true],
        ['getParcel.fails-twice', false],
      ]);
      expect(report.cells[0].attempts[0]).toMatchObject({ operation: 'getParcel', status: 503, fault: 'status' });
      expect(JSON.parse(readFileSync(join(folder, 'a.json'), 'utf8'))).toEqual(report);
      expect(readFileSync(join(folder, 'a.xml'), 'utf8')).toContain('<failure type="failed-fast"');
      expect(readFileSync(join(folder, 'a.html'), 'utf8')).toContain('status 503');
      expect(readFileSync(join(folder, 'a.md'), 'utf8')).toContain('| `503` | failed-fast |');
    },
    PATIENCE,
  );

  it(
    'ends with 0 where all is within the plan, and compares with an earlier report',
    async () => {
      await drill(...usual, '--plan', 'plan.yaml', '--json', 'before.json', ...behind);
      const compared = ['--baseline', 'before.json', '--only', 'getParcel.503'];
      const { code, stdout } = await drill(...usual, '--plan', 'plan.yaml', ...compared, ...behind);
      expect({ code, stdout }).toEqual({
        code: 0,
        stdout: expect.stringContaining('not run now: getParcel.fails-twice\n1 cell'),
      });
    },
    PATIENCE,
  );

  it(
    'does not run again what did not change',
    async () => {
      const alone = folderWith({ 'parcels.yaml': document, 'client.mjs': client });
      const only = ['--only', '*.503', '--only', '*.fails-twice'];
      const all = ['drill', ...usual, ...only, '--json', 'last.json'];
      await typed([...all, ...behind], alone);
      const again = await typed([...all, '--changed-since', 'last.json', ...behind], alone);
      expect(again.stdout).toContain('2 of them not run again: nothing changed');
      expect(again.code).toBe(1);
      writeFileSync(join(alone, 'client.mjs'), `${client}// changed`);
      const other = await typed([...all, '--changed-since', 'last.json', ...behind], alone);
      expect(other.stdout).not.toContain('not run again');
    },
    PATIENCE,
  );

  it(
    'lists cells without running anything',
    async () => {
      const { code, stdout } = await drill('parcels.yaml', '--list');
      expect(code).toBe(0);
      expect(stdout).toMatch(/^getParcel\.hang +persistent +the request is taken and never answered$/m);
      expect(stdout).toContain('createParcel.reset-after');
      expect(stdout).not.toContain('createParcel.drift');
    },
    PATIENCE,
  );

  it(
    'lets a waiver pass until its day, and says what it was for',
    async () => {
      const { code, stdout } = await drill(...usual, '--plan', 'waived.yaml', '--format', 'json', ...behind);
      const [twice, limit] = JSON.parse(stdout).cells;
      expect([code, twice.allowed, limit.allowed]).toEqual([1, true, false]);
      expect(twice.evidence.at(-1)).toBe('Waived until 2999-01-31: retries come next month');
      expect(limit.evidence.at(-1)).toBe('The waiver for it expired on 2020-01-31: nobody knows');
    },
    PATIENCE,
  );

  it(
    'leads a client with a host of its own to the double',
    async () => {
      const args = ['--intercept', 'https://parcels.example', '--only', 'getParcel.503', '--deadline', '5s'];
      const { code, stdout } = await drill('parcels.yaml', ...args, '--', node, 'settled.mjs');
      expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^503 {2}f$/m) });
    },
    PATIENCE,
  );

  it.each(['SIGINT', 'SIGHUP'] as const)(
    'stops with a partial report at %s, and ends what it started',
    async (signal) => {
      // One is found outside the plan before.
      const only = ['--only', 'getParcel.hang', '--only', 'getParcel.fails-twice', '--jobs', '2'];
      const args = ['drill', 'parcels.yaml', '--env', 'PARCELS_URL', ...only, '--json', 'part.json'];
      const { child, output, finished } = spawnStunt([...args, '--', node, 'patient.mjs'], folder);
      await new Promise<void>((resolve) => {
        child.stderr?.on('data', () => {
          if (output.stderr.includes('1 of 2,')) resolve();
        });
      });
      const pids = readFileSync(join(folder, 'pids'), 'utf8').trim().split('\n').map(Number);
      child.kill(signal);
      const { code, stdout } = await finished;
      expect({ code, stdout }).toEqual({
        code: 2,
        stdout: expect.stringContaining('left out, since the drill was stopped: getParcel.hang'),
      });
      expect(JSON.parse(readFileSync(join(folder, 'part.json'), 'utf8')).summary).toMatchObject({
        stopped: true,
        notAllowed: 1,
      });
      expect(pids.length).toBeGreaterThan(2);
      expect(leftOf(pids)).toEqual([]);
    },
    PATIENCE,
  );
});

/** Those that are still there: what was killed may take a moment to go, and what nobody has fetched yet is there in name only. */
function leftOf(pids: readonly number[]): readonly number[] {
  let left = pids;
  for (let look = 0; look < 100 && left.length > 0; look++) {
    const { stdout } = spawnSync('ps', ['-o', 'pid=,stat=', '-p', left.join()], { encoding: 'utf8' });
    left = [...stdout.matchAll(/^ *(\d+) +[^Z\s]/gm)].map(([, pid]) => Number(pid));
  }
  return left;
}

describe('the plan in docs/drills.md', () => {
  it('is one', async () => {
    const root = join(import.meta.dirname, '../../../..');
    const page = readFileSync(join(root, 'docs/drills.md'), 'utf8');
    const [, plan = ''] = /^```yaml\n(# yaml-language-server.*?)^```$/ms.exec(page) ?? [];
    const platform = join(root, 'contracts/platform/openapi.yaml');
    const { code, stdout } = await typed(
      ['drill', platform, '--plan', 'drill.yaml', '--list'],
      folderWith({ 'drill.yaml': plan }),
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('createIntake.bad-gateway') });
    expect(stdout).not.toMatch(/dribble|createIntake\.401|^getHealth/m);
  });
});

describe('stunt drill that cannot run', () => {
  it.each([
    [
      'a baseline that fails',
      [...usual, '--', node, 'failing.mjs'],
      ['DRILL_BASELINE_FAILED', 'exit code 3', '| cannot work'],
    ],
    [
      'a client that ignores the URL',
      [...usual, '--', node, 'deaf.mjs'],
      ['DRILL_NOTHING_RECEIVED', 'ignored STUNT_URL, PARCELS_URL'],
    ],
    [
      'requests for no operation',
      [...usual, '--', node, 'elsewhere.mjs'],
      ['DRILL_NOTHING_RECEIVED', 'none of its 1 requests'],
    ],
    [
      'a command that does not exist',
      [...usual, '--', 'no-such-program', 'x'],
      ['DRILL_COMMAND_NOT_FOUND', '"no-such-program"'],
    ],
    ['a line of shell as one word', [...usual, '--', 'node client.mjs'], ["sh -c 'node client.mjs'"]],
    ['no command', usual, ['USAGE', 'behind --']],
    ['a document that does not load', ['missing.yaml', ...behind], ['SPEC_NOT_FOUND']],
    [
      'a plan with unknown operations',
      [...usual, '--plan', 'misspelt.yaml', ...behind],
      ['DRILL_PLAN_INVALID', 'Nearest: getParcel'],
    ],
    [
      'a plan with mistakes',
      [...usual, '--plan', 'broken.yaml', ...behind],
      ['broken.yaml:2:11 deadline', 'broken.yaml:4:'],
    ],
    [
      'a plan with an unknown fault',
      [...usual, '--plan', 'no-fault.yaml', ...behind],
      ['DRILL_PLAN_INVALID', 'modes.rain', '"rain"'],
    ],
    ['a plan with a fault of the port', [...usual, '--plan', 'shut.yaml', ...behind], ['modes.shut', 'afterwards']],
    [
      'a plan that is not there',
      [...usual, '--plan', 'gone.yaml', ...behind],
      ['DRILL_PLAN_INVALID', 'there is no such file'],
    ],
    [
      'a failing client that ignores the URL',
      [...usual, '--', node, 'failing.mjs'],
      ['sent no request to the double', 'from none of STUNT_URL, PARCELS_URL'],
    ],
    ['a cell like no other', [...usual, '--only', 'zzzzzzzz', ...behind], ['There is no cell "zzzzzzzz".\nhint']],
    ['a command without --', ['parcels.yaml', node, 'client.mjs'], ['one argument too many', 'drill … -- npm test']],
    ['flags of a command without --', ['parcels.yaml', node, '--test'], ['no flag --test', 'drill … -- npm test']],
    ['a variable with its value', [...usual, '--env', 'URL=http://a', ...behind], ['--env is URL=http://a']],
    ['a report that is a folder', [...usual, '--json', '.', ...behind], ['REPORT_NOT_WRITTEN', '. is a folder']],
    ['an unknown cell', [...usual, '--only', 'getParcel.hag', ...behind], ['DRILL_CELL_UNKNOWN', 'getParcel.hang']],
    [
      'a cell of an unused operation',
      [...usual, '--only', 'createParcel.503', ...behind],
      ['does not use', 'getParcel'],
    ],
    [
      'no report',
      [...usual, '--baseline', 'plan.yaml', ...behind],
      ['DRILL_REPORT_UNREADABLE', 'is no report of a drill'],
    ],
    [
      'a report without a folder',
      [...usual, '--junit', 'no/where.xml', ...behind],
      ['REPORT_NOT_WRITTEN', 'there is no such folder'],
    ],
    ['a deadline that is none', ['parcels.yaml', '--deadline', '5', ...behind], ['--deadline is 5']],
    ['jobs that are none', [...usual, '--jobs', '0', ...behind], ['--jobs is 0']],
    ['jobs in words', [...usual, '--jobs', 'four', ...behind], ['--jobs is four']],
    ['a host that is none', [...usual, '--intercept', 'example.com', ...behind], ['--intercept is example.com']],
    ['an app that is none', [...usual, '--attach', 'here', ...behind], ['--attach is here']],
  ])(
    'says so: %s',
    async (_, args, said) => {
      const { code, stderr, stdout } = await drill(...args);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      for (const words of said) expect(stderr).toContain(words);
      expect(stderr).not.toMatch(/^ {4}at /m);
    },
    PATIENCE,
  );
});

describe('stunt drill --attach', () => {
  it(
    'drills an app that runs, and says which port it has to ask where that is taken',
    async () => {
      const [port, taken] = await Promise.all([freePort(), freePort()]);
      const app = createServer(async (_request, response) => {
        const answer = await fetch(`http://127.0.0.1:${port}/parcels/p-1`).catch(() => undefined);
        response.writeHead(answer?.ok ? 200 : 502).end('shown');
      });
      await new Promise<void>((resolve) => app.listen(taken, '127.0.0.1', resolve));
      const url = `http://127.0.0.1:${taken}/`;
      try {
        const only = ['--only', 'getParcel.503', '--only', 'getParcel.refuse', '--only', 'getParcel.fails-twice'];
        const { code, stdout, stderr } = await drill('parcels.yaml', '--attach', url, '--port', String(port), ...only);
        expect(stderr).toContain(`note: ${url} has to ask its API at http://127.0.0.1:${port}`);
        expect(stdout).toMatch(/^503 +f\nfails-twice +F!\nrefuse +f$/m);
        expect(code).toBe(1);
        const busy = await drill('parcels.yaml', '--attach', url, '--port', String(taken));
        expect({ code: busy.code, stderr: busy.stderr }).toEqual({
          code: 2,
          stderr: expect.stringContaining(`error PORT_IN_USE: port ${taken} is in use`),
        });
      } finally {
        app.close();
      }
    },
    PATIENCE,
  );
});

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
