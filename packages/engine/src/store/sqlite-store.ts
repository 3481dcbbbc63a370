import { existsSync } from 'node:fs';
import { StuntError } from '../errors.ts';
import { memoryStore, type SynchronousStore } from './memory-store.ts';
import { openStoreFile, type Remains, type StoreFile } from './store-file.ts';
import { createSweeper } from './sweeper.ts';

/**
 * A store in a file. Reads come from memory; credentials and settings are in the file before a write returns, everything else
 * is written behind, together, within `WRITE_BEHIND_MS` and at exit. What was removed is overwritten soon after that. Never waits,
 * never loses a write to an error of the disk that passes.
 */
export interface SqliteStore extends SynchronousStore {
  /** False while everything is in memory only. */
  readonly isKept: boolean;
  flush(): void;
  /** Writes what is left and lets go of the file. */
  close(): void;
}

export interface SqliteStoreOptions {
  readonly path: string;
  /** True: a file that cannot be had stops the start. False: the store goes on in memory, and says so. */
  readonly required: boolean;
  /** Whether a key is worth making the file for, where there is none. @default every key */
  readonly begins?: (key: string) => boolean;
  onLog(line: string): void;
}

const WRITE_BEHIND_MS = 100;
/** Durable at once. */
const AT_ONCE = /^(sandbox|invitation)\//;

/** @throws StuntError STORE_NEWER; where `required` also STORE_LOCKED and STORE_UNWRITABLE */
export function sqliteStore(options: SqliteStoreOptions): SqliteStore {
  const { path, begins, onLog } = options;
  let file = begins === undefined || existsSync(path) ? open(options) : undefined;
  let mayBegin = file === undefined && begins !== undefined && !existsSync(path);
  const memory = memoryStore(file?.contents);
  const dirty = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let hasFailed = false;
  const sweeper = createSweeper((remains: Remains) => file?.sweep(remains), path, onLog);

  const flush = (synced = false): void => {
    clearTimeout(timer);
    timer = undefined;
    if (file === undefined || dirty.size === 0) return;
    try {
      const changes = [...dirty].map((key) => [key, memory.get(key)] as const);
      sweeper.left(file.write(changes, memory.version, synced));
      dirty.clear();
      if (hasFailed) onLog(`${path} is written again`);
      hasFailed = false;
    } catch (error) {
      if (!hasFailed) onLog(`${path} cannot be written, and is tried again with the next change: ${wordsOf(error)}`);
      hasFailed = true;
    }
  };
  const changed = (key: string): void => {
    if (file === undefined && mayBegin && begins?.(key)) {
      mayBegin = false;
      file = open(options);
      for (const each of memory.list('')) dirty.add(each);
    }
    if (file === undefined) return;
    dirty.add(key);
    if (AT_ONCE.test(key)) flush(true);
    else timer ??= setTimeout(() => flush(), WRITE_BEHIND_MS).unref();
  };
  const close = (): void => {
    process.off('exit', close);
    flush(true);
    sweeper.stop();
    file?.close();
    file = undefined;
    mayBegin = false;
  };
  memory.watch('', changed);
  process.on('exit', close);
  return {
    ...memory,
    get version() {
      return memory.version;
    },
    get isKept() {
      return file !== undefined;
    },
    flush: () => flush(true),
    close,
  };
}

function open({ path, required, onLog }: SqliteStoreOptions): StoreFile | undefined {
  const opened = openStoreFile(path);
  switch (opened.kind) {
    case 'opened':
      if (opened.movedTo !== undefined)
        onLog(`${path} could not be read and is now ${opened.movedTo}; sandboxes start anew`);
      return opened.file;
    case 'locked': {
      const holder = opened.pid === undefined ? 'another process' : `process ${opened.pid}`;
      return refused('STORE_LOCKED', `${path} is in use by ${holder}`, required, onLog);
    }
    case 'unwritable':
      return refused('STORE_UNWRITABLE', `${path} cannot be written: ${opened.why}`, required, onLog);
  }
}

function refused(
  code: 'STORE_LOCKED' | 'STORE_UNWRITABLE',
  what: string,
  required: boolean,
  onLog: (line: string) => void,
): undefined {
  if (required) throw new StuntError(code, `${what}.`);
  onLog(`note: ${what}; sandboxes are kept in memory, until this double stops`);
  return undefined;
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
