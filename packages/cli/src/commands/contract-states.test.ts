import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listMissing, type OrdersProvider, orderKept, ordersProvider, pactText } from '../testing/orders-provider.ts';
import { runInProcess } from '../testing/run-in-process.ts';
import { endAll, folderWith } from '../testing/run-stunt.ts';

const patience = 60_000;
let provider: OrdersProvider;
let folder: string;
const other = { ...listMissing, providerStates: [{ name: 'many orders exist', params: { count: 3 } }] };

beforeAll(async () => {
  provider = await ordersProvider();
  folder = folderWith({
    'pact.json': pactText('shop', [orderKept, other]),
    'known.txt': '# states\nan order exists\nmany order exist\n',
    'known.json': '["an order exists", "many orders exist"]',
    'known.mjs': "export const stateHandlers = { 'an order exists': () => {}, 'many orders exist': () => {} };",
    'wrong.mjs': 'export const other = 1;',
  });
});
afterAll(() => {
  endAll();
  provider.close();
});

const states = async (...args: string[]) => {
  const { code, stdout, stderr } = await runInProcess(['contract', 'states', '--pacts', 'pact.json', ...args], folder);
  return `${code} ${stdout}${stderr}`;
};

describe('stunt contract states', () => {
  it(
    'lists each state with its parameters and who needs it',
    async () => {
      expect(await states()).toBe(
        '0 an order exists\n  shop: an order\nmany orders exist\n  with {"count":3}\n  shop: all orders\n2 provider states\n',
      );
    },
    patience,
  );

  it(
    'says which have no handler, and what was probably meant',
    async () => {
      expect(await states('--handlers', 'known.txt')).toMatch(
        /^1 ok {7}an order exists\n.*\nMISSING {2}many orders exist {3}\(there is "many order exist"\)\n[\s\S]*1 without a handler\n$/,
      );
      expect(await states('--handlers', 'known.json')).toMatch(/^0 [\s\S]*each has a handler\n$/);
      expect(await states('--handlers', 'known.mjs')).toMatch(/^0 [\s\S]*each has a handler\n$/);
    },
    patience,
  );

  it(
    'asks the endpoint that sets states up which it takes',
    async () => {
      expect(await states('--state-change-url', `${provider.url}/states`)).toMatch(
        /^1 ok {7}an order exists\n.*\nMISSING {2}many orders exist\n/,
      );
      expect(provider.asked.map((line) => JSON.parse(line.slice('POST /states '.length)).action)).toEqual([
        'setup',
        'teardown',
        'setup',
        'teardown',
      ]);
    },
    patience,
  );

  it.each([
    [['--handlers', 'gone.json'], /^2 error USAGE: --handlers: gone\.json cannot be read: there is no such file/],
    [['--handlers', 'wrong.mjs'], /^2 error USAGE: --handlers: wrong\.mjs exports neither/],
    [['--state-change-url', 'http://127.0.0.1:1/'], /^2 error PROVIDER_UNREACHABLE/],
  ])(
    'refuses %j',
    async (args, message) => {
      expect(await states(...args)).toMatch(message);
    },
    patience,
  );
});
