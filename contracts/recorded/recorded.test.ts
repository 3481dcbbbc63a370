/**
 * A contract that nobody wrote: the script in client.ts runs against a sandbox of the double, what it did is recorded, and the reference
 * platform is held to it by Pact's own Verifier, over the state-change endpoint that any provider can have.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Verifier } from '@pact-foundation/pact';
import { statesPath } from '../platform/provider-states/endpoints.ts';
import { type RunningPlatform, startPlatform } from '../platform/start.ts';

const root = join(import.meta.dirname, '..', '..');
const patience = 60_000;
const folder = mkdtempSync(join(tmpdir(), 'stunt-recorded-'));
const pactFile = join(folder, 'pacts', 'first-script-platform.json');

let double: ChildProcess;
let platform: RunningPlatform;
beforeAll(async () => {
  double = stunt('serve', join(root, 'contracts', 'platform', 'openapi.yaml'), '--port', '0');
  const [started] = await Promise.all([startPlatform({ providerStates: true }), listening(double)]);
  platform = started;
}, patience);
afterAll(async () => {
  double.kill();
  await platform.close();
  rmSync(folder, { recursive: true });
});

function stunt(...args: string[]): ChildProcess {
  const main = join(root, 'packages', 'cli', 'src', 'main.ts');
  return spawn(process.execPath, ['--conditions=@stuntdouble/source', main, ...args], {
    cwd: folder,
    env: { ...process.env, API_KEY: apiKey },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

let apiKey = '';
/** Where it listens, once it has said all of its start-up. */
async function listening({ stdout }: ChildProcess): Promise<string> {
  let printed = '';
  for await (const chunk of stdout?.iterator({ destroyOnReturn: false }) ?? []) {
    printed += chunk;
    const [, url] = /^listening on (\S+)$/m.exec(printed) ?? [];
    if (url && printed.includes('\nNext:')) return url;
  }
  throw new Error(`the double does not listen: ${printed}`);
}

async function output(child: ChildProcess): Promise<string> {
  const [printed, [code]] = await Promise.all([child.stdout ? text(child.stdout) : '', once(child, 'exit')]);
  expect({ printed, code }).toEqual({ printed, code: 0 });
  return printed;
}

const record = (): Promise<string> =>
  output(
    stunt(
      ...['contract', 'record', '--sandbox', 'first', '--consumer', 'first-script', '--provider', 'platform'],
      ...['--no-pending', '--', process.execPath, join(import.meta.dirname, 'client.ts')],
    ),
  );

describe('a recorded contract', () => {
  it(
    'is kept by the reference platform, interaction by interaction',
    async () => {
      ({ apiKey } = JSON.parse(await output(stunt('sandbox', 'create', 'first', '--format', 'json'))));
      expect(await record()).toContain(
        '21 interactions (21 new), of 22 exchanges\nleft out 1: the request was refused',
      );
      const verified = new Verifier({
        provider: 'platform',
        providerBaseUrl: platform.url,
        pactUrls: [pactFile],
        logLevel: 'error',
        providerStatesSetupUrl: platform.url + statesPath,
        providerStatesSetupTeardown: true,
      }).verifyProvider();
      await expect(verified).resolves.toBeDefined();
    },
    patience,
  );

  it(
    'is compatible with the document',
    async () => {
      const document = join(root, 'contracts', 'platform', 'openapi.yaml');
      const checked = JSON.parse(await output(stunt('contract', 'check', pactFile, document, '--format', 'json')));
      expect(checked).toMatchObject({ compatible: true });
      // Nothing is needed that the document leaves open.
      expect(JSON.stringify(checked)).not.toContain('warning');
    },
    patience,
  );

  it(
    'is the same for the next run of the same script, and has nothing of who ran it',
    async () => {
      const before = readFileSync(pactFile, 'utf8');
      expect(await record()).toContain('21 interactions (nothing new)');
      expect(readFileSync(pactFile, 'utf8')).toBe(before);
      expect(before).not.toMatch(/lovelace|REF-\d|sk_first/i);
      expect(before).not.toContain(apiKey);
    },
    patience,
  );

  it(
    'is published again without a conflict, as the same version',
    async () => {
      const registry = stunt('contract', 'serve', '--port', '0', '--db', 'contracts.sqlite');
      try {
        const broker = await listening(registry);
        const publish = () =>
          output(stunt('contract', 'publish', 'pacts', '--version', '1.0.0', '--branch', 'main', '--broker', broker));
        expect(await publish()).toContain('version 1.0.0 with platform published');
        rmSync(pactFile);
        await record();
        expect(await publish()).toContain('was published before, with the same content');
      } finally {
        registry.kill();
      }
    },
    patience,
  );
});
