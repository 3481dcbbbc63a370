import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pactOf } from '../pact/read-pact.ts';
import { type RunningRegistry, startRegistry } from '../registry/start-registry.ts';
import { type BrokerClient, connectBroker } from './broker-client.ts';
import { brokerSettings } from './broker-settings.ts';
import { askMatrix } from './can-i-deploy.ts';
import { recordDeployment } from './deployments.ts';
import { listLatestPacts, pactNamed } from './list-contents.ts';
import { pactsForVerification } from './pacts-for-verification.ts';
import { publishPacts } from './publish-pacts.ts';
import { publishResults } from './publish-results.ts';

/** Our client and the unmodified `pact-broker` command at one registry: each reads what the other wrote. */
const patience = 60_000;
let folder: string;
let registry: RunningRegistry;
let client: BrokerClient;

const json = (consumer: string, status = 200) => ({
  consumer: { name: consumer },
  provider: { name: 'orders' },
  interactions: [{ description: 'an order', request: { method: 'GET', path: '/orders/1' }, response: { status } }],
  metadata: { pactSpecification: { version: '2.0.0' } },
});
const publication = {
  version: '1',
  branch: 'main',
  tags: ['dev'],
  buildUrl: 'https://ci.test/1',
  onConflict: 'overwrite',
} as const;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stunt-broker-'));
  registry = await startRegistry({ db: join(folder, 'contracts.sqlite'), port: 0 });
  const given = { url: registry.url, caFile: undefined, timeoutMs: 10_000, environment: {}, cwd: folder };
  client = connectBroker(await brokerSettings(given));
}, patience);
afterAll(async () => {
  await client.close();
  await registry.close();
  rmSync(folder, { recursive: true, force: true });
});

const broker = join(
  dirname(createRequire(import.meta.url).resolve('@pact-foundation/pact-cli/package.json')),
  'bin/pact-broker.js',
);

/** Exit code and all that it printed. */
function pactBroker(...args: string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [broker, ...args, '--broker-base-url', registry.url],
      { cwd: folder },
      (error, stdout, stderr) => resolve(`${error?.code ?? 0} ${stdout}${stderr}`),
    );
  });
}

describe('a broker', () => {
  it(
    'has for pact-broker what was published here',
    async () => {
      const [published] = await publishPacts(client, [pactOf(json('shop'), 'shop.json')], publication);
      expect(published).toMatchObject({ consumer: 'shop', version: '1', providers: ['orders'] });
      expect(published?.notices.length).toBeGreaterThan(0);
      expect(
        await pactBroker('describe-version', '--pacticipant', 'shop', '--version', '1', '--output', 'json'),
      ).toMatch(/^0 [\s\S]*"main"[\s\S]*"dev"/);
      const [pact] = await pactsForVerification(client, question);
      if (!pact) throw new Error('there is nothing to verify');
      const verified = { consumer: 'shop', source: '', pending: false, notices: [], interactions: [], success: true };
      await publishResults(client, [{ pact, verified }], {
        version: '7',
        branch: 'main',
        tags: ['p'],
        buildUrl: undefined,
        verifiedBy: { implementation: 'stunt', version: '0' },
      });
      const deployment = { pacticipant: 'orders', version: '7', environment: 'production' };
      await recordDeployment(client, deployment);
      const ask = ['can-i-deploy', '--pacticipant', 'shop', '--version', '1', '--to-environment', 'production'];
      expect(await pactBroker(...ask)).toMatch(/^0 [\s\S]*orders[\s\S]*7/);
      const selectors = [{ pacticipant: 'shop', version: '1' }];
      expect(await askMatrix(client, { selectors, environment: 'production' })).toMatchObject({
        deployable: true,
        rows: [{ consumer: 'shop', consumerVersion: '1', provider: 'orders', providerVersion: '7', success: true }],
      });
    },
    patience,
  );

  it(
    'has here what pact-broker published',
    async () => {
      writeFileSync(join(folder, 'app.json'), JSON.stringify(json('app')));
      expect(await pactBroker('publish', 'app.json', '--consumer-app-version', '2', '--branch', 'main')).toMatch(/^0 /);
      expect(
        (await listLatestPacts(client)).map(({ consumer, version, provider }) => [consumer, version, provider]),
      ).toContainEqual(['app', '2', 'orders']);
      const pacts = await pactsForVerification(client, { ...question, consumers: ['app'] });
      expect(pacts.map(({ pact, source }) => [pact.consumer, source.split(':')[0]])).toEqual([['app', '2']]);
    },
    patience,
  );

  it('keeps what a version has: another content is a conflict', async () => {
    const other = publishPacts(client, [pactOf(json('shop', 404), 'shop.json')], publication);
    await expect(other).rejects.toMatchObject({
      code: 'PACT_CONFLICT',
      message: expect.stringContaining('version 1 of shop'),
    });
    expect(JSON.stringify(await pactNamed(client, { consumer: 'shop', provider: 'orders' }))).toContain('"status":200');
  });

  it('knows names with awkward characters', async () => {
    const name = 'a/b c?#%é';
    await publishPacts(client, [pactOf(json(name), 'x.json')], { ...publication, version: '1/2' });
    expect(await pactNamed(client, { consumer: name, provider: 'orders', version: '1/2' })).toHaveProperty(
      'consumer.name',
      name,
    );
  });
});

const question = {
  provider: 'orders',
  branch: undefined,
  tags: [],
  selectors: [{ mainBranch: true }],
  enablePending: false,
  includeWipSince: undefined,
  consumers: [],
};
