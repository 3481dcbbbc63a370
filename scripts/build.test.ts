import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

/** The command as it is packed: built, laid out as after an installation, and run in a folder that has nothing else. */

const root = dirname(import.meta.dirname);
const cli = join(root, 'packages/cli');
const temporary = mkdtempSync(join(tmpdir(), 'stunt-packed-'));
const installed = join(temporary, 'stuntdouble');
const folder = join(temporary, 'empty');
const command = join(installed, 'dist/stunt.mjs');
const children: ReturnType<typeof spawn>[] = [];

beforeAll(() => {
  const built = join(temporary, 'built');
  execFileSync(process.execPath, [join(root, 'scripts/build.mjs'), '--out', join(built, 'dist')]);
  const manifest: { files: string[] } = JSON.parse(readFileSync(join(cli, 'package.json'), 'utf8'));
  for (const file of manifest.files.flatMap((pattern) => globSync(pattern, { cwd: built })))
    cpSync(join(built, file), join(installed, file), { recursive: true });
  cpSync(join(cli, 'package.json'), join(installed, 'package.json'));
  // Its dependencies, as an installation would bring them.
  symlinkSync(join(cli, 'node_modules'), join(installed, 'node_modules'));
  mkdirSync(folder);
  writeFileSync(join(folder, 'tiny.yaml'), document);
}, 60_000);

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(temporary, { recursive: true });
});

const document = `openapi: 3.1.0
info: { title: Tiny, version: 1.0.0 }
paths:
  /hello:
    get:
      operationId: hello
      responses: { 200: { description: ok, content: { application/json: { example: { hello: world } } } } }
`;

const stunt = (...args: string[]): string =>
  execFileSync(process.execPath, [command, ...args], { cwd: folder, encoding: 'utf8' });

/** The address of a double that runs until the tests are over, one in each folder. */
function serve(cwd = folder): Promise<string> {
  const child = spawn(process.execPath, [command, 'serve', join(folder, 'tiny.yaml'), '-p', '0'], { cwd });
  children.push(child);
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      const [, url] = /^listening on (\S+)$/m.exec(output) ?? [];
      if (url) resolve(url);
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => reject(new Error(chunk)));
  });
}

/** The script of the reference, from the address that the page of the sandbox has for it. */
async function referenceOf(url: string): Promise<string> {
  const page = await (await fetch(url, { headers: { accept: 'text/html' } })).text();
  const [, assets] = /href="(\S+)\/home\.css"/.exec(page) ?? [];
  return (await fetch(`${url}${assets}/scalar.js`)).text();
}

describe('the packed command', () => {
  it('serves, fails on demand, and heals', async () => {
    const url = await serve();
    const ask = async () => {
      const response = await fetch(`${url}/hello`);
      return [response.status, response.ok ? await response.json() : undefined];
    };
    expect(await ask()).toEqual([200, { hello: 'world' }]);
    expect(await referenceOf(url)).toContain('createApiReference');
    expect(stunt('fault', 'add', 'status', '--code', '503', '--operation', 'hello')).toContain('503');
    expect(await ask()).toEqual([503, undefined]);
    stunt('fault', 'clear');
    expect(stunt('scenario', 'list')).toContain('brownout');
    expect(await ask()).toEqual([200, { hello: 'world' }]);
  }, 30_000);

  it('verifies a provider, with the verifier in a process of its own', async () => {
    const interaction = { description: 'hello', request: { method: 'GET', path: '/hello' }, response: { status: 200 } };
    const pair = { consumer: { name: 'shop' }, provider: { name: 'tiny' } };
    writeFileSync(join(folder, 'pact.json'), JSON.stringify({ ...pair, interactions: [interaction] }));
    const printed = stunt('contract', 'verify', '--pacts', 'pact.json', '--provider-url', await serve(temporary));
    expect(printed).toContain('1 kept, 0 not kept');
  }, 30_000);

  it('finds what it reads beside itself', () => {
    expect(stunt('check', 'tiny.yaml')).toContain('Tiny 1.0.0');
    expect(existsSync(join(installed, 'dist/config/stunt.schema.json'))).toBe(true);
  }, 30_000);

  it('names the line of what it finds, and compares pacts with a document', () => {
    const wrong = document
      .replace('{ hello: world }', '{ hello: 1 }')
      .replace('{ example:', "{ schema: { $ref: '#/nowhere' }, example:");
    writeFileSync(join(folder, 'wrong.yaml'), wrong);
    const { stdout } = spawnSync(process.execPath, [command, 'check', 'wrong.yaml'], { cwd: folder, encoding: 'utf8' });
    expect(stdout).toMatch(/SPEC_REF_UNRESOLVED: .*\n {2}at wrong\.yaml:7/);
    const interaction = { description: 'hello', request: { method: 'GET', path: '/hello' }, response: { status: 200 } };
    const pair = { consumer: { name: 'shop' }, provider: { name: 'tiny' } };
    writeFileSync(join(folder, 'pact.json'), JSON.stringify({ ...pair, interactions: [interaction] }));
    expect(stunt('contract', 'check', 'pact.json', 'tiny.yaml')).toContain('1 interaction: 1 compatible');
  }, 30_000);

  it('drills a command', () => {
    const client = "const answer = await fetch(process.env.STUNT_URL + '/hello'); process.exit(answer.ok ? 0 : 1);";
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [command, 'drill', 'tiny.yaml', '--only', '*.503', '--', process.execPath, '-e', client],
      { cwd: folder, encoding: 'utf8' },
    );
    expect(`${stdout}${stderr}`).toMatch(/1 cell/);
  }, 30_000);
});
