import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ask, endAll, newFolder, newRegistry, publish } from './testing/registry-bed.ts';

const rounds = process.env.STUNT_TEST_SCALE ? 20 : 3;
const CLIENTS = 4;
/** A registry in a process of its own, which says where it listens. */
const program = `
  import { startRegistry } from '${join(import.meta.dirname, 'start-registry.ts')}';
  console.log((await startRegistry({ db: process.argv[1], port: 0 })).url);`;
const children: ChildProcess[] = [];
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await endAll();
});

async function start(db: string) {
  const child = spawn(
    process.execPath,
    ['--conditions=@stuntdouble/source', '--input-type=module', '-e', program, db],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  children.push(child);
  const ended = once(child, 'close');
  const said = await Promise.race([once(child.stdout, 'data'), ended.then(() => ['ended before it listened'])]);
  const url = String(said[0]).trim();
  expect(url).toMatch(/^http:/);
  return { url, kill: () => child.kill('SIGKILL'), ended };
}

/** Publishes one version after the other until nobody answers. */
async function client(url: string, consumer: string, round: number, acknowledged: string[]): Promise<void> {
  for (let n = 0; ; n++) {
    const version = `${round}.${n}`;
    try {
      const sent = { consumer, provider: 'platform', version, branch: 'main', paths: { [`/${round}/${n}`]: 200 } };
      if ((await publish(url, sent)).status === 200) acknowledged.push(`${consumer} ${version}`);
    } catch {
      return;
    }
  }
}

describe('a registry that is killed', () => {
  it(
    `starts again and has every pact that it acknowledged, ${rounds} times`,
    async () => {
      const db = join(newFolder(), 'contracts.sqlite');
      const acknowledged: string[] = [];
      for (let round = 0; round < rounds; round++) {
        const registry = await start(db);
        const clients = Array.from({ length: CLIENTS }, (_, at) =>
          client(registry.url, `partner-${at}`, round, acknowledged),
        );
        const before = acknowledged.length;
        // In the middle of whatever it is doing, but not before it has done anything.
        while (acknowledged.length < before + 4 + ((round * 7) % 23)) await wait(1);
        await wait((round * 13) % 17);
        registry.kill();
        await Promise.all([registry.ended, ...clients]);
      }
      const { url, log } = await newRegistry({ db });
      const { body } = await ask(url, 'GET', '/pacts/provider/platform');
      const kept = new Set(
        body._links['pb:pacts'].map(({ title }: { title: string }) =>
          title.replace(/^Pact between (\S+) \((\S+)\).*/, '$1 $2'),
        ),
      );
      expect(acknowledged.filter((each) => !kept.has(each))).toEqual([]);
      expect(kept.size).toBeGreaterThanOrEqual(rounds * 4);
      const rows = () => log.tables.all({}, 'SELECT * FROM pacts').length;
      const before = rows();
      log.rebuild();
      expect(rows()).toBe(before);
    },
    rounds * 20_000,
  );
});
