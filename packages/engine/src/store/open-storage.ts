import { join } from 'node:path';
import { type SqliteStore, sqliteStore } from './sqlite-store.ts';

/** Where sandboxes are kept: `auto` is a file from the first named sandbox or invitation on, and memory where the file cannot be had. */
export type Storage = 'memory' | 'sqlite' | 'auto';

export interface StorageOptions {
  readonly storage: Storage;
  /** Its `.stunt/` holds the file; without one there is only memory. */
  readonly folder: string | undefined;
  onLog(line: string): void;
}

/** Undefined where it is to be memory alone. @throws StuntError STORE_NEWER, and with `sqlite` STORE_LOCKED and STORE_UNWRITABLE */
export function openStorage({ storage, folder, onLog }: StorageOptions): SqliteStore | undefined {
  if (storage === 'memory' || folder === undefined) return undefined;
  const path = join(folder, '.stunt', 'stunt.sqlite');
  if (storage === 'sqlite') return sqliteStore({ path, required: true, onLog });
  return sqliteStore({ path, required: false, begins: (key) => IN_A_FILE.test(key), onLog });
}

/** A double that serves nothing but its default sandbox leaves no file behind. */
const IN_A_FILE = /^(sandbox\/(?!default$)|invitation\/)/;
