import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ask,
  endAll,
  newFolder,
  newRegistry,
  pactBroker,
  pactFile,
  pactFor,
  verifier,
} from '../testing/registry-bed.ts';

const ADMIN = 'the-admin-token';
const db = join(newFolder(), 'contracts.sqlite');
let url: string;
let provider: Server;
const tokens: Record<string, string> = {};

beforeAll(async () => {
  ({ url } = await newRegistry({ db, token: ADMIN }));
  for (const [name, body] of Object.entries({
    partner: { role: 'pacticipant', pacticipant: 'partner-a' },
    platform: { role: 'pacticipant', pacticipant: 'platform' },
    reader: { role: 'read-only' },
    admin: { role: 'admin' },
  }))
    tokens[name] = (await ask(url, 'POST', '/stunt/tokens', { name, ...body }, ADMIN)).body.token;
  provider = createServer((_request, response) => response.writeHead(200, { connection: 'close' }).end());
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  provider.close();
  await endAll();
});

const by = (who: string, ...args: readonly string[]) => pactBroker(url, ...args, '--broker-token', tokens[who] ?? who);
const pact = (consumer = 'partner-a') => pactFile({ consumer, provider: 'platform' });

describe('tokens of the registry', () => {
  it('let a partner publish its own pacts with the pact-broker command, and no others', async () => {
    expect(await by('partner', 'publish', pact(), '-a', '1', '--branch', 'main')).toMatchObject({ code: 0 });
    const other = await by('partner', 'publish', pact('partner-b'), '-a', '1', '--branch', 'main');
    expect(other).toMatchObject({ code: 1, output: expect.stringContaining('writes nothing of partner-b') });
    expect(await by('reader', 'publish', pact(), '-a', '2', '--branch', 'main')).toMatchObject({ code: 1 });
    expect(await by('nobody', 'list-pacticipants')).toMatchObject({ code: 1 });
    expect(await by('reader', 'list-pacticipants')).toMatchObject({ code: 0 });
    const put = '/pacts/provider/platform/consumer/partner-b/version/1';
    const body = pactFor({ consumer: 'partner-b', provider: 'platform' });
    expect(await ask(url, 'PUT', put, body, tokens.partner)).toMatchObject({
      status: 403,
      body: { error: 'The token is for partner-a, and writes nothing of partner-b.' },
    });
    expect((await ask(url, 'GET', '/pacticipants/partner-b', undefined, ADMIN)).status).toBe(404);
  }, 60_000);

  it('let a provider verify, and write down what is deployed of it', async () => {
    const address = provider.address();
    const verified = await verifier({
      provider: 'platform',
      providerBaseUrl: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
      pactBrokerUrl: url,
      pactBrokerToken: tokens.platform ?? '',
      providerVersion: '9',
      providerVersionBranch: 'main',
      publishVerificationResult: true,
      consumerVersionSelectors: [{ mainBranch: true }],
    });
    expect(verified).toMatchObject({ code: 0 });
    const deployed = (who: string, name: string, version: string) =>
      by(who, 'record-deployment', '-a', name, '-e', version, '--environment', 'production');
    expect(await deployed('platform', 'platform', '9')).toMatchObject({ code: 0 });
    expect(await deployed('platform', 'partner-a', '1')).toMatchObject({ code: 1 });
    expect(
      await by('partner', 'can-i-deploy', '-a', 'partner-a', '-e', '1', '--to-environment', 'production'),
    ).toMatchObject({ code: 0 });
    const undeploy = (who: string) => by(who, 'record-undeployment', '-a', 'platform', '--environment', 'production');
    expect(await undeploy('partner')).toMatchObject({ code: 1 });
    expect(await undeploy('platform')).toMatchObject({ code: 0 });
  }, 60_000);

  it.each([
    ['POST', '/environments', { name: 'uat', production: false }],
    ['DELETE', '/pacticipants/partner-a', undefined],
    ['PUT', '/pacticipants/partner-a/labels/x', {}],
    ['POST', '/webhooks', {}],
    ['GET', '/webhooks', undefined],
    ['GET', '/triggered-webhooks/x/logs', undefined],
    ['GET', '/stunt/tokens', undefined],
    ['POST', '/stunt/tokens', { name: 'mine', role: 'admin' }],
    ['PATCH', '/pacticipants/platform', { mainBranch: 'x' }],
    ['POST', '/stunt/provider-documents', { providerName: 'platform' }],
    ['PATCH', '/deployed-versions/none', { currentlyDeployed: false }],
  ])('keep %s %s from a partner and from a reader', async (method, path, body) => {
    for (const who of ['partner', 'reader']) {
      const { status, body: answer } = await ask(url, method, path, body, tokens[who]);
      expect([who, status]).toEqual([who, 403]);
      expect(answer.errors.authorization[0]).toContain('oken');
    }
  });

  it('let a partner look after its own versions, branches and tags', async () => {
    for (const path of ['branches/feat/versions/2', 'versions/2/tags/t'])
      expect((await ask(url, 'PUT', `/pacticipants/partner-a/${path}`, {}, tokens.partner)).status).toBe(201);
    expect((await ask(url, 'PATCH', '/pacticipants/partner-a', { mainBranch: 'main' }, tokens.partner)).status).toBe(
      200,
    );
  });

  it('are kept as hashes, shown once, and end when they are revoked', async () => {
    const made = await ask(url, 'POST', '/stunt/tokens', { name: 'brief', role: 'read-only' }, tokens.admin);
    expect(made).toMatchObject({ status: 201, body: { token: expect.stringMatching(/^stc_[0-9a-f]{64}$/) } });
    const { token, id } = made.body;
    expect((await ask(url, 'GET', '/pacticipants', undefined, token)).status).toBe(200);
    expect((await ask(url, 'DELETE', `/stunt/tokens/${id}`, undefined, ADMIN)).status).toBe(204);
    expect((await ask(url, 'GET', '/pacticipants', undefined, token)).status).toBe(401);
    expect((await ask(url, 'DELETE', `/stunt/tokens/${id}`, undefined, ADMIN)).status).toBe(404);
    const listed = await ask(url, 'GET', '/stunt/tokens', undefined, ADMIN);
    expect(listed.body.tokens.find((each: { id: string }) => each.id === id)).toMatchObject({
      revokedAt: expect.any(String),
    });
    const inFile = ['', '-wal'].map((end) => readFileSync(db + end, 'latin1')).join('');
    for (const secret of [...Object.values(tokens), token]) {
      expect(JSON.stringify(listed)).not.toContain(secret);
      expect(inFile).not.toContain(secret);
    }
  });

  it('say what is wrong with one that cannot be made', async () => {
    const wrong = await ask(url, 'POST', '/stunt/tokens', { name: ' ', role: 'pacticipant' }, ADMIN);
    expect(wrong).toMatchObject({
      status: 400,
      body: { errors: { name: [expect.any(String)], role: [expect.any(String)] } },
    });
  });

  it('are needed from the first one on, on this machine as well', async () => {
    const open = await newRegistry();
    expect((await ask(open.url, 'GET', '/pacticipants')).status).toBe(200);
    const { body } = await ask(open.url, 'POST', '/stunt/tokens', { name: 'first', role: 'admin' });
    expect((await ask(open.url, 'GET', '/pacticipants')).status).toBe(401);
    expect((await ask(open.url, 'GET', '/pacticipants', undefined, body.token)).status).toBe(200);
  });
});
