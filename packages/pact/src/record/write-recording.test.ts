import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../pact/pact.ts';
import { readPact } from '../pact/read-pact.ts';
import { writeRecording } from './write-recording.ts';

const root = mkdtempSync(join(tmpdir(), 'stunt-recordings-'));
afterAll(() => rmSync(root, { recursive: true }));
let made = 0;
const folderOf = () => {
  const folder = join(root, String(made++));
  mkdirSync(folder);
  return folder;
};

const interaction = (n: number): JsonObject => ({
  type: 'Synchronous/HTTP',
  key: `key${n}`,
  description: `getOrder answers ${200 + n}`,
  request: { method: 'GET', path: '/orders' },
  response: { status: 200 + n },
});
const pactWith = (...interactions: JsonObject[]): JsonObject => ({
  consumer: { name: 'app' },
  provider: { name: 'shop' },
  interactions,
  metadata: { pactSpecification: { version: '4.0' }, stuntdouble: { recorded: true } },
});

const times = { wait: (ms: number) => wait(ms), now: () => Date.now() };
const write = (folder: string, pact: JsonObject, more: object = {}) =>
  writeRecording(pact, { folder, ...times, ...more });

/** A test process of its own, as a worker of Jest is: writes `count` interactions, one recording each. */
const WRITER = `
import { setTimeout as wait } from 'node:timers/promises';
import { writeRecording } from ${JSON.stringify(join(import.meta.dirname, 'write-recording.ts'))};
const [folder, from, count] = process.argv.slice(2);
for (let n = Number(from); n < Number(from) + Number(count); n++) {
  const interaction = { type: 'Synchronous/HTTP', key: 'key' + n, description: 'd' + n, request: { method: 'GET', path: '/' + n }, response: { status: 200 } };
  const pact = { consumer: { name: 'app' }, provider: { name: 'shop' }, interactions: [interaction], metadata: { pactSpecification: { version: '4.0' }, stuntdouble: { recorded: true } } };
  await writeRecording(pact, { folder, wait: (ms) => wait(ms), now: () => Date.now() });
}
`;

describe('writeRecording', () => {
  it('merges with what the file has, and leaves it alone where nothing is new', async () => {
    const folder = folderOf();
    expect(await write(folder, pactWith(interaction(1)))).toMatchObject({
      interactions: 1,
      added: 1,
      unchanged: false,
    });
    expect(await write(folder, pactWith(interaction(2)))).toMatchObject({ interactions: 2, added: 1 });
    const again = await write(folder, pactWith(interaction(1), interaction(2)));
    expect(again).toMatchObject({ interactions: 2, added: 0, unchanged: true, file: join(folder, 'app-shop.json') });
    expect(await write(folder, pactWith(interaction(3)), { replace: true })).toMatchObject({ interactions: 1 });
    expect(readdirSync(folder)).toEqual(['app-shop.json']);
  });

  it('loses nothing where processes write into one folder at the same time', async () => {
    const folder = folderOf();
    const writer = join(folder, 'writer.mjs');
    writeFileSync(writer, WRITER);
    const children = [0, 1, 2, 3].map((n) =>
      spawn(process.execPath, ['--conditions=@stuntdouble/source', writer, folder, String(n * 10), '10'], {
        stdio: 'inherit',
      }),
    );
    const codes = await Promise.all(children.map((child) => once(child, 'exit').then(([code]) => code)));
    expect(codes).toEqual([0, 0, 0, 0]);
    const pact = readPact(readFileSync(join(folder, 'app-shop.json'), 'utf8'), 'merged');
    expect(new Set(pact.interactions.map(({ description }) => description)).size).toBe(40);
    expect(readdirSync(folder).toSorted()).toEqual(['app-shop.json', 'writer.mjs']);
  }, 30_000);

  it('takes away a lock that a process left behind, and tells of one that is held', async () => {
    const folder = folderOf();
    const lock = join(folder, 'app-shop.json.lock');
    writeFileSync(lock, '');
    utimesSync(lock, 1, 1);
    expect(await write(folder, pactWith(interaction(1)))).toMatchObject({ added: 1 });
    writeFileSync(lock, '');
    let waited = 0;
    const held = write(folder, pactWith(interaction(2)), {
      patience: 100,
      wait: async (ms: number) => {
        waited += ms;
      },
    });
    await expect(held).rejects.toMatchObject({
      code: 'PACT_LOCKED',
      message: expect.stringContaining('app-shop.json.lock'),
    });
    expect(waited).toBeGreaterThanOrEqual(100);
  });

  it('never writes over a pact that was written by hand, nor over what is none', async () => {
    const folder = folderOf();
    const file = join(folder, 'app-shop.json');
    const { metadata: _, ...byHand } = pactWith(interaction(1));
    writeFileSync(file, JSON.stringify(byHand));
    await expect(write(folder, pactWith(interaction(2)))).rejects.toMatchObject({ code: 'PACT_NOT_RECORDED' });
    expect(readFileSync(file, 'utf8')).toBe(JSON.stringify(byHand));
    writeFileSync(file, '{"consumer"');
    await expect(write(folder, pactWith(interaction(2)))).rejects.toMatchObject({ code: 'PACT_SYNTAX' });
    expect(readdirSync(folder)).toEqual(['app-shop.json']);
  });

  it('makes file names of names with slashes and dots', async () => {
    const folder = folderOf();
    const pact = { ...pactWith(interaction(1)), consumer: { name: '../a b/c' } };
    expect((await write(folder, pact)).file).toBe(join(folder, '%2E%2E%2Fa_b%2Fc-shop.json'));
  });
});
