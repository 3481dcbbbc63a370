import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunningRegistry } from './start-registry.ts';
import { ask, endAll, newRegistry, pactBroker, pactFile, verifier } from './testing/registry-bed.ts';

const patience = 60_000;
const consumer = 'partner a/1 é';
let registry: RunningRegistry;
let provider: Server;
let providerBaseUrl: string;

beforeAll(async () => {
  registry = await newRegistry();
  provider = createServer((request, response) => {
    response.writeHead(request.url === '/orders/1' ? 200 : 404, { connection: 'close' }).end();
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => provider.once('listening', resolve));
  const address = provider.address();
  providerBaseUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
});
afterAll(async () => {
  provider.closeAllConnections();
  provider.close();
  await endAll();
});

const broker = (...args: readonly string[]) => pactBroker(registry.url, ...args);
const verifyPlatform = (version: string, branch = 'main') =>
  verifier({
    provider: 'platform',
    providerBaseUrl,
    pactBrokerUrl: registry.url,
    providerVersion: version,
    providerVersionBranch: branch,
    publishVerificationResult: true,
    enablePending: true,
    includeWipPactsSince: '2020-01-01',
    consumerVersionSelectors: [{ mainBranch: true }, { deployedOrReleased: true }],
  });
const canIDeploy = (version: string) =>
  broker('can-i-deploy', '-a', consumer, '-e', version, '--to-environment', 'production');

describe('the registry with real clients', () => {
  it(
    'takes pacts from the pact-broker command, lets pact-js verify them, and answers can-i-deploy',
    async () => {
      const pact = pactFile({ consumer, provider: 'platform' });
      expect(await broker('publish', pact, '-a', '1.0.0', '--branch', 'main')).toMatchObject({
        code: 0,
        output: expect.stringContaining('published'),
      });
      const unknown = await canIDeploy('1.0.0');
      expect(unknown).toMatchObject({
        code: 1,
        output: expect.stringContaining('no version of it is recorded in production'),
      });

      expect(await verifyPlatform('9.0.0')).toMatchObject({ code: 0 });
      const recorded = await broker(
        'record-deployment',
        '-a',
        'platform',
        '-e',
        '9.0.0',
        '--environment',
        'production',
      );
      expect(recorded).toMatchObject({ code: 0 });
      expect(await canIDeploy('1.0.0')).toMatchObject({ code: 0, output: expect.stringContaining('9.0.0') });
    },
    patience,
  );

  it(
    'says no where the provider broke the contract',
    async () => {
      const broken = pactFile({ consumer, provider: 'platform', paths: { '/orders/1': 200, '/refunds': 201 } });
      expect(await broker('publish', broken, '-a', '2.0.0', '--branch', 'main')).toMatchObject({ code: 0 });
      // Pending: the provider never kept it, so its build passes, and its result is a failure all the same.
      expect(await verifyPlatform('9.1.0')).toMatchObject({ code: 0 });
      await broker('record-deployment', '-a', 'platform', '-e', '9.1.0', '--environment', 'production');
      const said = await canIDeploy('2.0.0');
      expect(said.code).toBe(1);
      expect(said.output).toContain(
        `The verification of the pact of ${consumer} version 2.0.0 by platform version 9.1.0 failed`,
      );
      const { body } = await ask(
        registry.url,
        'GET',
        `/matrix?q[][pacticipant]=platform&q[][version]=9.1.0&latestby=cvpv`,
      );
      expect(body.summary).toMatchObject({ deployable: false, failed: 1 });
    },
    patience,
  );

  it(
    'refuses another pact for the same version, and knows the same one again',
    async () => {
      const same = await broker(
        'publish',
        pactFile({ consumer, provider: 'platform' }),
        '-a',
        '1.0.0',
        '--branch',
        'main',
      );
      expect(same).toMatchObject({ code: 0, output: expect.stringContaining('with the same content') });
      const other = pactFile({ consumer, provider: 'platform', paths: { '/other': 200 } });
      expect(await broker('publish', other, '-a', '1.0.0')).toMatchObject({
        code: 1,
        output: expect.stringContaining('has another content already'),
      });
      expect(await broker('publish', other, '-a', '1.0.0', '--merge')).toMatchObject({ code: 0 });
    },
    patience,
  );
});
