import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { RunningRegistry } from '../start-registry.ts';
import { ask, endAll, newRegistry, publish, verify } from '../testing/registry-bed.ts';

let registry: RunningRegistry;
let url: string;
beforeEach(async () => {
  await endAll();
  registry = await newRegistry();
  url = registry.url;
});
afterAll(endAll);

async function deploy(pacticipant: string, version: string, environment = 'production', applicationInstance?: string) {
  const { body } = await ask(url, 'GET', `/environments?name=${environment}`);
  const [{ uuid }] = body._embedded.environments;
  const path = `/pacticipants/${pacticipant}/versions/${version}/deployed-versions/environment/${uuid}`;
  return ask(url, 'POST', path, { applicationInstance });
}
const matrix = async (query: string) => (await ask(url, 'GET', `/matrix?${query}`)).body;
const toProduction = (pacticipant: string, version: string) =>
  matrix(`q[][pacticipant]=${pacticipant}&q[][version]=${version}&latestby=cvpv&environment=production`);
const shop = (version: string, path = '/a', provider = 'stock') =>
  publish(url, { consumer: 'shop', provider, version, branch: 'main', paths: { [path]: 200 } });
const stock = (version: string, success = true) => verify(url, { provider: 'stock', version, branch: 'main', success });

describe('can-i-deploy', () => {
  it('says yes where what is there has verified the pact, and no where it failed', async () => {
    await shop('1');
    await stock('7');
    await deploy('stock', '7');
    expect((await toProduction('shop', '1')).summary).toEqual({
      deployable: true,
      reason: 'All required verification results are published and successful',
      success: 1,
      failed: 0,
      unknown: 0,
    });
    await stock('7', false);
    const no = await toProduction('shop', '1');
    expect(no.summary).toMatchObject({ deployable: false, failed: 1 });
    expect(no.summary.reason).toContain('by stock version 7 failed');
  });

  it('does not know where the version that is there was never run against the pact, and says what to do', async () => {
    await shop('1');
    await stock('7');
    await ask(url, 'PUT', '/pacticipants/stock/versions/8', {});
    await deploy('stock', '8');
    const { summary, notices } = await toProduction('shop', '1');
    expect(summary).toMatchObject({ deployable: null, unknown: 1 });
    expect(notices).toEqual([{ type: 'error', text: summary.reason }]);
    expect(summary.reason).toBe(
      'There is no verified pact between shop version 1 and stock version 8, which is in production: verify it in the build of stock, with that version, and publish the result.',
    );
  });

  it('holds a consumer back until its provider is there, but not a provider until its consumers are', async () => {
    await shop('1');
    await stock('7');
    const consumer = await toProduction('shop', '1');
    expect(consumer.summary).toMatchObject({ deployable: null, unknown: 1 });
    expect(consumer.summary.reason).toContain(
      'shop version 1 needs stock, but no version of it is recorded in production',
    );
    expect((await toProduction('stock', '7')).summary).toMatchObject({
      deployable: true,
      reason: 'There are no missing dependencies: version 7 of stock needs nobody, and nobody in production needs it',
    });
  });

  it('asks a provider for every consumer that is there, each instance of it', async () => {
    await shop('1');
    await shop('2', '/b');
    await publish(url, { consumer: 'till', provider: 'stock', version: '5', branch: 'main' });
    await deploy('shop', '1', 'production', 'blue');
    await deploy('shop', '2', 'production', 'green');
    await deploy('till', '5', 'test');
    await verify(url, { provider: 'stock', version: '7', selectors: [{ deployed: true, environment: 'production' }] });
    const answer = await toProduction('stock', '7');
    expect(answer.summary).toMatchObject({ deployable: true, success: 2 });
    expect(
      answer.matrix.map(({ consumer }: { consumer: { version: { number: string } } }) => consumer.version.number),
    ).toEqual(['1', '2']);
  });

  it('lets a version take the place of the one before it', async () => {
    await shop('1');
    await shop('2', '/b');
    await deploy('shop', '1');
    await deploy('shop', '2');
    await verify(url, { provider: 'stock', version: '7', selectors: [{ mainBranch: true }] });
    expect((await toProduction('stock', '7')).summary).toMatchObject({ deployable: true, success: 1 });
  });

  it('counts a verification for every version with the same content', async () => {
    await shop('1');
    await stock('7');
    await deploy('stock', '7');
    await shop('2');
    expect((await toProduction('shop', '2')).summary).toMatchObject({ deployable: true, success: 1 });
    await shop('3', '/b');
    expect((await toProduction('shop', '3')).summary).toMatchObject({ deployable: null });
  });

  it('leaves out what it is told to ignore, and says so', async () => {
    await shop('1');
    const { summary } = await matrix(
      'q[][pacticipant]=shop&q[][version]=1&environment=production&ignore[][pacticipant]=stock',
    );
    expect(summary).toMatchObject({ deployable: true, ignored: 1 });
    expect(summary.reason).toContain('Ignored: shop version 1 needs stock');
  });

  it.each([
    ['q[][pacticipant]=shop&q[][version]=9&environment=production', 'There is no version 9 of shop.'],
    ['q[][pacticipant]=nobody&q[][version]=1&environment=production', 'There is no pacticipant nobody.'],
    ['q[][pacticipant]=shop&q[][version]=1&environment=mars', 'There is no environment mars.'],
    ['q[][pacticipant]=shop&q[][branch]=none&latest=true', 'There is no latest version of shop in branch none.'],
  ])('says no to what there is not: %s', async (query, reason) => {
    await shop('1');
    expect((await matrix(query)).summary).toMatchObject({ deployable: false, reason });
  });

  it('answers by tag, by main branch, for two that are named, and in the short form', async () => {
    await shop('1');
    await verify(url, { provider: 'stock', version: '7', branch: 'main', tags: ['prod'] });
    const yes = { deployable: true, success: 1 };
    expect((await matrix('q[][pacticipant]=shop&q[][version]=1&tag=prod&latest=true')).summary).toMatchObject(yes);
    expect((await matrix('q[][pacticipant]=shop&q[][version]=1&mainBranch=true&latestby=cvp')).summary).toMatchObject(
      yes,
    );
    expect(
      (await matrix('q[][pacticipant]=shop&q[][latest]=true&q[][pacticipant]=stock&q[][version]=7')).summary,
    ).toMatchObject(yes);
    const short = await ask(url, 'GET', '/can-i-deploy?pacticipant=shop&version=1&to=prod');
    expect(short.body.summary).toMatchObject(yes);
    expect((await ask(url, 'GET', '/can-i-deploy?version=1')).body.errors).toEqual({ pacticipant: ['is missing'] });
    expect((await ask(url, 'GET', '/matrix')).status).toBe(400);
  });

  it('shows a row for each pair of versions, or the newest of them', async () => {
    await shop('1');
    await shop('2');
    await stock('7');
    await stock('8', false);
    const rows = async (latestBy: string) =>
      (await matrix(`q[][pacticipant]=shop&q[][pacticipant]=stock&latestby=${latestBy}`)).matrix.map(
        (row: { consumer: { version: { number: string } }; provider: { version: { number: string } } }) =>
          `${row.consumer.version.number}-${row.provider.version.number}`,
      );
    expect(await rows('cvpv')).toEqual(['2-8', '2-7', '1-8', '1-7']);
    expect(await rows('cvp')).toEqual(['2-8', '1-8']);
    expect(await rows('cp')).toEqual(['2-8']);
  });
});

describe('bi-directional results', () => {
  const compared = (success: boolean, more: object = {}) =>
    ask(url, 'POST', '/stunt/bdct-results', {
      consumerName: 'shop',
      consumerVersionNumber: '1',
      providerName: 'stock',
      documentHash: 'doc-1',
      success,
      findings: [{ code: 'response.body.incompatible' }],
      ...more,
    });
  const document = (version: string, more: object = {}) =>
    ask(url, 'POST', '/stunt/provider-documents', {
      providerName: 'stock',
      providerVersionNumber: version,
      documentHash: 'doc-1',
      ...more,
    });

  it('stand beside verified ones, and hold for every version with that document', async () => {
    await shop('1');
    expect((await compared(true)).status).toBe(201);
    await document('7', { success: true });
    await document('8');
    for (const version of ['7', '8']) {
      await deploy('stock', version);
      const { summary, matrix: rows } = await toProduction('shop', '1');
      expect(summary).toMatchObject({ deployable: true, success: 1 });
      expect(rows).toMatchObject([{ verificationType: 'BDCT', verificationResult: { success: true } }]);
    }
    await stock('8');
    const both = await toProduction('shop', '1');
    expect(both.matrix.map(({ verificationType }: { verificationType: string }) => verificationType)).toEqual([
      'CDCT',
      'BDCT',
    ]);
  });

  it('fail where the pact asks for more, or where the provider does not keep to its document', async () => {
    await shop('1');
    await stock('7');
    await deploy('stock', '7');
    await compared(false, { providerVersionNumber: '7' });
    const no = await toProduction('shop', '1');
    expect(no.summary).toMatchObject({ deployable: false, success: 1, failed: 1 });
    expect(no.summary.reason).toContain('stock version 7 does not offer what shop version 1 needs');
    await compared(true);
    expect((await toProduction('shop', '1')).summary).toMatchObject({ deployable: true });
    await document('7', { success: false, findings: [{ operation: 'getA' }] });
    const broken = await toProduction('shop', '1');
    expect(broken.summary).toMatchObject({ deployable: false });
    const { href } = broken.matrix.find((row: { verificationType: string }) => row.verificationType === 'BDCT')
      .verificationResult._links.self;
    expect((await ask(url, 'GET', href)).body).toMatchObject({
      success: false,
      comparison: { success: true },
      provider: { keepsToDocument: false, findings: [{ operation: 'getA' }] },
    });
  });

  it('are refused in words where something is missing', async () => {
    await shop('1');
    expect((await ask(url, 'POST', '/stunt/bdct-results', { consumerName: 'shop' })).body.errors).toMatchObject({
      providerName: ['must be a text that is not blank'],
      success: ['must be true or false'],
    });
    expect((await compared(true, { consumerVersionNumber: '9' })).status).toBe(404);
  });
});
