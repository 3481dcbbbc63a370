import { afterAll, describe, expect, it } from '@jest/globals';
import { manualClock } from '../testing/manual-clock.ts';
import { ask, endAll, newRegistry, publish, verify } from '../testing/registry-bed.ts';

afterAll(endAll);
const DAY = 86_400_000;

/** Ten versions of a consumer, one a day: the third deployed, the fourth in a branch of its own, the fifth tagged. */
async function tenVersions() {
  const clock = manualClock();
  const registry = await newRegistry({ clock });
  const { url } = registry;
  for (let version = 1; version <= 10; version++) {
    const paths = { [`/${version}`]: 200 };
    const branch = version === 4 ? 'feat' : 'main';
    await publish(url, {
      consumer: 'web',
      provider: 'api',
      version: String(version),
      branch,
      paths,
      ...(version === 5 && { tags: ['prod'] }),
    });
    clock.advance(DAY);
  }
  const version = await ask(url, 'GET', '/pacticipants/web/versions/3');
  const links: { name: string; href: string }[] = version.body._links['pb:record-deployment'];
  await ask(url, 'POST', links.find(({ name }) => name === 'production')?.href ?? '', {});
  return { registry, url, clock };
}

const removedBy = async (url: string, body: object) =>
  (await ask(url, 'POST', '/stunt/retention', body)).body.removed[0]?.versions ?? [];
const versionsOf = async (url: string): Promise<string[]> => {
  const { body } = await ask(url, 'GET', '/pacticipants/web/versions');
  return body._embedded.versions.map(({ number }: { number: string }) => number);
};

describe('retention', () => {
  it('lets go of old versions, and never of what is deployed, tagged last or the newest of a branch', async () => {
    const { url } = await tenVersions();
    expect(await removedBy(url, { keepLatest: 2 })).toEqual(['1', '2', '6', '7', '8']);
    expect(await removedBy(url, { keepLatest: 4 })).toEqual(['1', '2', '6']);
    expect(await removedBy(url, { olderThanMs: 8 * DAY })).toEqual(['1', '2']);
    expect(await removedBy(url, { keepLatest: 2, olderThanMs: 4.5 * DAY })).toEqual(['1', '2', '6']);
  });

  it('changes nothing unless it is told to', async () => {
    const { url } = await tenVersions();
    const before = await versionsOf(url);
    await removedBy(url, { keepLatest: 1 });
    expect(await versionsOf(url)).toEqual(before);
    expect(await removedBy(url, { keepLatest: 1, dryRun: false })).toHaveLength(6);
    expect((await versionsOf(url)).sort()).toEqual(['10', '3', '4', '5']);
  });

  it('is an event like others: the log keeps growing, its tables shrink, and come out the same when made again', async () => {
    const { registry, url } = await tenVersions();
    const before = (await ask(url, 'GET', '/metrics')).body;
    await removedBy(url, { keepLatest: 1, dryRun: false });
    const after = (await ask(url, 'GET', '/metrics')).body;
    expect(after.events.count).toBe(before.events.count + 1);
    expect(after.pactVersions.count).toBe(before.pactVersions.count - 6);
    registry.log.rebuild();
    expect((await ask(url, 'GET', '/metrics')).body).toEqual(after);
    expect((await ask(url, 'GET', '/pacts/provider/api/consumer/web/version/3')).body.interactions).toHaveLength(1);
  });

  it('keeps the version whose verification says that a content is not pending', async () => {
    const { registry, url } = await tenVersions();
    await verify(url, { provider: 'api', version: 'v1', branch: 'main' });
    for (const version of ['v2', 'v3', 'v4'])
      await ask(url, 'PUT', `/pacticipants/api/branches/main/versions/${version}`, {});
    const plan = (await ask(url, 'POST', '/stunt/retention', { keepLatest: 1 })).body;
    const ofApi = plan.removed.find(({ pacticipant }: { pacticipant: string }) => pacticipant === 'api');
    expect(ofApi.versions).toEqual(['v2', 'v3']);
    expect(registry.url).toBe(url);
  });

  it.each([{}, { keepLatest: 0 }, { keepLatest: 'many' }, { olderThanMs: -1 }, { keepLatest: 1, dryRun: 'no' }])(
    'refuses %j',
    async (body) => {
      const { url } = await newRegistry();
      expect((await ask(url, 'POST', '/stunt/retention', body)).status).toBe(400);
    },
  );
});
