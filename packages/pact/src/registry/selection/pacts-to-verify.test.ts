import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { RunningRegistry } from '../start-registry.ts';
import { ask, endAll, newRegistry, publish, verify } from '../testing/registry-bed.ts';

let registry: RunningRegistry;
let now = Date.parse('2026-01-01T00:00:00Z');
const clock = { now: () => now, sleep: () => Promise.resolve() };
const day = 86_400_000;

beforeEach(async () => {
  await endAll();
  registry = await newRegistry({ clock });
});
afterAll(endAll);

const shop = (version: string, path: string, more: { branch?: string; tags?: string[] } = {}) =>
  publish(registry.url, { consumer: 'shop', provider: 'stock', version, paths: { [path]: 200 }, ...more });
const till = (version: string, path: string, more: { branch?: string; tags?: string[] } = {}) =>
  publish(registry.url, { consumer: 'till', provider: 'stock', version, paths: { [path]: 200 }, ...more });

interface ToVerify {
  readonly shortDescription: string;
  readonly verificationProperties: {
    readonly pending?: boolean;
    readonly wip?: boolean;
    readonly notices: readonly { text: string }[];
  };
  readonly _links: { readonly self: { readonly href: string; readonly name: string } };
}

async function toVerify(body: object = {}): Promise<ToVerify[]> {
  const answer = await ask(registry.url, 'POST', '/pacts/provider/stock/for-verification', body);
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body._embedded.pacts;
}
/** `shop 1` for the pact of version 1 of the shop. */
async function names(...selectors: object[]): Promise<string[]> {
  const found = await toVerify({ consumerVersionSelectors: selectors, providerVersionBranch: 'feat/y' });
  return found.map(({ _links }) => _links.self.name.replace(/Pact between (\S+) \((\S+)\).*/, '$1 $2'));
}
async function stay(what: 'deployed' | 'released', pacticipant: string, version: string, environment: string) {
  const { body } = await ask(registry.url, 'GET', `/environments?name=${environment}`);
  const [{ uuid }] = body._embedded.environments;
  return ask(
    registry.url,
    'POST',
    `/pacticipants/${pacticipant}/versions/${version}/${what}-versions/environment/${uuid}`,
    {},
  );
}

describe('pacts for verification', () => {
  it('are those that a selector means', async () => {
    await shop('1', '/a', { branch: 'main', tags: ['prod'] });
    await shop('2', '/b', { branch: 'main' });
    await shop('3', '/c', { branch: 'feat/x', tags: ['prod', 'dev'] });
    await till('1', '/d', { branch: 'master' });
    await till('2', '/e', { branch: 'feat/y' });
    await stay('deployed', 'shop', '1', 'production');
    await stay('released', 'till', '1', 'test');
    expect(await names({ mainBranch: true })).toEqual(['shop 2', 'till 1']);
    expect(await names({ branch: 'feat/x' })).toEqual(['shop 3']);
    expect(await names({ branch: 'feat/x', fallbackBranch: 'master' })).toEqual(['shop 3', 'till 1']);
    expect(await names({ matchingBranch: true })).toEqual(['till 2']);
    expect(await names({ deployed: true })).toEqual(['shop 1']);
    expect(await names({ released: true })).toEqual(['till 1']);
    expect(await names({ deployedOrReleased: true })).toEqual(['shop 1', 'till 1']);
    expect(await names({ environment: 'test' })).toEqual(['till 1']);
    expect(await names({ deployed: true, environment: 'test' })).toEqual([]);
    expect(await names({ latest: true })).toEqual(['shop 3', 'till 2']);
    expect(await names({ latest: true, consumer: 'till' })).toEqual(['till 2']);
    expect(await names({ tag: 'prod', latest: true })).toEqual(['shop 3']);
    expect(await names({ tag: 'prod' })).toEqual(['shop 1', 'shop 3']);
    expect(await names({ tag: 'none', latest: true, fallbackTag: 'dev' })).toEqual(['shop 3']);
  });

  it('are, where nobody says, the main branches, else the latest, and what is in use', async () => {
    await shop('1', '/a', { branch: 'main' });
    await shop('2', '/b', { branch: 'feat/x' });
    await till('1', '/c');
    await till('2', '/d');
    await stay('deployed', 'till', '1', 'production');
    expect(await names()).toEqual(['shop 1', 'till 2', 'till 1']);
  });

  it('come once for a content, with every reason', async () => {
    await shop('1', '/a', { branch: 'main' });
    await shop('2', '/a', { branch: 'main' });
    await stay('deployed', 'shop', '1', 'production');
    const [pact, ...others] = await toVerify({ consumerVersionSelectors: [{ mainBranch: true }, { deployed: true }] });
    expect(others).toEqual([]);
    expect(pact?.shortDescription).toBe('latest of the main branch main, deployed to production');
    expect(pact?.verificationProperties.notices[0]?.text).toContain(
      'version 2 (latest of the main branch main), 1 (deployed to production)',
    );
  });

  it('leave out a branch whose newest version has no pact with the provider any more', async () => {
    await shop('1', '/a', { branch: 'main' });
    await ask(registry.url, 'PUT', '/pacticipants/shop/branches/main/versions/2', {});
    expect(await names({ mainBranch: true })).toEqual([]);
  });

  it('are told as wrong where selectors contradict themselves', async () => {
    await shop('1', '/a');
    const refused = async (selector: unknown) => {
      const body = { consumerVersionSelectors: [selector] };
      const answer = await ask(registry.url, 'POST', '/pacts/provider/stock/for-verification', body);
      return [answer.status, answer.body.errors?.consumerVersionSelectors?.[0]];
    };
    expect(await refused({ branch: 'a', tag: 'b', latest: true })).toEqual([
      400,
      expect.stringContaining('exclude each other'),
    ]);
    expect(await refused({ matchingBranch: true })).toEqual([400, expect.stringContaining('providerVersionBranch')]);
    expect(await refused({})).toEqual([400, expect.stringContaining('says nothing of versions')]);
    expect(await refused('main')).toEqual([400, 'selector 1 is no object']);
    expect(await refused({ fallbackTag: 'a', branch: 'b' })).toEqual([
      400,
      expect.stringContaining('fallbackTag needs'),
    ]);
    expect((await ask(registry.url, 'GET', '/pacts/provider/nobody/for-verification')).status).toBe(404);
  });

  it('are pending until a version of the branch has kept the content', async () => {
    await shop('1', '/a', { branch: 'main' });
    const pending = async (branch: string) => {
      const [pact] = await toVerify({ includePendingStatus: true, providerVersionBranch: branch });
      return pact?.verificationProperties.pending;
    };
    expect(await pending('main')).toBe(true);
    await verify(registry.url, { provider: 'stock', version: '1', branch: 'main', success: false });
    expect(await pending('main')).toBe(true);
    await verify(registry.url, { provider: 'stock', version: '2', branch: 'feat/y' });
    expect([await pending('main'), await pending('feat/y')]).toEqual([true, false]);
    await verify(registry.url, { provider: 'stock', version: '3', branch: 'main' });
    await verify(registry.url, { provider: 'stock', version: '4', branch: 'main', success: false });
    expect(await pending('main')).toBe(false);
    // Begun after the main branch had kept it: it inherits that.
    expect(await pending('feat/z')).toBe(false);
    await shop('2', '/a', { branch: 'main' });
    expect(await pending('main')).toBe(false);
    await shop('3', '/b', { branch: 'main' });
    expect(await pending('main')).toBe(true);
  });

  it('are pending for tags until all of them are new to the content', async () => {
    await shop('1', '/a', { branch: 'main' });
    const pending = async (...tags: string[]) => {
      const [pact] = await toVerify({ includePendingStatus: true, providerVersionTags: tags });
      return pact?.verificationProperties.pending;
    };
    await verify(registry.url, { provider: 'stock', version: '1', tags: ['dev'] });
    expect([await pending('dev'), await pending('prod'), await pending('dev', 'prod')]).toEqual([false, true, false]);
  });

  it('bring work in progress: new heads of branches that nobody asked for', async () => {
    await verify(registry.url, { provider: 'stock', version: '0', branch: 'main' }).catch(() => 0);
    await shop('1', '/old', { branch: 'feat/old' });
    now += 10 * day;
    const since = new Date(now - day).toISOString();
    await shop('2', '/a', { branch: 'main' });
    await shop('3', '/b', { branch: 'feat/x' });
    const wip = async (branch: string) =>
      (
        await toVerify({
          consumerVersionSelectors: [{ mainBranch: true }],
          providerVersionBranch: branch,
          includeWipPactsSince: since,
        })
      )
        .filter(({ verificationProperties }) => verificationProperties.wip)
        .map(({ _links }) => _links.self.name);
    expect(await wip('main')).toEqual(['Pact between shop (3) and stock']);
    // Kept as work in progress, it stays that until somebody asks for it.
    await verify(registry.url, {
      provider: 'stock',
      version: '1',
      branch: 'main',
      selectors: [{ mainBranch: true }],
      wipSince: since,
    });
    expect(await wip('main')).toEqual(['Pact between shop (3) and stock']);
    await verify(registry.url, { provider: 'stock', version: '2', branch: 'main', selectors: [{ branch: 'feat/x' }] });
    expect(await wip('main')).toEqual([]);
    // A branch of the provider that was begun later does not take up what was there before.
    now += day;
    await ask(registry.url, 'PUT', '/pacticipants/stock/branches/feat%2Fy/versions/3', {});
    expect(await wip('feat/y')).toEqual([]);
  });
});
