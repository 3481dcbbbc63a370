import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../pact/pact.ts';
import { pactOf } from '../../pact/read-pact.ts';
import { type RunningRegistry, startRegistry } from '../../registry/start-registry.ts';
import { manualClock } from '../../registry/testing/manual-clock.ts';
import { type BrokerClient, connectBroker } from '../broker-client.ts';
import { brokerSettings } from '../broker-settings.ts';
import { askMatrix } from '../can-i-deploy.ts';
import { recordDeployment, recordRelease } from '../deployments.ts';
import { pactsForVerification } from '../pacts-for-verification.ts';
import { publishPacts } from '../publish-pacts.ts';
import { publishResults } from '../publish-results.ts';
import { readArchive } from './archive.ts';
import { exportArchive } from './export-archive.ts';
import { importArchive } from './import-archive.ts';

const patience = 60_000;
let folder: string;
const registries: RunningRegistry[] = [];
const clients: BrokerClient[] = [];

async function emptyRegistry(): Promise<BrokerClient> {
  const registry = await startRegistry({
    db: join(folder, `${registries.length}.sqlite`),
    port: 0,
    clock: manualClock(),
  });
  registries.push(registry);
  const given = { url: registry.url, caFile: undefined, timeoutMs: 10_000, environment: {}, cwd: folder };
  const client = connectBroker(await brokerSettings(given));
  clients.push(client);
  return client;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stunt-archive-'));
});
afterAll(async () => {
  for (const client of clients) await client.close();
  for (const registry of registries) await registry.close();
  rmSync(folder, { recursive: true, force: true });
});

const pact = (status: number) =>
  pactOf(
    {
      consumer: { name: 'shop' },
      provider: { name: 'orders' },
      interactions: [{ description: 'an order', request: { method: 'GET', path: '/orders/1' }, response: { status } }],
      metadata: { pactSpecification: { version: '2.0.0' } },
    },
    'shop.json',
  );
const more = { branch: 'main', tags: ['dev'], buildUrl: 'https://ci.test/1', onConflict: 'overwrite' } as const;
const verifiedBy = { implementation: 'stunt', version: '0' };

async function fill(client: BrokerClient): Promise<void> {
  await publishPacts(client, [pact(200)], { ...more, version: '1' });
  await publishPacts(client, [pact(200)], { ...more, version: '2' });
  await publishPacts(client, [pact(404)], { ...more, version: '3', branch: 'feat/x' });
  const selectors: JsonObject[] = [{ mainBranch: true }, { branch: 'feat/x' }];
  const question = {
    provider: 'orders',
    branch: 'main',
    tags: [],
    selectors,
    enablePending: false,
    includeWipSince: undefined,
    consumers: [],
  };
  const results = (await pactsForVerification(client, question)).map((one) => ({
    pact: one,
    verified: {
      consumer: 'shop',
      source: '',
      pending: false,
      notices: [],
      interactions: [],
      success: one.source.startsWith('2'),
    },
  }));
  await publishResults(client, results, { ...more, version: '10', verifiedBy });
  await recordDeployment(client, { pacticipant: 'orders', version: '10', environment: 'production' });
  await recordDeployment(client, {
    pacticipant: 'shop',
    version: '1',
    environment: 'production',
    applicationInstance: 'blue',
  });
  await recordRelease(client, { pacticipant: 'shop', version: '2', environment: 'test' });
}

describe('an archive', () => {
  it(
    'fills another broker with the same, once',
    async () => {
      const [one, another] = [await emptyRegistry(), await emptyRegistry()];
      await fill(one);
      const archive = await exportArchive(one);
      expect(archive.contents.length).toBe(2);
      expect(archive).toMatchObject({
        pacts: [
          { version: '1', content: 0 },
          { version: '2', content: 0 },
          { version: '3', content: 1 },
        ],
        deployments: expect.arrayContaining([
          expect.objectContaining({ applicationInstance: 'blue' }),
          expect.objectContaining({ kind: 'released', version: '2' }),
        ]),
      });
      expect(
        archive.verifications.map(({ consumerVersion, result }) => [consumerVersion, result.success]),
      ).toContainEqual(['3', false]);
      const text = JSON.stringify(archive);
      const { added, refused } = await importArchive(another, readArchive(text, 'a.json'));
      expect({ added, refused }).toMatchObject({ added: { versions: 4, pacts: 3, deployments: 3 }, refused: [] });
      expect(JSON.stringify(await exportArchive(another))).toBe(text);
      const again = await importArchive(another, archive);
      expect(Object.values(again.added).every((count) => count === 0)).toBe(true);
      const selectors = [{ pacticipant: 'shop', version: '3' }];
      expect(await askMatrix(another, { selectors, environment: 'production' })).toMatchObject({ deployable: false });
    },
    patience,
  );

  it(
    'tells what the broker keeps as it is, and goes on with the rest',
    async () => {
      const [one, another] = [await emptyRegistry(), await emptyRegistry()];
      await fill(one);
      await publishPacts(another, [pact(500)], { ...more, version: '1' });
      const report = await importArchive(another, await exportArchive(one));
      expect(report.refused).toEqual([
        expect.stringMatching(/^the pact of shop 1 with orders: version 1 of shop has another pact already/),
      ]);
      expect(report.added).toMatchObject({ pacts: 2, deployments: 3 });
    },
    patience,
  );

  const empty = {
    format: 'stuntdouble-contracts',
    version: 1,
    pacticipants: [],
    environments: [],
    versions: [],
    contents: [],
    pacts: [],
    verifications: [],
    deployments: [],
  };
  it.each([
    ['{', 'a.json is no JSON'],
    ['{}', 'its "format" is not "stuntdouble-contracts"'],
    [JSON.stringify({ ...empty, version: 2 }), 'an archive of version 2, 1 is read'],
    [JSON.stringify({ ...empty, pacts: {} }), '/pacts is no list of objects'],
    [
      JSON.stringify({ ...empty, pacts: [{ consumer: 'a', version: '1', provider: 'b', content: 0 }] }),
      '/pacts/0/content is 0, the number of one of the 0 contents',
    ],
    [JSON.stringify({ ...empty, versions: [{ pacticipant: 'a' }] }), '/versions/0/number is undefined'],
    [JSON.stringify({ ...empty, verifications: [{ result: {} }] }), '/verifications/0/result says of no success'],
  ])('is not read from %s', (text, message) => {
    expect(() => readArchive(text, 'a.json')).toThrow(message);
  });
});
