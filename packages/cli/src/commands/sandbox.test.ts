import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pasteCurl } from '../testing/paste-curl.ts';
import { type PlatformDouble, platformDouble } from '../testing/platform-double.ts';
import { endAll, runStunt, startStunt } from '../testing/run-stunt.ts';

const hasCurl = spawnSync('curl', ['--version']).status === 0;

/** Each step starts the command anew, on machines that may have other things to do. */
const patience = 60_000;
let double: PlatformDouble;

beforeAll(async () => {
  double = await platformDouble(['--auth', 'enforce']);
}, patience);
afterAll(endAll);

const stunt = (line: string): Promise<string> => double.stunt(...line.split(' '));
const refused = async (line: string): Promise<string> => {
  const { code, stdout, stderr } = await runStunt(line.split(' '), double.folder);
  return `${code} ${stdout}${stderr}`;
};

describe('stunt sandbox', () => {
  it(
    'creates a sandbox and prints exactly what its partner needs',
    async () => {
      const made = JSON.parse(await stunt('sandbox create acme --ttl 7d --format json'));
      expect(Object.keys(made)).toEqual([
        'name',
        'baseUrl',
        'apiKey',
        'clientId',
        'clientSecret',
        'tokenUrl',
        'controlKey',
        'expiresAt',
      ]);
      expect(made).toMatchObject({ name: 'acme', baseUrl: `${double.url}/~acme` });
      expect(Date.parse(made.expiresAt) - Date.now()).toBeGreaterThan(6.9 * 86_400_000);
      expect(await stunt('sandbox list')).toMatch(
        /^name +base URL +auth +expires\nacme +http\S+\/~acme +\S+ +(in 7d|in 6d 23h)\n/,
      );
    },
    patience,
  );

  it(
    'prints a request that works when it is pasted, with the credentials of the sandbox in it',
    async () => {
      const text = await stunt('sandbox create initech');
      const [, curl = ''] = /^Try:\n {2}(curl .*)$/m.exec(text) ?? [];
      const [, secret = ''] = /^ {2}API key +(\S+)$/m.exec(text) ?? [];
      expect(curl).toContain(secret);
      // The line asks for a token by another curl, which only curl can do.
      if (hasCurl)
        expect(execFileSync('sh', ['-c', `${curl} -s -w ' %{http_code}'`], { encoding: 'utf8' })).toMatch(/ 200$/);
      const [, keyed = ''] = /^Try:\n {2}(curl .*)$/m.exec(await stunt('sandbox create simple --auth presence')) ?? [];
      expect([keyed.includes('Bearer sk_simple_'), (await pasteCurl(keyed)).status]).toEqual([true, 200]);
      expect(text).toMatch(/^ {2}expires +never$/m);
      const control = /STUNT_CONTROL_URL=(\S+) STUNT_TOKEN=(\S+)/.exec(text);
      const env = { STUNT_CONTROL_URL: control?.[1] ?? '', STUNT_TOKEN: control?.[2] ?? '' };
      expect((await runStunt(['fault', 'add', 'status', '--ttl', '30s'], undefined, env)).stdout).toContain(
        'r1 status',
      );
      expect(await stunt('fault list --sandbox initech')).toContain('r1');
      expect(
        (await runStunt(['sandbox', 'list'], undefined, { ...env, STUNT_CONTROL_URL: double.url })).stderr,
      ).toContain('CONTROL_UNAUTHORIZED');
      const cleared = await runStunt(['fault', 'clear'], undefined, env);
      expect(cleared.stdout).toBe('cleared 1 fault of sandbox initech\n');
      expect((await runStunt(['scenario', 'report'], undefined, env)).stderr).toContain('has run in sandbox initech');
      expect((await runStunt(['fault', 'list'], undefined, env)).stdout).toContain('No faults are in force');
      expect(await stunt('sandbox reset initech')).toBe('reset sandbox initech\n');
      expect(await stunt('fault list --sandbox initech')).not.toContain('r1');
      const id = (await fetch(`${env.STUNT_CONTROL_URL}/intakes`)).headers.get('stunt-request-id') ?? '';
      expect((await runStunt(['why', id], undefined, env)).stdout).toContain('in sandbox initech; answered 401');
      const other = await runStunt(['requests', '--sandbox', 'acme'], undefined, env);
      expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('is that of one sandbox')]);
    },
    patience,
  );

  it(
    'prints variables for a shell',
    async () => {
      const lines = (await stunt('sandbox create hooli --format env --listen 0')).trimEnd().split('\n');
      const names = lines.map((line) => line.replace(/=.*/, ''));
      expect(names).toEqual(['STUNT_URL', 'API_KEY', 'CLIENT_ID', 'CLIENT_SECRET', 'TOKEN_URL', 'CONTROL_KEY']);
      const url = lines[0]?.replace('STUNT_URL=', '') ?? '';
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      expect(
        (await fetch(`${url}/intakes`, { headers: { 'x-api-key': lines[1]?.replace('API_KEY=', '') ?? '' } })).status,
      ).toBe(200);
      const id = (await fetch(`${url}/intakes`)).headers.get('stunt-request-id') ?? '';
      const env = { STUNT_CONTROL_URL: url, STUNT_TOKEN: lines[5]?.replace('CONTROL_KEY=', '') ?? '' };
      expect((await runStunt(['why', id], undefined, env)).stdout).toContain('in sandbox hooli; answered 401');
    },
    patience,
  );

  it(
    'rotates keys, shows, exports, imports and deletes',
    async () => {
      const before = JSON.parse(await stunt('sandbox create umbrella --seed monday --format json'));
      const after = JSON.parse(await stunt('sandbox rotate-keys umbrella --format json'));
      expect([after.apiKey === before.apiKey, after.name]).toEqual([false, 'umbrella']);
      const file = await stunt('sandbox export umbrella --credentials');
      writeFileSync(join(double.folder, 'u.json'), file);
      expect(await refused('sandbox import u.json')).toMatch(/^1 error SANDBOX_EXISTS: /);
      const copy = JSON.parse(await stunt('sandbox import u.json --as copy --format json'));
      expect(copy).toMatchObject({ name: 'copy', apiKey: after.apiKey });
      expect(JSON.parse(await stunt('sandbox show copy --format json'))).toMatchObject({
        seed: 'monday',
        apiKey: after.apiKey,
      });
      expect(await stunt('sandbox delete copy')).toBe('deleted sandbox copy\n');
      const piped = { cwd: double.folder, encoding: 'utf8', input: file } as const;
      const command = join(import.meta.dirname, '../../../../scripts/stunt');
      expect(execFileSync(command, ['sandbox', 'import', '-', '--as', 'piped'], piped)).toContain('sandbox piped');
      expect(await stunt('sandbox create --ttl 1h -- dashed')).toContain('sandbox dashed');
      expect(await refused('sandbox show copy')).toMatch(
        /^1 error SANDBOX_UNKNOWN: There is no sandbox "copy"\.\nhint: /,
      );
      expect(JSON.parse(await stunt('sandbox export umbrella'))).not.toHaveProperty('credentials');
    },
    patience,
  );

  it(
    'invites a partner, who makes its own',
    async () => {
      const text = await stunt('sandbox invite --sandbox-ttl 7d');
      const [, curl = ''] = /^ {2}(curl .*)$/m.exec(text) ?? [];
      const made = await pasteCurl(curl.replace('NAME', 'globex'));
      expect([made.status, await made.json()]).toMatchObject([
        201,
        { name: 'globex', baseUrl: `${double.url}/~globex` },
      ]);
      expect((await pasteCurl(curl.replace('NAME', 'other'))).status).toBe(404);
      expect(await stunt('sandbox invite stark')).not.toContain('NAME');
      const { url } = JSON.parse(await stunt('sandbox invite wayne --format json'));
      expect(await (await fetch(url)).text()).toContain(
        `the sandbox wayne, good once. Redeem it:\n\n  curl -X POST '${url}'`,
      );
      const other = await fetch(`${url}?name=other`, { method: 'POST' });
      expect([other.status, await other.json()]).toMatchObject([409, { code: 'INVITATION_NAMED' }]);
      expect((await fetch(url, { method: 'POST' })).status).toBe(201);
      const used = await fetch(url);
      expect([used.status, await used.json()]).toMatchObject([
        404,
        { detail: 'The invitation is unknown, was redeemed already, or has expired.' },
      ]);
    },
    patience,
  );

  it.each([
    ['sandbox create', /^2 error USAGE: sandbox create needs /],
    ['sandbox create No', /^1 error SANDBOX_INVALID: "No" is no name of a sandbox/],
    ['sandbox create default', /^1 error SANDBOX_EXISTS: /],
    ['sandbox create later --ttl soon', /^1 error CONTROL_INVALID: ttl is "soon"; write a duration such as/],
    ['sandbox create later --listen 80x', /^1 error CONTROL_INVALID: listen is "80x"; it has to be a whole number/],
    ['sandbox invite acme', /^1 error SANDBOX_EXISTS: /],
    ['sandbox invite No', /^1 error SANDBOX_INVALID: "No" is no name/],
    ['sandbox import -', /^1 error SANDBOX_FILE: standard input is empty/],
    ['sandbox delete default', /^1 error SANDBOX_KEPT: /],
    ['sandbox import gone.json', /^1 error SANDBOX_FILE: gone\.json cannot be read: there is no such file/],
    ['sandbox', /^2 error USAGE: /],
  ])('refuses: %s', async (line, message) => expect(await refused(line)).toMatch(message), patience);
});

const NOTES = `openapi: 3.1.0
info: { title: notes, version: 1.0.0 }
components:
  schemas:
    Note: { type: object, required: [id, text], properties: { id: { type: string, readOnly: true }, text: { type: string } } }
paths:
  /notes:
    post:
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Note' } } } }
      responses: { '201': { description: made, content: { application/json: { schema: { $ref: '#/components/schemas/Note' } } } } }
    get:
      responses: { '200': { description: all, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Note' } } } } } }
  /notes/{id}:
    get:
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: one, content: { application/json: { schema: { $ref: '#/components/schemas/Note' } } } } }
`;

describe('stunt serve with sandboxes', () => {
  it(
    'has after a kill and a new start what was made, and what stunt.yaml asks for',
    async () => {
      const files = {
        'notes.yaml': NOTES,
        'stunt.yaml': 'version: 1\ndocuments: [{ file: notes.yaml }]\nsandboxes: { acme: { ttl: 7d, listen: 0 } }\n',
      };
      const first = await platformDouble(['notes.yaml'], files);
      const made = await first.stunt('sandbox', 'create', 'initech', '--format', 'json');
      const { apiKey } = JSON.parse(made);
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ text: 'written by hand' });
      const { id } = JSON.parse(
        await (await fetch(`${first.url}/~initech/notes`, { method: 'POST', headers, body })).text(),
      );
      // The promise is 100 ms; the process behind it cannot be given another clock.
      await new Promise((resolve) => setTimeout(resolve, 250));
      first.kill('SIGKILL');
      await first.finished;
      const second = await startStunt(['serve', '--port', '0'], first.folder);
      expect(second.stdout()).toMatch(/^sandbox acme: http:\/\/127\.0\.0\.1:\d+$/m);
      expect(second.stdout()).toContain(`sandbox initech: ${second.url}/~initech\n`);
      expect(JSON.parse(await first.stunt('sandbox', 'show', 'initech', '--format', 'json')).apiKey).toBe(apiKey);
      expect(JSON.parse(await first.stunt('sandbox', 'show', 'acme', '--format', 'json')).expiresAt).not.toBeNull();
      const note = async (sandbox: string) => (await fetch(`${second.url}/~${sandbox}/notes/${id}`)).json();
      expect(await note('initech')).toEqual({ id, text: 'written by hand' });
      writeFileSync(join(first.folder, 'i.json'), await first.stunt('sandbox', 'export', 'initech'));
      await first.stunt('sandbox', 'import', 'i.json', '--as', 'copy');
      expect(await note('copy')).toEqual({ id, text: 'written by hand' });
      await first.stunt('sandbox', 'reset', 'copy');
      expect(await note('copy')).not.toMatchObject({ text: 'written by hand' });
      // A second one in the same folder goes on without the file, or does not start where it is asked to have it.
      const third = await startStunt(['serve', '--port', '0', '--sandbox', 'mine'], first.folder);
      third.kill('SIGTERM');
      expect((await third.finished).stderr).toContain(
        `is in use by process ${second.pid}; sandboxes are kept in memory`,
      );
      const fourth = await runStunt(['serve', '--port', '0', '--store', 'sqlite'], first.folder);
      expect([fourth.code, fourth.stderr]).toEqual([
        1,
        expect.stringMatching(/^error STORE_LOCKED: .*\nhint: .*--store memory/),
      ]);
    },
    patience,
  );

  it(
    'says at import and at the next start that items belong to a document of another name',
    async () => {
      const files = { 'notes.yaml': NOTES, 'renamed.yaml': NOTES };
      const first = await platformDouble(['notes.yaml', '--sandbox', 'acme'], files);
      const headers = { 'content-type': 'application/json' };
      await fetch(`${first.url}/~acme/notes`, { method: 'POST', headers, body: '{"text":"written by hand"}' });
      writeFileSync(join(first.folder, 'acme.json'), await first.stunt('sandbox', 'export', 'acme'));
      const importing = ['sandbox', 'import', 'acme.json', '--format', 'json', '--as'];
      const known = await runStunt([...importing, 'known'], first.folder);
      expect([known.code, known.stderr, JSON.parse(known.stdout).notes]).toEqual([0, '', []]);
      await first.stunt('sandbox', 'delete', 'known');
      first.kill('SIGTERM');
      await first.finished;
      const second = await startStunt(['serve', 'renamed.yaml', '--port', '0'], first.folder);
      const words = 'not shown: 1 of "notes.yaml"; served: "renamed.yaml".';
      const copy = await runStunt([...importing, 'copy'], first.folder);
      expect([copy.code, copy.stderr]).toEqual([0, expect.stringContaining('note: items are kept')]);
      expect(JSON.parse(copy.stdout)).toMatchObject({ name: 'copy', notes: [expect.stringContaining(words)] });
      second.kill('SIGTERM');
      expect((await second.finished).stderr.split('\n').filter((line) => line.includes(words))).toHaveLength(1);
    },
    patience,
  );

  it(
    'links to the address that it is reached by',
    async () => {
      const proxied = await platformDouble(['--public-url', 'https://sandbox.example.com/', '--sandbox', 'acme']);
      expect(proxied.stdout()).toContain('sandbox acme: https://sandbox.example.com/~acme\n');
      expect(await proxied.stunt('sandbox', 'show', 'acme')).toContain('curl https://sandbox.example.com/~acme/');
      const { code, stderr } = await runStunt(['serve', 'a.yaml', '--public-url', 'sandbox'], proxied.folder);
      expect([code, stderr]).toEqual([2, expect.stringContaining('--public-url: "sandbox" is no address')]);
    },
    patience,
  );
});
