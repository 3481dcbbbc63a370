import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type SqliteStore, type SqliteStoreOptions, sqliteStore } from './sqlite-store.ts';
import { migrations, openStoreFile } from './store-file.ts';

const folders: string[] = [];
const stores: SqliteStore[] = [];
const children: ChildProcess[] = [];
afterEach(() => {
  for (const store of stores.splice(0)) store.close();
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'stunt-store-'));
  folders.push(folder);
  return join(folder, '.stunt', 'stunt.sqlite');
}

const filesHave = (path: string, text: string): boolean =>
  readdirSync(join(path, '..')).some((name) => readFileSync(join(path, '..', name)).includes(text));

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
}

const told: string[] = [];
function open(path: string, options: Partial<SqliteStoreOptions> = {}): SqliteStore {
  told.length = 0;
  const store = sqliteStore({ path, required: false, onLog: (line) => told.push(line), ...options });
  stores.push(store);
  return store;
}

/** What such a process does: keeps something and is then killed, or finds that it cannot keep it. */
const WRITER = `
import { sqliteStore } from '${join(import.meta.dirname, 'sqlite-store.ts')}';
const [, path, what] = process.argv;
const say = (line) => process.stdout.write(line + '\\n');
const store = sqliteStore({ path, required: what === 'required', onLog: say });
if (what === 'settings') store.put('sandbox/acme', { name: 'acme' });
if (what === 'state') {
  for (let count = 1; count <= 100; count++) store.put('state/acme/' + count, { count });
  await new Promise((resolve) => setTimeout(resolve, 250));
  store.put('state/acme/late', {});
}
if (what === 'removed') {
  for (let n = 0; n < 50; n++) store.put('state/acme/' + n, { secret: 'cs_canary_' + n });
  store.flush();
  for (let n = 0; n < 50; n++) store.put('state/acme/' + n, undefined);
  store.flush();
}
if (what === 'exit') {
  store.put('state/acme/1', { count: 1 });
  process.exit();
}
say('ready, kept ' + store.isKept);
setInterval(() => {}, 1000);
`;

/** A process of its own that uses the file; resolves once it has said that it is ready, or has ended. */
async function writer(path: string, what: string, uid?: number) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', WRITER, path, what], {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid && { uid }),
  });
  children.push(child);
  let output = '';
  const ended = once(child, 'close');
  await new Promise<void>((resolve) => {
    const heard = (text: unknown): void => {
      output += String(text);
      if (output.includes('ready')) resolve();
    };
    child.stdout.on('data', heard);
    child.stderr.on('data', heard);
    void ended.then(() => resolve());
  });
  return { child, ended, output: () => output };
}

describe('sqliteStore', () => {
  it('gives back after a restart what was put, versions and bytes included', () => {
    const path = newPath();
    const bytes = new Uint8Array([0, 255, 1]);
    const first = open(path);
    first.put('state/a/1', { name: 'x', file: { content: Buffer.from(bytes), $bytes: 'mine' } });
    first.put('state/a/1/content', bytes);
    first.put('state/a/gone', 1);
    const version = first.put('state/a/gone', undefined);
    first.close();
    const second = open(path);
    expect(second.list('state/')).toEqual(['state/a/1', 'state/a/1/content']);
    expect(second.get('state/a/1')).toEqual({
      value: { name: 'x', file: { content: bytes, $bytes: 'mine' } },
      version: 1,
    });
    expect(second.get('state/a/1/content')?.value).toEqual(bytes);
    expect(second.put('state/a/gone', 2)).toBe(version + 1);
  });

  it('keeps credentials and settings through a kill right after the write', async () => {
    const path = newPath();
    const { child, ended } = await writer(path, 'settings');
    child.kill('SIGKILL');
    await ended;
    expect(open(path).get('sandbox/acme')?.value).toEqual({ name: 'acme' });
  });

  it('keeps everything else through a kill, but for the last moment', async () => {
    const path = newPath();
    const { child, ended } = await writer(path, 'state');
    child.kill('SIGKILL');
    await ended;
    const store = open(path);
    expect(store.list('state/acme/').filter((key) => !key.endsWith('late'))).toHaveLength(100);
    expect(store.get('state/acme/100')?.value).toEqual({ count: 100 });
  });

  it('writes what is left when the process exits', async () => {
    const path = newPath();
    await (await writer(path, 'exit')).ended;
    expect(open(path).get('state/acme/1')?.value).toEqual({ count: 1 });
  });

  it('lets nobody else read the folder and the files', () => {
    const path = newPath();
    open(path).put('sandbox/a', 1);
    const modes = readdirSync(join(path, '..')).map((name) => statSync(join(path, '..', name)).mode & 0o777);
    expect([statSync(join(path, '..')).mode & 0o777, ...new Set(modes)]).toEqual([0o700, 0o600]);
  });

  it('leaves nothing in the file of what was deleted', () => {
    const path = newPath();
    const store = open(path);
    for (let n = 0; n < 50; n++) store.put(`sandbox/${n}`, { secret: `cs_canary_${n}`, rest: 'x'.repeat(500) });
    for (let n = 0; n < 50; n++) store.put(`sandbox/${n}`, undefined);
    store.close();
    expect(readdirSync(join(path, '..'))).toEqual(['stunt.sqlite']);
    expect(readFileSync(path).includes('cs_canary')).toBe(false);
  });

  it('leaves nothing in the files of what was deleted or replaced while it is open', async () => {
    const path = newPath();
    const store = open(path);
    const shuffled = (n: number): number => (n * 7919) % 400;
    // Of lengths that make SQLite move entries from page to page.
    const secretOf = (n: number) => ({ secret: `cs_canary_${n}`, rest: 'x'.repeat(((n * n * 37) % 2500) + 1) });
    for (let n = 0; n < 400; n++) store.put(`state/${n % 2 ? 'acme' : 'other'}/${shuffled(n)}`, secretOf(n));
    store.put('sandbox/acme', { secret: 'cs_canary' });
    expect(filesHave(path, 'cs_canary')).toBe(true);
    for (const key of store.list('state/')) store.put(key, key.startsWith('state/acme') ? undefined : { item: 0 });
    store.put('sandbox/acme', { secret: 'new' });
    await until(() => !filesHave(path, 'cs_canary'));
    expect(filesHave(path, 'state/acme')).toBe(false);
    expect(store.list('state/')).toHaveLength(200);
  });

  it('overwrites at the next start what a killed process had deleted', async () => {
    const path = newPath();
    const { child, ended } = await writer(path, 'removed');
    child.kill('SIGKILL');
    await ended;
    expect(filesHave(path, 'cs_canary')).toBe(true);
    open(path);
    expect(filesHave(path, 'cs_canary')).toBe(false);
  });

  it('makes the file once there is something worth it, and then keeps all there is', () => {
    const path = newPath();
    const store = open(path, { begins: (key) => key === 'sandbox/acme' });
    store.put('sandbox/default', 1);
    expect([store.isKept, existsSync(path)]).toEqual([false, false]);
    store.put('sandbox/acme', 2);
    expect(store.isKept).toBe(true);
    store.close();
    expect(open(path).list('')).toEqual(['sandbox/acme', 'sandbox/default']);
  });

  it('names the process that has the file, and goes on in memory or not at all', async () => {
    const path = newPath();
    const { child } = await writer(path, 'settings');
    const store = open(path);
    expect([store.isKept, told]).toEqual([
      false,
      [`note: ${path} is in use by process ${child.pid}; sandboxes are kept in memory, until this double stops`],
    ]);
    expect(store.put('sandbox/b', 1)).toBe(1);
    expect(() => open(path, { required: true })).toThrow(expect.objectContaining({ code: 'STORE_LOCKED' }));
  });

  it('says that a folder cannot be written, and goes on in memory or not at all', async () => {
    const path = newPath();
    chmodSync(join(path, '../..'), 0o555);
    // Root may write everywhere.
    const nobody = process.getuid?.() === 0 ? 65_534 : undefined;
    const lenient = await writer(path, 'settings', nobody);
    expect(lenient.output()).toMatch(
      /stunt\.sqlite cannot be written: .*(EACCES|EROFS).*in memory[\s\S]*ready, kept false/,
    );
    expect((await writer(path, 'required', nobody)).output()).toContain("code: 'STORE_UNWRITABLE'");
  });

  it.each([
    ['what is no database', (): string | Buffer => 'garbage '.repeat(100)],
    [
      'a database whose pages were overwritten',
      (path: string) => {
        const bytes = readFileSync(path);
        return bytes.fill(0x5a, 1024);
      },
    ],
  ])('moves %s aside and starts anew', (_, broken) => {
    const path = newPath();
    const before = open(path);
    before.put('sandbox/a', 1);
    before.close();
    writeFileSync(path, broken(path));
    const store = open(path);
    expect([store.isKept, store.list('')]).toEqual([true, []]);
    expect(told).toEqual([`${path} could not be read and is now ${path}.corrupt-1; sandboxes start anew`]);
    expect(existsSync(`${path}.corrupt-1`)).toBe(true);
  });

  it('moves a database aside that holds what is no JSON', () => {
    const path = newPath();
    open(path).close();
    const database = new DatabaseSync(path);
    database.exec("INSERT INTO entries VALUES ('sandbox/a', '{', 1)");
    database.close();
    expect([open(path).list(''), existsSync(`${path}.corrupt-1`)]).toEqual([[], true]);
  });

  it('refuses the file of a newer release and does not touch it', () => {
    const path = newPath();
    open(path).close();
    const database = new DatabaseSync(path);
    database.exec('PRAGMA user_version = 99; PRAGMA wal_checkpoint(TRUNCATE)');
    database.close();
    const before = [readFileSync(path), statSync(path).mtimeMs];
    expect(() => open(path)).toThrow(
      expect.objectContaining({ code: 'STORE_NEWER', message: expect.stringContaining('version 99') }),
    );
    expect([readFileSync(path), statSync(path).mtimeMs]).toEqual(before);
  });

  it('brings the file of an older release to the current version, entries included', () => {
    const path = newPath();
    const store = open(path);
    store.put('sandbox/a', 1);
    store.close();
    const opened = openStoreFile(path, [...migrations, 'ALTER TABLE entries ADD COLUMN note TEXT']);
    if (opened.kind !== 'opened') throw new Error(opened.kind);
    expect([...opened.file.contents.entries]).toEqual([['sandbox/a', { value: 1, version: 1 }]]);
    opened.file.close();
    expect(() => open(path)).toThrow(expect.objectContaining({ code: 'STORE_NEWER' }));
  });
});
