import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { comparePacts } from '../compare/compare-pacts.ts';
import { documentHash } from '../compare/document-hash.ts';
import type { Json } from '../pact/pact.ts';
import { pactOf } from '../pact/read-pact.ts';
import type { ProviderReport } from '../provider-check/provider-report.ts';
import { startRegistry } from '../registry/start-registry.ts';
import { answering, documentOf, pactWith, reads } from '../testing/compare-bed.ts';
import { connectBroker } from './broker-client.ts';
import { brokerSettings } from './broker-settings.ts';
import { publishComparisons, publishProviderDocument } from './publish-bidirectional.ts';
import { publishPacts } from './publish-pacts.ts';

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A broker of the given relations that keeps what it is sent. */
async function brokerWith(links: Record<string, { href: string }>) {
  const received: { path: string; body: Json }[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      if (request.method === 'POST') received.push({ path: request.url ?? '', body: JSON.parse(text) });
      response.writeHead(200, { 'content-type': 'application/hal+json' }).end(JSON.stringify({ _links: links }));
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  const settings = { url, caFile: undefined, timeoutMs: 5000, environment: {}, cwd: '.' };
  return { client: connectBroker(await brokerSettings(settings)), received };
}

async function comparedPact() {
  const document = await documentOf(
    answering({ type: 'object', properties: { id: { type: 'string' } }, required: ['id'] }),
  );
  const pact = pactOf(pactWith(reads({ id: 1 })), 'shop.json');
  const { interactions } = await comparePacts(document, [{ file: 'shop.json', pact }]);
  return {
    compared: [{ pact, interactions, published: { consumerVersion: '1.2.0' } }],
    documentHash: documentHash(document),
  };
}

const report: ProviderReport = {
  url: 'http://127.0.0.1',
  seed: '',
  requests: 1,
  counts: { passed: 1, failed: 0, notExercised: 0 },
  operations: [
    {
      operation: 'GET /orders',
      pointer: '/paths/~1orders/get',
      result: 'passed',
      cases: [{ what: 'x', expects: 'accepted', method: 'GET', target: '/orders?secret=1', status: 200, problems: [] }],
    },
    {
      operation: 'POST /orders',
      pointer: '/paths/~1orders/post',
      result: 'not exercised',
      reason: 'not sent',
      cases: [],
    },
  ],
};

describe('publishing bi-directional results', () => {
  it('sends each pact with what came of it, under the hash of the document', async () => {
    const { compared, documentHash: hash } = await comparedPact();
    const { client, received } = await brokerWith({ 'stunt:bdct-results': { href: '/stunt/bdct-results' } });
    await publishComparisons(client, compared, hash);
    await client.close();
    expect(received).toMatchObject([
      {
        path: '/stunt/bdct-results',
        body: {
          ...{ consumerName: 'shop', consumerVersionNumber: '1.2.0', providerName: 'orders' },
          ...{ success: false, documentHash: hash },
          findings: [{ interaction: 'an order', code: 'response.body.incompatible', operation: 'GET /orders/{id}' }],
        },
      },
    ]);
  });

  it("sends a provider's document and how the version held, without any request", async () => {
    const { client, received } = await brokerWith({
      'stunt:provider-documents': { href: '/stunt/provider-documents' },
    });
    const version = { provider: 'orders', version: '3.4.0', branch: 'main' };
    await publishProviderDocument(client, report, { ...version, documentHash: 'abc', success: true });
    await client.close();
    expect(received).toMatchObject([
      {
        body: {
          ...{ providerName: 'orders', providerVersionNumber: '3.4.0', providerBranch: 'main' },
          ...{ documentHash: 'abc', success: true },
          findings: [{ operation: 'POST /orders', code: 'not-exercised', message: 'not sent' }],
        },
      },
    ]);
    expect(JSON.stringify(received)).not.toContain('secret');
  });

  it('stands in the matrix of the registry as a row of type BDCT, which can-i-deploy goes by', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stunt-bdct-'));
    const registry = await startRegistry({ db: join(folder, 'contracts.sqlite'), port: 0 });
    const settings = { url: registry.url, caFile: undefined, timeoutMs: 5000, environment: {}, cwd: '.' };
    const client = connectBroker(await brokerSettings(settings));
    try {
      const { compared, documentHash: hash } = await comparedPact();
      const version = { version: '1.2.0', branch: 'main', tags: [], buildUrl: undefined };
      await publishPacts(
        client,
        compared.map(({ pact }) => pact),
        { ...version, onConflict: 'overwrite' },
      );
      await publishComparisons(client, compared, hash);
      const held = { provider: 'orders', version: '3.4.0', branch: 'main', documentHash: hash, success: true };
      await publishProviderDocument(client, report, held);
      const matrix = await client.get('matrix/provider/orders/consumer/shop');
      expect(matrix).toMatchObject({
        summary: { deployable: false, failed: 1 },
        matrix: [
          {
            verificationType: 'BDCT',
            verificationResult: { success: false },
            provider: { version: { number: '3.4.0' } },
          },
        ],
      });
    } finally {
      await client.close();
      await registry.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('says that a Pact Broker has no place for them', async () => {
    const { compared, documentHash: hash } = await comparedPact();
    const { client, received } = await brokerWith({ 'pb:publish-contracts': { href: '/contracts/publish' } });
    const published = publishComparisons(client, compared, hash);
    await expect(published).rejects.toMatchObject({
      code: 'BROKER_UNSUITED',
      message: expect.stringMatching(
        /has no place for results of comparisons: a Pact Broker keeps verifications only$/,
      ),
      exitCode: 2,
    });
    await client.close();
    expect(received).toEqual([]);
  });
});
