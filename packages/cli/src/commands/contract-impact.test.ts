import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startRegistry } from '@stuntdouble/pact';
import { endAll, folderWith, runStunt } from '../testing/run-stunt.ts';

const patience = 60_000;
afterAll(endAll);

const document = (properties: string): string => `openapi: 3.0.3
info: { title: shop, version: "1" }
paths:
  /orders/{id}:
    get:
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema:
                type: object
                required: [id]
                properties: { ${properties} }
`;

const pact = (consumer: string, provider: string, body: object) => ({
  consumer: { name: consumer },
  provider: { name: provider },
  interactions: [
    { description: 'an order', request: { method: 'GET', path: '/orders/1' }, response: { status: 200, body } },
  ],
  metadata: { pactSpecification: { version: '2.0.0' } },
});

const calling = (field: string) => `${document('id: { type: string }')}  /subscriptions:
    post:
      requestBody: { content: { application/json: { schema: { type: object, properties: { callbackUrl: { type: string } } } } } }
      responses: { '201': { description: made } }
      callbacks:
        onPaid:
          '{$request.body#/callbackUrl}':
            post:
              requestBody: { content: { application/json: { schema: { type: object, properties: { ${field}: { type: string } } } } } }
              responses: { '200': { description: taken } }
`;
const listener = {
  consumer: { name: 'listener' },
  provider: { name: 'shop' },
  messages: [{ description: 'onPaid tells the order', contents: { order: 'a' } }],
  metadata: { pactSpecification: { version: '3.0.0' } },
};

const files = {
  'calling.yaml': calling('order'),
  'calling-otherwise.yaml': calling('orderId'),
  'listener.json': JSON.stringify(listener),
  'old.yaml': document('id: { type: string }, note: { type: string }'),
  'new.yaml': document('id: { type: string }'),
  'pacts/reader.json': JSON.stringify(pact('reader', 'shop', { id: 'a', note: 'b' })),
  'pacts/other.json': JSON.stringify(pact('other', 'shop', { id: 'a' })),
  'mixed/one.json': JSON.stringify(pact('one', 'shop', {})),
  'mixed/two.json': JSON.stringify(pact('two', 'bank', {})),
  'broken.json': '{',
  'postman.json': JSON.stringify({
    info: { name: 'p', schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json' },
    item: [],
  }),
};

let folder: string;
beforeAll(() => {
  const nested = Object.entries(files);
  folder = folderWith(Object.fromEntries(nested.filter(([name]) => !name.includes('/'))));
  for (const [name, content] of nested.filter(([each]) => each.includes('/'))) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
});

describe('contract impact', () => {
  it(
    'leads with who breaks, names interaction, field and line, and fails where that was asked for',
    async () => {
      const args = ['contract', 'impact', 'old.yaml', 'new.yaml', '--pacts', 'pacts'];
      const { code, stdout } = await runStunt([...args, '--fail-on', 'breaking-for-deployed'], folder);
      expect(code).toBe(1);
      expect(stdout.split('\n')[0]).toBe(
        '1 of 2 partners breaks: reader; untouched: other. 1 breaking, 0 risky and 0 safe differences.',
      );
      expect(stdout).toContain('"an order" (GET /orders/{id})');
      expect(stdout).toMatch(/breaks: response 200 application\/json note: note \(optional\) is gone {2}old\.yaml:15/);
    },
    patience,
  );

  it(
    'gives the same as JSON, and as Markdown in which names are no markup',
    async () => {
      const args = ['contract', 'impact', 'old.yaml', 'new.yaml', '--pacts', 'pacts', '--format'];
      const [json, markdown] = await Promise.all([
        runStunt([...args, 'json'], folder),
        runStunt([...args, 'markdown'], folder),
      ]);
      const impact = JSON.parse(json.stdout);
      expect(json.code).toBe(0);
      expect(impact.partners.map(({ consumer, verdict }: Record<string, string>) => [consumer, verdict])).toEqual([
        ['other', 'untouched'],
        ['reader', 'breaks'],
      ]);
      expect(impact.differences[0].old).toMatchObject({ file: 'old.yaml', line: 15 });
      expect(markdown.stdout).toContain('### 🔴 reader breaks');
      expect(markdown.stdout).toContain('<details><summary>Breaking differences: 1</summary>');
      expect(markdown.stdout).toContain('GET /orders/\\{id\\}');
    },
    patience,
  );

  it(
    'tells of callbacks, in which the platform sends and the partner reads',
    async () => {
      const args = ['contract', 'impact', 'calling.yaml', 'calling-otherwise.yaml', '--pacts', 'listener.json'];
      const [text, json, markdown] = await Promise.all([
        runStunt(args, folder),
        runStunt([...args, '--format', 'json'], folder),
        runStunt([...args, '--format', 'markdown'], folder),
      ]);
      expect(text.stdout).toContain('1 of 1 partners breaks: listener.');
      expect(text.stdout).toContain('"onPaid tells the order" (callback onPaid of POST /subscriptions)');
      expect(text.stdout).toMatch(
        /breaks: payload application\/json order: order \(optional\) is gone.*calling\.yaml:24/,
      );
      expect(JSON.parse(json.stdout).differences[0].uses).toEqual([
        { operation: 'callback onPaid of POST /subscriptions', part: 'payload application/json', field: 'order' },
      ]);
      expect(markdown.stdout).toContain('callback onPaid of POST /subscriptions');
    },
    patience,
  );

  it(
    'ends with 2 where it could not be found out, and says why',
    async () => {
      const cases: readonly (readonly [string[], string])[] = [
        [['nowhere.yaml', 'new.yaml'], 'CONTRACT_DOCUMENT: SPEC_NOT_FOUND'],
        [['postman.json', 'new.yaml'], 'CONTRACT_DOCUMENT: postman.json is a Postman collection'],
        [['old.yaml', 'new.yaml', '--pacts', 'broken.json'], 'PACT_SYNTAX'],
        [
          ['old.yaml', 'new.yaml', '--pacts', 'mixed'],
          'PACT_PROVIDER_UNCLEAR: mixed holds pacts with several providers: bank, shop',
        ],
        [
          ['old.yaml', 'new.yaml', '--pacts', 'mixed', '--provider', 'x'],
          'PACT_PROVIDER_UNCLEAR: mixed holds no pact with the provider x',
        ],
        [['old.yaml', 'new.yaml', '--fail-on', 'breaking-for-deployed'], 'needs contracts'],
        [['old.yaml', 'new.yaml', '--broker', 'http://127.0.0.1:1'], 'whose contracts?'],
        [['old.yaml', 'new.yaml', '--broker', 'http://127.0.0.1:1', '--provider', 'shop'], 'BROKER_UNREACHABLE'],
      ];
      const named = await runStunt(
        ['contract', 'impact', 'old.yaml', 'new.yaml', '--fail-on', 'breaking-for-deployed'],
        folder,
        {
          PACT_BROKER_BASE_URL: 'http://127.0.0.1:1',
        },
      );
      expect(named).toMatchObject({ code: 2, stderr: expect.stringContaining('hint: Name the provider') });
      const ended = await Promise.all(cases.map(([args]) => runStunt(['contract', 'impact', ...args], folder)));
      expect(ended.map(({ code, stderr }) => [code, stderr])).toEqual(
        cases.map(([, said]) => [2, expect.stringContaining(said)]),
      );
    },
    patience,
  );

  it(
    'asks a broker which versions are in an environment, and passes over those without a pact',
    async () => {
      const broker = await listen();
      const port = (broker.address() as AddressInfo).port;
      try {
        const at = ['--broker', `http://127.0.0.1:${port}`, '--provider', 'shop', '--environment', 'production'];
        const { stdout } = await runStunt(['contract', 'impact', 'old.yaml', 'new.yaml', ...at], folder);
        expect(stdout).toContain('reader 1.0.0 in production breaks');
        expect(stdout).not.toContain('other');
      } finally {
        broker.close();
      }
    },
    patience,
  );

  it(
    'says that nobody breaks before anybody has published or deployed, and never of a name that is misspelt',
    async () => {
      const registry = await startRegistry({ db: join(folder, 'contracts.sqlite'), port: 0 });
      const env = { PACT_BROKER_BASE_URL: registry.url };
      const stunt = (...args: string[]) => runStunt(['contract', ...args], folder, env);
      const impact = async (provider: string, environment: string, ...more: string[]) => {
        const asked = ['--provider', provider, '--environment', environment, '--fail-on', 'breaking-for-deployed'];
        const { code, stdout, stderr } = await stunt('impact', 'old.yaml', 'new.yaml', ...asked, ...more);
        return `${code} ${stdout}${stderr}`;
      };
      const nobody = /^0 Nobody breaks: no partner with a contract is in production\. 1 breaking, 0 risky/;
      try {
        expect(await impact('shop', 'production')).toMatch(nobody);
        expect(await impact('shop', 'prodution')).toMatch(
          /^2 error BROKER_UNKNOWN: .* no environment "prodution"; there are: .*production/,
        );
        await stunt('publish', 'pacts', '--version', '1.0.0', '--branch', 'main');
        expect(await impact('shop', 'production')).toMatch(nobody);
        expect(JSON.parse((await impact('shop', 'test', '--format', 'json')).slice(2))).toMatchObject({
          environment: 'test',
          partners: [],
        });
        expect(await impact('shopp', 'production')).toMatch(
          /^2 error BROKER_UNKNOWN: .* knows no application "shopp"; there are: .*reader.*\nhint: .*--allow-no-pacts/,
        );
        await stunt(
          'record-deployment',
          '--pacticipant',
          'reader',
          '--version',
          '1.0.0',
          '--environment',
          'production',
        );
        expect(await impact('shop', 'production')).toMatch(/^1 1 of 1 partners breaks: reader/);
        const latest = await stunt('impact', 'old.yaml', 'new.yaml', '--provider', 'reader');
        expect(`${latest.code} ${latest.stdout}`).toMatch(/^0 Nobody breaks: no partner has a contract yet\./);
      } finally {
        await registry.close();
      }
    },
    patience,
  );
});

/** Answers as a Pact Broker does: one version with a pact is deployed, one without, and one of somebody else. */
function listen(): Promise<Server> {
  const link = (href: string, name = '') => ({ href, name });
  const listed = (consumer: string) => ({ _embedded: { consumer: { name: consumer }, provider: { name: 'shop' } } });
  const deployed = (name: string, number: string) => ({
    _embedded: { version: { number, _embedded: { pacticipant: { name } } } },
  });
  const answers: Readonly<Record<string, object>> = {
    '/': { _links: {} },
    '/pacts/latest': { pacts: [listed('reader'), listed('other')] },
    '/environments': {
      _embedded: { environments: [{ name: 'production', uuid: 'e1', _links: { self: link('/environments/e1') } }] },
    },
    '/environments/e1': {
      name: 'production',
      _links: { 'pb:currently-deployed-deployed-versions': link('/deployed') },
    },
    '/deployed': {
      _embedded: {
        deployedVersions: [deployed('reader', '1.0.0'), deployed('other', '2.0.0'), deployed('bank', '3.0.0')],
      },
    },
    '/pacts/provider/shop/consumer/reader/version/1.0.0': pact('reader', 'shop', { note: 'b' }),
  };
  const server = createServer((request, response) => {
    const found = answers[request.url ?? ''];
    response.writeHead(found ? 200 : 404, { 'content-type': 'application/hal+json' }).end(JSON.stringify(found ?? {}));
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}
