import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { PactError } from '../errors.ts';
import type { Pact } from './pact.ts';
import { readPact } from './read-pact.ts';

/** A pact and the file that it came from, as it is called in messages. */
export interface PactFile {
  readonly file: string;
  readonly pact: Pact;
}

/**
 * Reads pacts from files and folders (all `.json` below them), in the order of their names.
 * @param paths from `cwd`. @throws PactError PACT_NOT_FOUND where a path does not exist or a folder holds none, and as {@link readPact}.
 */
export async function readPactFiles(paths: readonly string[], cwd: string): Promise<PactFile[]> {
  const files = (await Promise.all(paths.map((path) => filesOf(resolve(cwd, path), path)))).flat();
  return Promise.all(
    files.map(async (path) => {
      const file = relative(cwd, path);
      return { file, pact: readPact(await readFile(path, 'utf8'), file) };
    }),
  );
}

async function filesOf(path: string, asGiven: string): Promise<string[]> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new PactError('PACT_NOT_FOUND', `there is no file or folder ${asGiven}`);
  if (!found.isDirectory()) return [path];
  const names = (await readdir(path, { recursive: true })).filter((name) => name.endsWith('.json'));
  if (names.length === 0) throw new PactError('PACT_NOT_FOUND', `the folder ${asGiven} holds no .json file`);
  return names.toSorted().map((name) => join(path, name));
}
