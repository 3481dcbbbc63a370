import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningRegistry, startRegistry } from '@stuntdouble/pact';
import { listMissing, type OrdersProvider, orderKept, ordersProvider, pactText } from '../testing/orders-provider.ts';
import { runInProcess } from '../testing/run-in-process.ts';
import { endAll, folderWith, startStunt } from '../testing/run-stunt.ts';

/** The commands against a registry that runs, as a pipeline would type them. */
const patience = 60_000;
const token = 'canary-token-7f3a';
let folder: string;
let registry: RunningRegistry;
let provider: OrdersProvider;

beforeAll(async () => {
  provider = await ordersProvider();
  folder = folderWith({
    'kept-1.json': pactText('shop', [orderKept]),
    'kept-2.json': pactText('shop', [{ ...orderKept, description: 'an order again' }]),
    'differs.json': pactText('shop', [{ ...orderKept, response: { status: 418 } }]),
    'missing.json': pactText('stock', [listMissing]),
    'openapi.yaml': 'openapi: 3.1.0\ninfo: { title: t, version: "1" }\npaths: {}\n',
  });
  registry = await startRegistry({ db: join(folder, 'contracts.sqlite'), port: 0, token });
}, patience);
afterAll(async () => {
  endAll();
  provider.close();
  await registry.close();
});

const quiet = { CI: '', GITHUB_ACTIONS: '', SSL_CERT_FILE: '', SSL_CERT_DIR: '' };
/** Exit code and all that was printed. */
async function stunt(args: readonly string[], env: Record<string, string> = {}): Promise<string> {
  const named = { PACT_BROKER_BASE_URL: registry.url, PACT_BROKER_TOKEN: token };
  const { code, stdout, stderr } = await runInProcess(['contract', ...args], folder, { ...quiet, ...named, ...env });
  expect(stdout + stderr).not.toContain(token);
  return `${code} ${stdout}${stderr}`;
}
const verify = (...args: string[]) =>
  stunt([
    'verify',
    '--provider',
    'orders',
    '--provider-url',
    provider.url,
    '--state-change-url',
    `${provider.url}/states`,
    ...args,
  ]);
const canDeploy = (...args: string[]) =>
  stunt(['can-i-deploy', '--pacticipant', 'shop', '--to', 'production', ...args]);

describe('stunt contract with a broker', () => {
  it(
    'says what was published before a refusal',
    async () => {
      const version = ['--version', '0.9.0', '--branch', 'old'];
      expect(await stunt(['publish', 'kept-1.json', ...version])).toMatch(/^0 published shop 0\.9\.0/);
      expect(await stunt(['publish', 'missing.json', 'differs.json', ...version])).toMatch(
        /^1 published stock 0\.9\.0 \(old\)[\s\S]*error PACT_CONFLICT: version 0\.9\.0 of shop has another pact already/,
      );
    },
    patience,
  );

  it(
    'leads from publishing to deployment',
    async () => {
      expect(
        await stunt([
          'publish',
          'kept-1.json',
          'kept-2.json',
          '--version',
          '1.2.0',
          '--branch',
          'main',
          '--tag',
          'dev',
        ]),
      ).toMatch(/^0 published shop 1\.2\.0 \(main\): 1 pact with orders\n {2}\S/);
      // That something was published, and nothing printed about our own version, is what the broker says.
      expect(await stunt(['list', 'versions', '--pacticipant', 'shop'])).toMatch(/^0 .*\n1\.2\.0 +main +dev /);
      expect(await stunt(['show', '--consumer', 'shop', '--provider', 'orders'])).toMatch(
        /^0 shop 1\.2\.0 with orders \(Pact Specification 4\): 2 interactions\n/,
      );
      expect(await canDeploy('--version', '1.2.0')).toMatch(
        /^1 (not yet|no): .*shop cannot be deployed to production\n {2}.*orders/,
      );
      expect(await verify('--version', '3.4.0', '--branch', 'main')).toMatch(
        /^0 [\s\S]*results were not published: --publish, or CI\n$/,
      );
      expect(await verify('--version', '3.4.0', '--branch', 'main', '--publish')).toMatch(
        /^0 shop {2}\(1\.2\.0.*\)\n {2}ok .*\n {2}ok .*\norders: 1 pact, 2 interactions: 2 kept, 0 not kept\npublished the results of orders 3\.4\.0 \(main\)/,
      );
      expect(
        await stunt([
          'record-deployment',
          '--pacticipant',
          'orders',
          '--version',
          '3.4.0',
          '--environment',
          'production',
        ]),
      ).toBe('0 orders 3.4.0 is deployed to production\n');
      expect(await canDeploy('--version', '1.2.0')).toMatch(
        /^0 yes: shop can be deployed to production\n[\s\S]*\nshop +1\.2\.0 +orders +3\.4\.0 +kept/,
      );
      expect(await stunt(['list', 'deployments'])).toMatch(/^0 .*\nproduction +orders +3\.4\.0 +deployed /);
      expect(await stunt(['record-undeployment', '--pacticipant', 'orders', '--environment', 'production'])).toBe(
        '0 orders 3.4.0 is no longer deployed in production\n',
      );
      expect(await stunt(['record-undeployment', '--pacticipant', 'orders', '--environment', 'production'])).toMatch(
        /^1 .*nothing was recorded\n$/,
      );
    },
    2 * patience,
  );

  it(
    'fails for what is not kept, and not while it is pending',
    async () => {
      expect(await stunt(['publish', 'missing.json', '--version', '5', '--branch', 'feat/stock'])).toMatch(/^0 /);
      const onBranch = ['--version', '3.5.0', '--branch', 'main', '--branch-of-consumers', 'feat/stock', '--publish'];
      expect(await verify(...onBranch, '--enable-pending')).toMatch(
        /^0 stock .*pending: a failure does not fail the build\n[\s\S]*1 pending\n/,
      );
      expect(await verify(...onBranch)).toMatch(
        /^1 [\s\S]*FAILED {3}all orders\n +status: expected 200 but was 404\n[\s\S]*published the results/,
      );
      expect(await stunt(['can-i-merge', '--pacticipant', 'stock', '--version', '5'])).toMatch(
        /^1 no: stock cannot be merged\n[\s\S]*NOT KEPT/,
      );
      expect(
        await stunt(['can-i-merge', '--pacticipant', 'stock', '--version', '5', '--dry-run', '--format', 'json']),
      ).toMatch(/^0 \{\n {2}"deployable": false,/);
    },
    2 * patience,
  );

  it(
    'verifies the pact that a webhook names, and publishes even where a report cannot be written',
    async () => {
      await stunt(['publish', 'kept-2.json', '--version', '1.4.0', '--branch', 'feat/y']);
      const url = `${registry.url}/pacts/provider/orders/consumer/shop/version/1.4.0`;
      const args = ['--pact-url', url, '--version', '3.6.0', '--publish', '--junit', 'kept-1.json/no.xml'];
      expect(await verify(...args)).toMatch(
        /^1 shop {2}\(1\.4\.0\)\n {2}ok [\s\S]*error REPORT_NOT_WRITTEN: kept-1\.json\/no\.xml/,
      );
      expect(await stunt(['can-i-deploy', '--pacticipant', 'shop', '--version', '1.4.0'])).toMatch(/^0 yes: /);
    },
    patience,
  );

  it(
    'takes no pacts for a mistake, unless they are allowed to be none',
    async () => {
      const none = ['--branch-of-consumers', 'no/such'];
      expect(await verify(...none)).toMatch(
        /^2 error NO_PACTS: the broker at .* has no pact that orders has to be held to/,
      );
      expect(await verify(...none, '--allow-no-pacts')).toMatch(/^0 orders: 0 pacts/);
      const newcomer = [
        'verify',
        '--provider',
        'newcomer',
        '--provider-url',
        provider.url,
        '--version',
        '1',
        '--branch',
        'main',
      ];
      expect(await stunt([...newcomer, '--publish'])).toMatch(/^2 error BROKER_UNKNOWN: .* no application "newcomer"/);
      expect(await stunt([...newcomer, '--publish', '--allow-no-pacts'])).toMatch(
        /^0 newcomer: 0 pacts[\s\S]*published no results yet of newcomer 1 \(main\)/,
      );
      const ask = ['can-i-deploy', '--pacticipant', 'newcomer', '--version', '1', '--to', 'production'];
      expect(await stunt(ask)).toMatch(/^0 yes: newcomer can be deployed/);
    },
    patience,
  );

  it(
    'waits for a result that is missing, and not for one that failed',
    async () => {
      await stunt(['publish', 'kept-1.json', '--version', '1.3.0', '--branch', 'main']);
      await stunt(['record-deployment', '--pacticipant', 'orders', '--version', '3.4.0', '--environment', 'test']);
      const ask = (...args: string[]) => stunt(['can-i-deploy', '--pacticipant', ...args, '--to', 'test']);
      const waiting = ask('shop', '--version', '1.3.0', '--retry-while-unknown', '1000', '--retry-interval', '20ms');
      await verify('--version', '3.4.0', '--branch', 'main', '--publish');
      expect(await waiting).toMatch(
        /^0 yes: shop can be deployed to test\n[\s\S]*a result is missing: asking again in 20ms/,
      );
      await verify('--version', '3.4.0', '--branch', 'main', '--branch-of-consumers', 'feat/stock', '--publish');
      const failed = await ask('stock', '--version', '5', '--retry-while-unknown', '1000', '--retry-interval', '1h');
      expect(failed).toMatch(/^1 no: stock cannot be deployed to test\n(?![\s\S]*asking again)/);
    },
    patience,
  );

  it(
    'moves to a file and back',
    async () => {
      expect(await stunt(['export', '--output', 'all.json'])).toMatch(
        /^0 all\.json: 4 pacticipants, \d+ versions, 6 pacts, \d verifications/,
      );
      expect(readFileSync(join(folder, 'all.json'), 'utf8')).not.toContain(token);
      expect(await stunt(['import', 'all.json'])).toMatch(
        /^0 added 0 pacticipants, 0 environments, 0 versions, 0 pacts, 0 verifications/,
      );
    },
    patience,
  );

  it.each<[string[], Record<string, string>, RegExp]>([
    [
      ['publish', 'differs.json', '--version', '1.2.0'],
      {},
      /^1 error PACT_CONFLICT: version 1\.2\.0 of shop has another pact already/,
    ],
    [
      ['publish', 'kept-1.json', 'differs.json', '--version', '9'],
      {},
      /^1 error PACT_CONFLICT: "an order" .* is one thing in kept-1\.json/,
    ],
    [
      ['list', 'versions', '--pacticipant', 'shop', '--limit', '0'],
      {},
      /^2 error USAGE: --limit is 0, a number from 1 on/,
    ],
    [['publish', 'kept-1.json', '--version', ''], {}, /^2 error USAGE: --version is empty/],
    [['list'], { PACT_BROKER_TOKEN: 'wrong' }, /^2 error BROKER_REFUSED: .*401/],
    [
      ['list', 'deployments', '--environment', 'prod'],
      {},
      /^2 error BROKER_UNKNOWN: .* no environment "prod"; there are: .*production/,
    ],
    [
      ['record-release', '--pacticipant', 'shop', '--version', '99', '--environment', 'production'],
      {},
      /^2 error BROKER_UNKNOWN: .* no version 99 of shop/,
    ],
    [
      ['can-i-deploy', '--pacticipant', 'shop', '--version', '1', '--latest'],
      {},
      /^2 error USAGE: one of --version, --branch and --latest/,
    ],
    [
      ['verify', '--provider', 'order', '--provider-url', 'http://127.0.0.1:9'],
      {},
      /^2 error BROKER_UNKNOWN: .* no application "order"/,
    ],
    [
      ['list'],
      { PACT_BROKER_BASE_URL: 'http://me:canary-token-7f3a@127.0.0.1:1' },
      /^2 error BROKER_UNREACHABLE: .*http:\/\/127\.0\.0\.1:1 /,
    ],
  ])(
    'says what is wrong with %j',
    async (args, env, message) => {
      expect(await stunt(args, env)).toMatch(message);
    },
    patience,
  );

  it(
    'trusts an authority that is named, and no other',
    async () => {
      const { url, stdout } = await startStunt(['serve', 'openapi.yaml', '--port', '0', '--tls'], folder);
      const [, authority = ''] = /(\S+\.pem)/.exec(stdout()) ?? [];
      expect(await stunt(['list', '--broker', url])).toMatch(/^2 error BROKER_UNTRUSTED: /);
      // It is no broker, but it was believed.
      expect(await stunt(['list', '--broker', url, '--broker-ca', authority])).toMatch(/^2 error BROKER_UNSUITED: /);
    },
    patience,
  );
});
