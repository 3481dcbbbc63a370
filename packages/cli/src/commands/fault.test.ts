import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type PlatformDouble, platformDouble } from '../testing/platform-double.ts';
import { endAll, runStunt } from '../testing/run-stunt.ts';

/** Each step starts the command anew, on machines that may have other things to do. */
const patience = 60_000;
let double: PlatformDouble;

beforeAll(async () => {
  double = await platformDouble(['--sandbox', 'acme']);
}, patience);
afterAll(endAll);

const failing = async (...args: string[]) => {
  const { code, stderr } = await runStunt(args, double.folder);
  return `${code} ${stderr}`;
};

describe('stunt fault', () => {
  it(
    'puts faults in force as the issue types them, lists and clears them',
    async () => {
      const add = (line: string) => double.stunt('fault', 'add', ...line.split(' '));
      expect(await add('status --code 503 --operation getIntake --probability 0.5 --ttl 30s')).toMatch(
        /^r1 status code=503 where operation=getIntake when probability=0.5 gone in 30s\nundo: stunt fault remove r1\n$/,
      );
      await add('reset --at body --times 2 --sandbox acme');
      await add('latency --lognormal median=1ms,sigma=0.4 --tag documents');
      await add('status --code 503 --as cloudflare --where body=/priority=high');
      const list = await double.stunt('fault', 'list', '--all');
      expect(
        list.split('\n').map((line) => line.split(/ {2,}/).slice(0, 2).concat(line.split(/ {2,}/).slice(4))),
      ).toEqual([
        ['id', 'sandbox', 'fault', 'where', 'when'],
        ['r1', 'default', 'status code=503', 'operation=getIntake', 'probability=0.5'],
        ['r3', 'default', 'latency lognormal={median=1ms,sigma=0.4}', 'tag=documents', 'always'],
        ['r4', 'default', 'status code=503 as=cloudflare', 'body=/priority=high', 'always'],
        ['r2', 'acme', 'reset at=body', 'all', 'times=2'],
        [''],
      ]);
      expect([await double.status('acme'), await double.status('acme'), await double.status('acme')]).toEqual([
        0, 0, 200,
      ]);
      expect(await double.stunt('fault', 'clear')).toBe('cleared 3 faults of sandbox default\n');
      expect(await double.stunt('fault', 'clear', '--all')).toBe('cleared 1 fault of every sandbox\n');
      expect(await double.stunt('fault', 'list', '--all')).toContain('No faults are in force');
    },
    patience,
  );

  it(
    'replaces a fault of the same id, removes it, and says that it is gone',
    async () => {
      await double.stunt('fault', 'add', 'status', '--id', 'down', '--code', '500');
      const shown = await double.stunt('fault', 'add', 'status', '--id', 'down', '--code', '502', '--format', 'json');
      expect(JSON.parse(shown)).toMatchObject({
        id: 'down',
        kind: 'status',
        options: { code: 502 },
        sandbox: 'default',
      });
      expect(await double.status()).toBe(502);
      expect(await double.stunt('fault', 'remove', 'down')).toMatch(/^removed down status code=502/);
      expect(await double.status()).toBe(200);
      expect(await failing('fault', 'remove', 'down')).toMatch(/^1 error FAULT_UNKNOWN: There is no fault "down"/);
    },
    patience,
  );

  it(
    'takes the operator\'s faults with sandbox "*", and heals the port when they are cleared',
    async () => {
      await double.stunt('fault', 'add', 'refuse', '--sandbox', '*');
      expect([await double.status(), await double.status('acme')]).toEqual([0, 0]);
      expect(await double.stunt('fault', 'list', '--sandbox', 'acme')).toMatch(/^r\d+ +\* .* refuse /m);
      expect(await double.stunt('fault', 'clear', '--sandbox', '*')).toBe('cleared 1 fault of the operator\n');
      expect(await double.status()).toBe(200);
    },
    patience,
  );

  it(
    'previews as a diff and changes nothing',
    async () => {
      const diff = await double.stunt('fault', 'preview', 'getIntake', 'drift', '--mode', 'missing-required');
      expect(diff).toMatch(/^- {2}"\w+": .*\n/m);
      expect(diff).toMatch(/^changed: \/\w+\nnote: missing-required, violating\n$/m);
      expect(await double.status()).toBe(200);
    },
    patience,
  );

  it.each([
    ['fault add statsu --code 503', '2 error USAGE: there is no kind of fault "statsu"\nhint: Did you mean status?'],
    [
      'fault add status --cod 503',
      '--cod; status has --code, --codes, --retry-after, --body, --as; besides --operation',
    ],
    ['fault add status --cod 503', 'hint: Did you mean --code?'],
    ['fault add reset --code 503', '--code; reset has --at, --fraction; besides'],
    ['fault add', '2 error USAGE: fault add needs a kind: latency, hang, status'],
    ['fault ad', 'there is no command "fault ad"\nhint: Did you mean fault add?'],
    ['fault', 'hint: See stunt fault --help'],
    ['fault add status --times many', '2 error USAGE: --times takes a number'],
    ['fault add status --code 9999', '1 error FAULT_INVALID: code was 9999; allowed: a whole number from 200 to 599.'],
    ['fault add status --operation getIntke', 'Nearest: getIntake.'],
    ['fault add status --ttl soon', '1 error FAULT_INVALID: ttl is "soon"'],
    ['fault add status --sandbox acmee', '1 error SANDBOX_UNKNOWN: There is no sandbox "acmee". Known: default, acme.'],
    ['fault preview getIntake drift --sandbox *', "2 error USAGE: --sandbox '*' is for faults"],
    ['fault preview getIntake drift --mode gone', '1 error FAULT_INVALID: mode was "gone"; allowed: missing-required,'],
  ])(
    'refuses: %s',
    async (line, message) => {
      expect(await failing(...line.split(' '))).toContain(message);
      expect(await double.stunt('fault', 'list', '--all')).toContain('No faults are in force');
    },
    patience,
  );
});

describe('stunt fault kinds', () => {
  it(
    'prints the catalogue without a double, whole or one kind',
    async () => {
      const { code, stdout } = await runStunt(['fault', 'kinds']);
      expect(code).toBe(0);
      expect(stdout).toMatch(/^drift \(response\): /m);
      const one = await runStunt(['fault', 'kinds', 'reset', '--format', 'json']);
      expect(JSON.parse(one.stdout)).toMatchObject({
        kinds: [{ kind: 'reset', layers: ['edge', 'listener', 'response'] }],
      });
      expect((await runStunt(['fault', 'add', 'reset', '--help'])).stdout).toMatch(/^Options of reset:\n +--at /m);
    },
    patience,
  );
});

describe('finding the double', () => {
  it(
    'goes by --control, STUNT_CONTROL_URL and .stunt/server.json, in this order',
    async () => {
      const [, control = ''] = /^control at (\S+)$/m.exec(double.stdout()) ?? [];
      const list = ['fault', 'list'];
      expect(await runStunt([...list, '--control', control])).toMatchObject({ code: 0 });
      expect(await runStunt(list, undefined, { STUNT_CONTROL_URL: double.url })).toMatchObject({ code: 0 });
      const nobody = { STUNT_CONTROL_URL: 'http://127.0.0.1:9' };
      expect(await runStunt(list, double.folder, nobody)).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(
          /^error CONTROL_UNREACHABLE: no double answers at http:\/\/127.0.0.1:9 \(from STUNT_CONTROL_URL\): nothing listens there\nhint: Start one: /,
        ),
      });
    },
    patience,
  );

  it(
    'says that a double of the folder was killed, and forgets one that was stopped',
    async () => {
      const other = await platformDouble();
      other.kill('SIGKILL');
      await other.finished;
      const { code, stderr } = await runStunt(['fault', 'list'], other.folder);
      expect(`${code} ${stderr}`).toMatch(/^1 error CONTROL_UNREACHABLE: .*server\.json\).*process \d+, is gone\n/);
      const third = await platformDouble();
      third.kill('SIGTERM');
      await third.finished;
      expect((await runStunt(['fault', 'list'], third.folder)).stderr).toMatch(/^error CONTROL_NOT_FOUND: /);
    },
    patience,
  );

  it(
    'sends STUNT_TOKEN, which the double asks for where it has one',
    async () => {
      const secret = { STUNT_TOKEN: 's3cret' };
      const guarded = await platformDouble([], {}, secret);
      expect(await runStunt(['fault', 'list'], guarded.folder)).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/^error CONTROL_UNAUTHORIZED: .*\nhint: /),
      });
      expect(await runStunt(['fault', 'list'], guarded.folder, secret)).toMatchObject({ code: 0 });
    },
    patience,
  );
});
