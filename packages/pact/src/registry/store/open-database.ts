import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { PactError } from '../../errors.ts';
import { type Database, databaseOf } from './database.ts';
import { migrations } from './migrations.table.ts';

/** A process that was just told to stop may still have the file. */
const LOCK_PATIENCE_MS = 1000;

/**
 * Opens the registry's file, or makes it. A file that is not for us (no database, a newer version, damaged, in use) is left as
 * it is. One process has it at a time, and the lock ends with that process, however it ends.
 *
 * @throws PactError REGISTRY_…
 */
export function openDatabase(path: string, steps: readonly string[] = migrations): Database {
  const isNew = check(path, steps.length);
  let file: DatabaseSync;
  try {
    file = new DatabaseSync(path, { timeout: LOCK_PATIENCE_MS });
  } catch (error) {
    throw refusal(path, error);
  }
  try {
    // Exclusive before WAL: no memory is shared, and a second registry is refused instead of being served old rows.
    file.exec('PRAGMA locking_mode = EXCLUSIVE');
    const found = versionIn(file);
    if (found > steps.length) throw newer(path, found, steps.length);
    if (found === 0 && !isNew && hasTables(file)) throw foreign(path, 'a database, but not of a registry');
    if (!isNew) checkPages(path, file);
    file.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; BEGIN EXCLUSIVE; COMMIT');
    migrate(file, found, steps);
    return databaseOf(file);
  } catch (error) {
    file.close();
    throw refusal(path, error);
  }
}

/** Looks at the file as plain bytes, so that one which is not for us is not touched. @returns whether there is none yet */
function check(path: string, known: number): boolean {
  const folder = dirname(path);
  if (!existsSync(folder))
    throw new PactError(
      'REGISTRY_FILE',
      `${path} cannot be made: there is no folder ${folder}`,
      'Make the folder, or name another file with --db.',
    );
  if (!existsSync(path)) return true;
  if (statSync(path).isDirectory()) throw foreign(path, 'a folder');
  const head = headOf(path);
  if (head.length === 0) return true;
  if (head.length < 100 || head.toString('latin1', 0, 15) !== 'SQLite format 3')
    throw foreign(path, 'no SQLite database');
  const version = head.readUInt32BE(60);
  if (version > known) throw newer(path, version, known);
  return false;
}

function headOf(path: string): Buffer {
  const head = Buffer.alloc(100);
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch (error) {
    throw refusal(path, error);
  }
  try {
    return head.subarray(0, readSync(descriptor, head, 0, head.length, 0));
  } finally {
    closeSync(descriptor);
  }
}

const versionIn = (file: DatabaseSync): number => Number(file.prepare('PRAGMA user_version').get()?.user_version ?? 0);

const hasTables = (file: DatabaseSync): boolean =>
  file.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table'").get() !== undefined;

/** A file that was cut off opens well, and fails when its last page is asked for. */
function checkPages(path: string, file: DatabaseSync): void {
  const [first = 'ok'] = Object.values(file.prepare('PRAGMA quick_check(1)').get() ?? {});
  if (first !== 'ok') throw damaged(path);
}

function migrate(file: DatabaseSync, from: number, steps: readonly string[]): void {
  for (const [at, step] of steps.entries())
    if (at >= from) file.exec(`BEGIN; ${step}; PRAGMA user_version = ${at + 1}; COMMIT`);
  // Into the head of the file, where `check` looks.
  if (from < steps.length) file.exec('PRAGMA wal_checkpoint(TRUNCATE)');
}

/** Result codes of SQLite, without what makes extended codes of them. */
const BUSY = [5, 6];
const CORRUPT = 11;
const NOT_A_DATABASE = 26;

function refusal(path: string, error: unknown): unknown {
  if (error instanceof PactError) return error;
  const code = sqliteCode(error);
  if (code === undefined) return unwritable(path, error);
  if (BUSY.includes(code)) return new PactError('REGISTRY_LOCKED', `${path} is in use by another process`);
  if (code === CORRUPT) return damaged(path);
  if (code === NOT_A_DATABASE) return foreign(path, 'no SQLite database');
  return unwritable(path, error);
}

const sqliteCode = (error: unknown): number | undefined =>
  typeof error === 'object' && error !== null && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode & 0xff
    : undefined;

const unwritable = (path: string, error: unknown): PactError =>
  new PactError(
    'REGISTRY_FILE',
    `${path} cannot be opened for writing: ${error instanceof Error ? error.message : error}`,
  );

const damaged = (path: string): PactError =>
  new PactError('REGISTRY_DAMAGED', `${path} is cut off or damaged. It was not touched.`);

const foreign = (path: string, what: string): PactError =>
  new PactError('REGISTRY_FOREIGN', `${path} is ${what}. It was not touched.`);

const newer = (path: string, version: number, known: number): PactError =>
  new PactError(
    'REGISTRY_NEWER',
    `${path} is of version ${version}, from a newer release; this one reads up to version ${known}. ${basename(path)} was not touched.`,
  );
