import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, it } from '@jest/globals';
import { endAll, newFolder, newRegistry, publish } from '../testing/registry-bed.ts';
import { integer } from './column.ts';
import { migrations } from './migrations.table.ts';
import { openDatabase } from './open-database.ts';

const children: ChildProcess[] = [];
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await endAll();
});

const newPath = () => join(newFolder(), 'contracts.sqlite');
const look = (path: string) => [readFileSync(path).toString('latin1'), statSync(path).mtimeMs];

/** A process that opens the file, says so or why not, and keeps it. */
async function opener(path: string, uid?: number): Promise<string> {
  const source = `
    import { openDatabase } from '${join(import.meta.dirname, 'open-database.ts')}';
    try { openDatabase(process.argv[1]); console.log('opened'); setInterval(() => {}, 1000); }
    catch (error) { console.log(error.code + ' ' + error.message); }`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', source, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
    ...(uid && { uid }),
  });
  children.push(child);
  const [said] = await once(child.stdout, 'data');
  return String(said);
}

describe('openDatabase', () => {
  it('makes a file where there is none, and uses an empty one', () => {
    const path = newPath();
    openDatabase(path).close();
    const empty = newPath();
    writeFileSync(empty, '');
    const database = openDatabase(empty);
    expect(database.one({ count: integer }, 'SELECT count(*) AS count FROM events')).toEqual({ count: 0 });
    database.close();
    expect(existsSync(path)).toBe(true);
  });

  it('keeps everything on the disk before it says so', () => {
    const database = openDatabase(newPath());
    expect(database.one({ synchronous: integer }, 'PRAGMA synchronous')).toEqual({ synchronous: 2 });
    database.close();
  });

  it('refuses a file of a newer release and does not touch it', () => {
    const path = newPath();
    openDatabase(path, [...migrations, 'CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT']).close();
    const before = look(path);
    expect(() => openDatabase(path)).toThrow(
      expect.objectContaining({
        code: 'REGISTRY_NEWER',
        message: expect.stringContaining(`version ${migrations.length + 1}, from a newer release`),
      }),
    );
    expect(look(path)).toEqual(before);
  });

  it('brings a file of an older release to the current version, rows included', async () => {
    const path = newPath();
    const registry = await newRegistry({ db: path });
    await publish(registry.url, { consumer: 'a', provider: 'b', version: '1' });
    await registry.close();
    const database = openDatabase(path, [...migrations, 'ALTER TABLE pacts ADD COLUMN note TEXT']);
    expect(database.one({ count: integer }, 'SELECT count(*) AS count FROM pacts WHERE note IS NULL')).toEqual({
      count: 1,
    });
    database.close();
  });

  it.each([
    ['text', (path: string) => writeFileSync(path, 'garbage '.repeat(100)), 'REGISTRY_FOREIGN', 'no SQLite database'],
    ['a few bytes', (path: string) => writeFileSync(path, 'x'), 'REGISTRY_FOREIGN', 'no SQLite database'],
    ['a folder', (path: string) => mkdirSync(path), 'REGISTRY_FOREIGN', 'is a folder'],
    ['the database of something else', foreignDatabase, 'REGISTRY_FOREIGN', 'not of a registry'],
    ['a registry that was cut off', cutOff, 'REGISTRY_DAMAGED', 'cut off or damaged'],
    ['a registry whose pages were overwritten', overwritten, 'REGISTRY_DAMAGED', 'cut off or damaged'],
  ])('refuses %s and does not touch it', (_, make, code, words) => {
    const path = newPath();
    make(path);
    const before = statSync(path).isDirectory() ? [] : look(path);
    expect(() => openDatabase(path)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(words) }),
    );
    expect(statSync(path).isDirectory() ? [] : look(path)).toEqual(before);
  });

  it('names the folder that is missing', () => {
    const path = join(newFolder(), 'none', 'contracts.sqlite');
    expect(() => openDatabase(path)).toThrow(
      expect.objectContaining({ code: 'REGISTRY_FILE', message: expect.stringContaining('there is no folder') }),
    );
  });

  it('refuses a file that another process has, which goes on undisturbed', async () => {
    const path = newPath();
    expect(await opener(path)).toBe('opened\n');
    expect(() => openDatabase(path)).toThrow(expect.objectContaining({ code: 'REGISTRY_LOCKED' }));
  });

  it('says that a file cannot be written', async () => {
    const folder = newFolder();
    const path = join(folder, 'contracts.sqlite');
    openDatabase(path).close();
    chmodSync(path, 0o444);
    chmodSync(folder, 0o555);
    const before = look(path);
    // Root may write everywhere.
    const said = await opener(path, process.getuid?.() === 0 ? 65_534 : undefined);
    expect(said).toMatch(/^REGISTRY_FILE .*contracts\.sqlite cannot be opened for writing/);
    expect(look(path)).toEqual(before);
  });
});

function foreignDatabase(path: string): void {
  const database = new DatabaseSync(path);
  database.exec('CREATE TABLE songs (title TEXT)');
  database.close();
}

function registryFile(path: string): void {
  const database = openDatabase(path);
  for (let n = 0; n < 200; n++) database.run('INSERT INTO contents VALUES (?, ?)', String(n), 'x'.repeat(1000));
  database.close();
}

function cutOff(path: string): void {
  registryFile(path);
  copyFileSync(path, `${path}.whole`);
  truncateSync(path, Math.floor(statSync(path).size / 2));
}

function overwritten(path: string): void {
  registryFile(path);
  writeFileSync(path, readFileSync(path).fill(0x5a, 8192, 16_384));
}
