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

/** Written when the double answers, removed when it stops. Gives back how to remove it; a folder that cannot be written to is no mistake. */
export async function writeServerFile(folder: string, content: ServerFile): Promise<() => Promise<void>> {
  const path = serverFilePath(folder);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, `${JSON.stringify(content, undefined, 2)}\n`);
  } catch {
    return async () => {};
  }
  return async () => {
    // Another double may have started in this folder since: its file stays.
    if ((await readServerFile(folder))?.pid === content.pid) await rm(path, { force: true });
  };
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
  'pid' in value &&
  typeof value.pid === 'number';
