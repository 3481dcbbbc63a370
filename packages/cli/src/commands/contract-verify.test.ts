import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  listMissing,
  type OrdersProvider,
  orderKept,
  ordersProvider,
  pactText,
  paidMessage,
} from '../testing/orders-provider.ts';
import { runInProcess } from '../testing/run-in-process.ts';
import { endAll, folderWith, runStunt } from '../testing/run-stunt.ts';

const patience = 60_000;
let provider: OrdersProvider;
let folder: string;

beforeAll(async () => {
  provider = await ordersProvider();
  folder = folderWith({
    'kept.json': pactText('shop', [orderKept]),
    'broken.json': pactText('shop', [orderKept, listMissing]),
    'message.json': pactText('shop', [paidMessage]),
    'pending.json': pactText('shop', [{ ...listMissing, pending: true }]),
    'none.json': '{',
  });
});
afterAll(() => {
  endAll();
  provider.close();
});

const flags = (args: readonly string[]) => ['contract', 'verify', '--provider-url', provider.url, ...args];
const verify = (args: readonly string[], env: Record<string, string> = {}) =>
  runInProcess(flags(args), folder, { GITHUB_ACTIONS: '', ...env });

describe('stunt contract verify --pacts', () => {
  it(
    'ends with 0 where all is kept, after it set the states up',
    async () => {
      const args = flags(['--pacts', 'kept.json', '--state-change-url', `${provider.url}/states`]);
      // As a process: nothing of the native library comes through.
      const { code, stdout, stderr } = await runStunt(args, folder, { GITHUB_ACTIONS: '' });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toBe(
        'shop  (kept.json)\n  ok       an order, given an order exists\norders: 1 pact, 1 interaction: 1 kept, 0 not kept\n',
      );
      expect(provider.asked.filter((line) => line.startsWith('POST /states'))).toEqual([
        expect.stringContaining('"action":"setup"'),
        expect.stringContaining('"action":"teardown"'),
      ]);
    },
    patience,
  );

  it(
    'ends with 1 where something is not kept: for a person, for JUnit and for GitHub',
    async () => {
      const args = ['--pacts', 'broken.json', '--junit', 'reports/verify.xml'];
      const { code, stdout, stderr } = await verify(args, { GITHUB_ACTIONS: 'true' });
      expect(code).toBe(1);
      expect(stdout).toContain('FAILED   all orders\n             status: expected 200 but was 404\n');
      expect(stderr).toContain('note: 1 of 2 interactions need a provider state');
      expect(stderr).toContain(
        '::error title=orders does not keep the pact of shop::all orders%0Astatus: expected 200',
      );
      const xml = readFileSync(join(folder, 'reports/verify.xml'), 'utf8');
      expect(xml).toContain('<testsuite name="shop - orders" tests="2" failures="1" errors="0" skipped="0"');
      expect(xml).toContain('<failure message="status: expected 200 but was 404">');
    },
    patience,
  );

  it(
    'does not fail for what is pending; JSON says so',
    async () => {
      const { code, stdout } = await verify(['--pacts', 'pending.json', '--format', 'json']);
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({
        provider: 'orders',
        pacts: [{ interactions: [{ outcome: 'pending' }] }],
      });
    },
    patience,
  );

  it(
    'verifies messages at an endpoint, and says that it needs one',
    async () => {
      expect(await verify(['--pacts', 'message.json', '--message-url', `${provider.url}/messages`])).toMatchObject({
        code: 0,
      });
      expect(await verify(['--pacts', 'message.json'])).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/^error MESSAGE_URL_MISSING: .*"an order was paid".*\nhint: .*--message-url/),
      });
    },
    patience,
  );

  it.each([
    [['--pacts', 'none.json'], /^2 error PACT_SYNTAX: none\.json/],
    [['--pacts', 'gone'], /^2 error PACT_NOT_FOUND/],
    [
      ['--pacts', 'kept.json', '--provider', 'order'],
      /^2 error USAGE: no pact of those is for the provider "order"; there are pacts for orders/,
    ],
    [['--pacts', 'kept.json', '--timeout', '10'], /^2 error USAGE: --timeout is "10", a duration such as 200ms/],
    [
      ['--pacts', 'kept.json', '--header', ': hidden'],
      /^2 error USAGE: --header takes 'Name: value'; one that was given has no name\n/,
    ],
    [
      ['--pacts', 'kept.json', '--state-change-url', 'me:pass@host'],
      /^2 error USAGE: --state-change-url is "\*\*\*@host"/,
    ],
    [[], /^2 error USAGE: no pacts were named/],
  ])(
    'could not find out with %j',
    async (args, message) => {
      const { code, stderr } = await verify(args, { PACT_BROKER_BASE_URL: '' });
      expect(`${code} ${stderr}`).toMatch(message);
    },
    patience,
  );
});
