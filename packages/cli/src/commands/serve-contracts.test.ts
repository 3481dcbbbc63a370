import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { endAll, folderWith, runStunt, startStunt } from '../testing/run-stunt.ts';

const root = join(import.meta.dirname, '../../../..');
const command = join(root, 'packages/pact/node_modules/.bin/pact-broker');
const document = {
  openapi: '3.1.0',
  info: { title: 'Orders', version: '1' },
  paths: { '/orders': { get: { responses: { 200: { description: 'all' } } } } },
};
const pact = {
  consumer: { name: 'web' },
  provider: { name: 'api' },
  interactions: [{ description: 'orders', request: { method: 'GET', path: '/orders' }, response: { status: 200 } }],
  metadata: { pactSpecification: { version: '3.0.0' } },
};
const newFolder = (settings = '') =>
  folderWith({
    'openapi.json': JSON.stringify(document),
    'pact.json': JSON.stringify(pact),
    'stunt.yaml': `version: 1\ndocuments: [{ file: openapi.json }]\n${settings}`,
  });

afterAll(endAll);

function broker(
  cwd: string,
  url: string,
  ...args: readonly string[]
): Promise<{ code: number | null; output: string }> {
  const env = { ...process.env, PACT_DO_NOT_TRACK: '1', PACT_BROKER_BASE_URL: `${url}/_stunt/contracts` };
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
  return new Promise((resolve, reject) => child.on('error', reject).on('close', (code) => resolve({ code, output })));
}

describe('stunt serve --contracts', () => {
  it('keeps contracts below /_stunt/contracts, for the unmodified pact-broker, beside the double', async () => {
    const folder = newFolder();
    const double = await startStunt(['serve', 'openapi.json', '--port', '0', '--contracts'], folder);
    expect(double.stdout()).toContain(`contracts at ${double.url}/_stunt/contracts\n`);
    expect((await fetch(`${double.url}/orders`)).status).toBe(200);
    const published = await broker(folder, double.url, 'publish', 'pact.json', '-a', '1', '--branch', 'main');
    expect(published).toMatchObject({ code: 0, output: expect.stringContaining('published') });
    expect(
      await broker(folder, double.url, 'create-or-update-version', '-a', 'api', '-e', '9', '--branch', 'main'),
    ).toMatchObject({ code: 0 });
    expect(
      await broker(folder, double.url, 'record-deployment', '-a', 'api', '-e', '9', '--environment', 'production'),
    ).toMatchObject({ code: 0 });
    expect(
      await broker(folder, double.url, 'can-i-deploy', '-a', 'web', '-e', '1', '--to-environment', 'production'),
    ).toMatchObject({ code: 1 });
    const index = JSON.parse(await (await fetch(`${double.url}/_stunt/contracts`)).text());
    expect(index._links.self.href).toBe(`${double.url}/_stunt/contracts/`);
    expect((await fetch(`${double.url}/_stunt/contractsx`)).status).not.toBe(200);

    // SIGTERM ends both; what was published is there again.
    double.kill('SIGTERM');
    expect(await double.finished).toMatchObject({ code: 0 });
    const again = await startStunt(['serve', '--port', '0'], withContracts(folder));
    expect((await broker(folder, again.url, 'list-latest-pact-versions')).output).toContain('web');
  }, 60_000);

  it('is off until it is asked for', async () => {
    const folder = newFolder();
    const double = await startStunt(['serve', 'openapi.json', '--port', '0'], folder);
    expect((await fetch(`${double.url}/_stunt/contracts`)).status).toBe(404);
    expect(existsSync(join(folder, '.stunt', 'contracts.sqlite'))).toBe(false);
  }, 60_000);

  it('takes the token of the double', async () => {
    const folder = newFolder('contracts: true\n');
    const double = await startStunt(['serve', '--port', '0'], folder, { STUNT_TOKEN: 'T' });
    const listed = (...args: readonly string[]) => broker(folder, double.url, 'list-pacticipants', ...args);
    expect(await listed()).toMatchObject({ code: 1 });
    expect(await listed('--broker-token', 'T')).toMatchObject({ code: 0 });
  }, 60_000);

  it('does not start with a file that is none of ours', async () => {
    const folder = newFolder();
    const double = await startStunt(['serve', 'openapi.json', '--port', '0', '--contracts'], folder);
    const second = await runStunt(['serve', 'openapi.json', '--port', '0', '--contracts'], folder);
    expect(second).toMatchObject({ code: 2, stderr: expect.stringContaining('is in use by another process') });
    double.kill('SIGTERM');
    await double.finished;
    writeFileSync(join(folder, '.stunt', 'contracts.sqlite'), 'something else');
    const third = await runStunt(['serve', 'openapi.json', '--port', '0', '--contracts'], folder);
    expect(third).toMatchObject({ code: 2, stderr: expect.stringContaining('CONTRACTS_UNUSABLE') });
  }, 60_000);
});

function withContracts(folder: string): string {
  writeFileSync(join(folder, 'stunt.yaml'), 'version: 1\ndocuments: [{ file: openapi.json }]\ncontracts: true\n');
  return dirname(join(folder, 'stunt.yaml'));
}
