import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Where a running double can be controlled: how `stunt fault` finds it without being told. */
export interface ServerFile {
  readonly pid: number;
  readonly url: string;
  readonly controlUrl: string;
  readonly startedAt: string;
}

export const serverFilePath = (folder: string): string => join(folder, '.stunt', 'server.json');

/** The entry of this double in its folder. */
export interface Announced {
  /** A double that runs and whose entry was there before: commands do not find it while this one runs. */
  readonly displaced: ServerFile | undefined;
  withdraw(): Promise<void>;
}

/** Written when the double answers, removed when it stops; a folder that cannot be written to is no mistake. */
export async function writeServerFile(folder: string, content: ServerFile): Promise<Announced> {
  const path = serverFilePath(folder);
  const before = await readServerFile(folder);
  const write = (entry: ServerFile) => writeFile(path, `${JSON.stringify(entry, undefined, 2)}\n`);
  try {
    await mkdir(dirname(path), { recursive: true });
    await write(content);
  } catch {
    return { displaced: undefined, withdraw: async () => {} };
  }
  const displaced = before && before.controlUrl !== content.controlUrl && isRunning(before.pid) ? before : undefined;
  return {
    displaced,
    async withdraw() {
      // Another double may have started in this folder since: its file stays.
      if ((await readServerFile(folder))?.controlUrl !== content.controlUrl) return;
      // The one that was here before is found again, if it still runs.
      if (displaced && displaced.pid !== content.pid && isRunning(displaced.pid))
        await write(displaced).catch(() => {});
      else await rm(path, { force: true });
    },
  };
}

/** What a double that was killed left behind tells of nobody. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process: it is there.
    return typeof error === 'object' && error !== null && 'code' in error && error.code === 'EPERM';
  }
}

export async function readServerFile(folder: string): Promise<ServerFile | undefined> {
  try {
    const content: unknown = JSON.parse(await readFile(serverFilePath(folder), 'utf8'));
    return isServerFile(content) ? content : undefined;
  } catch {
    return undefined;
  }
}

const isServerFile = (value: unknown): value is ServerFile =>
  typeof value === 'object' &&
  value !== null &&
  'controlUrl' in value &&
  typeof value.controlUrl === 'string' &&
  'url' in value &&
  typeof value.url === 'string' &&
  'pid' in value &&
  typeof value.pid === 'number';
