import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StuntError } from '../errors.ts';
import type { StoreContents } from './memory-store.ts';
import type { Stored } from './store.ts';
import { valueFromText, valueToText } from './value-text.ts';

/**
 * The file behind a store: opened, migrated, read once, written in transactions. One process has it at a time. Knows nothing
 * of when there is something to write.
 */
export interface StoreFile {
  readonly contents: StoreContents;
  /** All of them or none. `synced`: they outlive a loss of power, not only the end of the process. */
  write(
    changes: Iterable<readonly [key: string, stored: Stored | undefined]>,
    version: number,
    synced: boolean,
  ): Remains;
  /** Overwrites what a write left of earlier values. */
  sweep(remains: Remains): void;
  /** What is left to be swept is swept before. */
  close(): void;
}

/**
 * What the files still have of earlier values after a write: none; some in the log that is ahead of the file, where values were
 * `replaced`; or possibly more in the file itself, where they were `removed`.
 */
export type Remains = 'none' | 'replaced' | 'removed';

export type OpenedFile =
  | {
      readonly kind: 'opened';
      readonly file: StoreFile;
      /** Where a file that could not be read was moved to. */
      readonly movedTo: string | undefined;
    }
  | { readonly kind: 'locked'; readonly pid: number | undefined }
  | { readonly kind: 'unwritable'; readonly why: string };

/** Each brings a file from the version of its place to the next. Never changed once released; new ones are added at the end. */
export const migrations: readonly string[] = [
  `CREATE TABLE entries (key TEXT PRIMARY KEY, value ANY NOT NULL, version INTEGER NOT NULL) STRICT;
   CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;`,
];

/** A double that was just told to stop may still have the file. */
const LOCK_PATIENCE_MS = 1000;

/** @throws StuntError STORE_NEWER */
export function openStoreFile(path: string, steps: readonly string[] = migrations): OpenedFile {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    if (existsSync(path)) {
      const version = versionOf(path);
      if (version !== undefined && version > steps.length) throw newer(path, version, steps.length);
    }
    prepareModes(path);
    return { kind: 'opened', file: openDatabase(path, steps), movedTo: undefined };
  } catch (error) {
    return failed(error, path, steps);
  }
}

function failed(error: unknown, path: string, steps: readonly string[]): OpenedFile {
  if (error instanceof StuntError) throw error;
  const code = sqliteCode(error);
  if (code === BUSY || code === LOCKED) return { kind: 'locked', pid: readHolder(path) };
  const isBroken = code === CORRUPT || code === NOT_A_DATABASE || error instanceof UnreadableEntry;
  if (!isBroken) return { kind: 'unwritable', why: error instanceof Error ? error.message : String(error) };
  const movedTo = moveAside(path);
  const again = openStoreFile(path, steps);
  return again.kind === 'opened' ? { ...again, movedTo } : again;
}

/** Result codes of SQLite. */
const BUSY = 5;
const LOCKED = 6;
const CORRUPT = 11;
const NOT_A_DATABASE = 26;

/** Without what makes extended codes of them. */
const sqliteCode = (error: unknown): number | undefined =>
  typeof error === 'object' && error !== null && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode & 0xff
    : undefined;

/** An entry that is no JSON: the pages of the file are right, what stands in them is not. */
class UnreadableEntry extends Error {}

function openDatabase(path: string, steps: readonly string[]): StoreFile {
  const database = new DatabaseSync(path, { timeout: LOCK_PATIENCE_MS });
  try {
    // Exclusive before WAL, so that no memory is shared with other processes and the lock ends with this one, however it ends.
    // What was deleted, a rotated key or what a partner wrote, is not to be found in the free pages of the file, nor in files of `VACUUM`.
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA secure_delete = ON');
    database.exec('PRAGMA temp_store = MEMORY; BEGIN EXCLUSIVE; COMMIT');
    migrate(database, steps);
    // Of a process that was killed before it came to that.
    sweep(database, isUnswept(database) ? 'removed' : 'replaced');
    const contents = read(database);
    writeFileSync(holderPath(path), `process ${process.pid} has ${basename(path)}\n`, { mode: 0o600 });
    return storeFile(database, path, contents);
  } catch (error) {
    database.close();
    throw error;
  }
}

function storeFile(database: DatabaseSync, path: string, contents: StoreContents): StoreFile {
  const insert = database.prepare('INSERT OR IGNORE INTO entries (value, version, key) VALUES (?, ?, ?)');
  const replace = database.prepare('UPDATE entries SET value = ?, version = ? WHERE key = ?');
  const remove = database.prepare('DELETE FROM entries WHERE key = ?');
  const count = database.prepare("INSERT OR REPLACE INTO counters (name, value) VALUES ('version', ?)");
  return {
    contents,
    write(changes, version, synced) {
      database.exec(`PRAGMA synchronous = ${synced ? 'FULL' : 'NORMAL'}; BEGIN IMMEDIATE`);
      try {
        const counts = { removed: 0, replaced: 0 };
        for (const [key, stored] of changes) {
          if (stored === undefined) counts.removed += Number(remove.run(key).changes);
          else {
            const value = stored.value instanceof Uint8Array ? stored.value : valueToText(stored.value);
            if (insert.run(value, stored.version, key).changes === 0)
              counts.replaced += Number(replace.run(value, stored.version, key).changes);
          }
        }
        count.run(version);
        const remains = remainsOf(counts, synced);
        if (remains === 'removed')
          database.exec(`INSERT OR REPLACE INTO counters (name, value) VALUES (${UNSWEPT}, 1)`);
        database.exec('COMMIT');
        return remains;
      } catch (error) {
        database.exec('ROLLBACK');
        throw error;
      }
    },
    sweep: (remains) => sweep(database, remains),
    close() {
      try {
        if (isUnswept(database)) sweep(database, 'removed');
      } finally {
        database.close();
      }
      rmSync(holderPath(path), { force: true });
    },
  };
}

/** The credentials that others replaced are as good as removed. */
const remainsOf = ({ removed, replaced }: { removed: number; replaced: number }, synced: boolean): Remains =>
  removed > 0 || (synced && replaced > 0) ? 'removed' : replaced > 0 ? 'replaced' : 'none';

/** A counter that is there from a removal until it was swept. */
const UNSWEPT = "'unswept'";

const isUnswept = (database: DatabaseSync): boolean =>
  database.prepare(`SELECT 1 FROM counters WHERE name = ${UNSWEPT}`).get() !== undefined;

/**
 * `secure_delete` overwrites what is deleted from a page, but not the copies that are left where SQLite moved entries from page to
 * page: only a file that is written anew has none. Emptying the log writes all pages into the file, and cuts it to nothing.
 */
function sweep(database: DatabaseSync, remains: Remains): void {
  if (remains === 'none') return;
  if (remains === 'removed') database.exec(`VACUUM; DELETE FROM counters WHERE name = ${UNSWEPT}`);
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
}

function migrate(database: DatabaseSync, steps: readonly string[]): void {
  const before = Number(Object.values(database.prepare('PRAGMA user_version').get() ?? {})[0] ?? 0);
  for (const [at, step] of steps.entries()) {
    if (at < before) continue;
    database.exec(`BEGIN; ${step}; PRAGMA user_version = ${at + 1}; COMMIT`);
  }
  // Into the head of the file, where `versionOf` looks.
  if (before < steps.length) database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
}

function read(database: DatabaseSync): StoreContents {
  const entries: [string, Stored][] = [];
  for (const { key, value, version } of database.prepare('SELECT key, value, version FROM entries').iterate())
    entries.push([String(key), { value: readValue(value), version: Number(version) }]);
  const counted = database.prepare("SELECT value FROM counters WHERE name = 'version'").get();
  return { entries, version: Number(counted?.value ?? 0) };
}

function readValue(value: unknown): unknown {
  if (value instanceof Uint8Array) return value;
  try {
    return valueFromText(String(value));
  } catch {
    throw new UnreadableEntry();
  }
}

/** The version of the format, read as plain bytes, so that a file which is not for us is not touched; undefined where it is no database. */
function versionOf(path: string): number | undefined {
  const head = Buffer.alloc(64);
  const descriptor = openSync(path, 'r');
  try {
    const length = readSync(descriptor, head, 0, head.length, 0);
    return length === head.length && head.toString('latin1', 0, 15) === 'SQLite format 3'
      ? head.readUInt32BE(60)
      : undefined;
  } finally {
    closeSync(descriptor);
  }
}

/** It holds credentials. What SQLite puts beside it gets the modes of the file. */
function prepareModes(path: string): void {
  chmodSync(dirname(path), 0o700);
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
}

function moveAside(path: string): string {
  let number = 1;
  while (existsSync(`${path}.corrupt-${number}`)) number++;
  const movedTo = `${path}.corrupt-${number}`;
  renameSync(path, movedTo);
  for (const end of ['-wal', '-shm']) if (existsSync(path + end)) renameSync(path + end, movedTo + end);
  return movedTo;
}

const holderPath = (path: string): string => `${path}-pid`;

function readHolder(path: string): number | undefined {
  try {
    const pid = Number(/^process (\d+) /.exec(readFileSync(holderPath(path), 'utf8'))?.[1]);
    return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

const newer = (path: string, version: number, known: number): StuntError =>
  new StuntError(
    'STORE_NEWER',
    `${path} is of version ${version}, from a newer release; this one reads up to version ${known}. ${basename(path)} was not touched.`,
  );
