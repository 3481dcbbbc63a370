import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PactError } from '../errors.ts';
import { isObject } from '../pact/json.ts';
import type { JsonObject } from '../pact/pact.ts';
import { readPact } from '../pact/read-pact.ts';
import { mergeInteractions } from './merge-interactions.ts';
import { isErrorOf, type LockTimes, withLock } from './with-lock.ts';

export interface WriteOptions extends LockTimes {
  readonly folder: string;
  /** What to call the folder in errors. @default `folder` */
  readonly shownAs?: string;
  /** In place of what was recorded before, instead of beside it. @default false */
  readonly replace?: boolean;
}

export interface Written {
  readonly file: string;
  readonly interactions: number;
  /** Those that were not in the file before. */
  readonly added: number;
  /** The file is as it was. */
  readonly unchanged: boolean;
}

/**
 * Writes a recorded pact as `CONSUMER-PROVIDER.json`, merged with what the file has. Any number of processes may write into one folder:
 * each takes the file's lock, and the file is replaced as a whole. Never touches a pact that was not recorded.
 * @throws PactError PACT_NOT_RECORDED, PACT_LOCKED, and as `readPact` of a file that is there.
 */
export async function writeRecording(pact: JsonObject, options: WriteOptions): Promise<Written> {
  const { folder, shownAs = folder, replace = false } = options;
  const name = `${fileName(pact.consumer)}-${fileName(pact.provider)}.json`;
  const file = join(folder, name);
  await mkdir(folder, { recursive: true });
  return withLock(`${file}.lock`, options, async () => {
    const text = await readFile(file, 'utf8').catch((error: unknown) => {
      if (isErrorOf(error, 'ENOENT')) return undefined;
      throw error;
    });
    const before = text === undefined ? undefined : recordedIn(text, join(shownAs, name));
    const given = interactionsOf(pact);
    const interactions = mergeInteractions(replace ? given : [...interactionsOf(before), ...given]);
    const after = `${JSON.stringify({ ...pact, interactions }, null, 2)}\n`;
    const known = new Set(interactionsOf(before).map(({ key }) => key));
    if (after !== text) {
      const fresh = `${file}.${process.pid}.tmp`;
      await writeFile(fresh, after);
      await rename(fresh, file).catch(async (error: unknown) => {
        await rm(fresh, { force: true });
        throw error;
      });
    }
    const added = interactions.filter(({ key }) => !known.has(key)).length;
    return { file, interactions: interactions.length, added, unchanged: after === text };
  });
}

function recordedIn(text: string, shownAs: string): JsonObject {
  const { recorded, json } = readPact(text, shownAs);
  if (recorded) return json;
  throw new PactError('PACT_NOT_RECORDED', `${shownAs} was not recorded, and would be written over`);
}

const interactionsOf = (pact: JsonObject | undefined): JsonObject[] =>
  Array.isArray(pact?.interactions) ? pact.interactions.filter(isObject) : [];

/** Names may have slashes and what else no file has; two that differ stay two. */
function fileName(participant: JsonObject[string] | undefined): string {
  const name = isObject(participant) ? String(participant.name) : '';
  const safe = encodeURIComponent(name.replaceAll(' ', '_'))
    .replaceAll('*', '%2A')
    .replace(/^\.+/, (dots) => '%2E'.repeat(dots.length));
  return safe.slice(0, 100);
}
