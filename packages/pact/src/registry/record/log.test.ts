import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import type { RunningRegistry } from '../start-registry.ts';
import { integer, text } from '../store/column.ts';
import { derivedTables } from '../store/migrations.table.ts';
import { ask, endAll, newRegistry, publish, verify } from '../testing/registry-bed.ts';

afterEach(endAll);
afterAll(endAll);

/** All that follows from the log, as text. */
function derived({ log }: RunningRegistry): Record<string, string[]> {
  const dump = (table: string) => {
    const columns = log.tables
      .all({ name: text }, `SELECT name FROM pragma_table_info('${table}')`)
      .map(({ name }) => name);
    return log.tables
      .all({ row: text }, `SELECT json_array(${columns.join(', ')}) AS row FROM ${table} ORDER BY 1`)
      .map(({ row }) => row);
  };
  return Object.fromEntries(derivedTables.map((table) => [table, dump(table)]));
}

/** One of everything that can happen, deletions included. */
async function live(url: string): Promise<void> {
  const [test, production] = (await ask(url, 'GET', '/environments')).body._embedded.environments;
  for (const [version, path] of [
    ['1', '/a'],
    ['2', '/b'],
    ['3', '/b'],
  ] as const)
    await publish(url, {
      consumer: 'shop',
      provider: 'stock',
      version,
      branch: 'main',
      tags: ['t'],
      paths: { [path]: 200 },
    });
  await publish(url, { consumer: 'till', provider: 'stock', version: '1', branch: 'feat/x' });
  await publish(url, {
    consumer: 'till',
    provider: 'stock',
    version: '1',
    onConflict: 'merge',
    paths: { '/more': 200 },
  });
  await publish(url, { consumer: 'gone', provider: 'stock', version: '1' });
  await publish(url, { consumer: 'shop', provider: 'bank', version: '3' });
  await verify(url, { provider: 'stock', version: '7', branch: 'main' });
  await verify(url, { provider: 'stock', version: '8', tags: ['prod'], success: false });
  for (const version of ['7', '8'])
    await ask(
      url,
      'POST',
      `/pacticipants/stock/versions/${version}/deployed-versions/environment/${production.uuid}`,
      {},
    );
  const released = await ask(
    url,
    'POST',
    `/pacticipants/shop/versions/2/released-versions/environment/${test.uuid}`,
    {},
  );
  await ask(url, 'PATCH', released.body._links.self.href, { currentlySupported: false });
  const compared = {
    consumerName: 'shop',
    consumerVersionNumber: '3',
    providerName: 'bank',
    documentHash: 'd1',
    success: true,
  };
  await ask(url, 'POST', '/stunt/bdct-results', { ...compared, providerVersionNumber: '4', findings: [{ code: 'x' }] });
  await ask(url, 'POST', '/stunt/provider-documents', {
    providerName: 'bank',
    providerVersionNumber: '4',
    documentHash: 'd1',
    success: false,
  });
  const uat = await ask(url, 'POST', '/environments', { name: 'uat', production: false });
  await ask(url, 'PUT', uat.body._links.self.href, { name: 'uat2', production: true, contacts: [{ name: 'Ada' }] });
  await ask(url, 'PUT', '/pacticipants/shop/labels/web', {});
  await ask(url, 'PATCH', '/pacticipants/shop', { displayName: 'Shop', repositoryUrl: 'http://example.org' });
  await ask(url, 'DELETE', '/pacticipants/shop/versions/1');
  await ask(url, 'DELETE', '/pacticipants/shop/versions/2/tags/t');
  await ask(url, 'DELETE', '/pacticipants/till/branches/feat%2Fx');
  await ask(url, 'DELETE', '/pacticipants/gone');
  await ask(url, 'DELETE', uat.body._links.self.href);
  await ask(url, 'DELETE', '/integrations/provider/stock/consumer/till');
}

describe('the log', () => {
  it('gives every table again, row by row', async () => {
    const registry = await newRegistry();
    await live(registry.url);
    const before = derived(registry);
    expect(Object.entries(before).filter(([, rows]) => rows.length === 0)).toEqual([]);
    registry.log.rebuild();
    expect(derived(registry)).toEqual(before);
  });

  it('is written together with the tables, or not at all', async () => {
    const { log } = await newRegistry();
    const count = () => log.tables.one({ count: integer }, 'SELECT count(*) AS count FROM events')?.count;
    const before = count();
    expect(() =>
      log.transaction(() => {
        log.record({ type: 'pacticipant-created', name: 'a', properties: {} });
        log.record({ type: 'version-created', pacticipant: 'nobody', version: '1', buildUrl: null });
      }),
    ).toThrow('nobody');
    expect(count()).toBe(before);
    expect(log.tables.all({ name: text }, 'SELECT name FROM pacticipants')).toEqual([]);
  });

  it('keeps what was published through an end of the process', async () => {
    const first = await newRegistry();
    await publish(first.url, { consumer: 'shop', provider: 'stock', version: '1', branch: 'main' });
    const before = derived(first);
    const { file } = first.log.tables.one({ file: text }, 'SELECT file FROM pragma_database_list') ?? { file: '' };
    await first.close();
    expect(derived(await newRegistry({ db: file }))).toEqual(before);
  });
});
