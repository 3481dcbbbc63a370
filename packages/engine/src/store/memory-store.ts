import type { Store, Stored } from './store.ts';

/**
 * A store that lives as long as the process and answers at once. Values are kept by reference: callers never change what they
 * stored. `contents` is what it begins with.
 */
export function memoryStore(contents: StoreContents = EMPTY): SynchronousStore {
  const folders = createFolders(contents.entries);
  const watchers = new Set<{ readonly prefix: string; readonly onChange: (key: string) => void }>();
  // One count for all keys: a key that was deleted and written anew never shows a version that somebody read before.
  let { version } = contents;
  const write = (key: string, value: unknown): number => {
    version++;
    if (value === undefined) folders.remove(key);
    else folders.made(key).set(key, { value, version });
    for (const { prefix, onChange } of watchers) if (key.startsWith(prefix)) onChange(key);
    return version;
  };
  const get = (key: string): Stored | undefined => folders.of(key)?.get(key);
  return {
    get version() {
      return version;
    },
    get,
    put: write,
    cas(key, expected, value) {
      if ((get(key)?.version ?? 0) !== expected) return false;
      write(key, value);
      return true;
    },
    list: (prefix) =>
      folders
        .keysFor(prefix)
        .filter((key) => key.startsWith(prefix))
        .sort(),
    incr(key, by) {
      const sum = Number(get(key)?.value ?? 0) + by;
      write(key, sum);
      return sum;
    },
    append(key, entry, limit) {
      const before = get(key)?.value;
      write(key, [...(Array.isArray(before) ? before : []), entry].slice(-limit));
    },
    watch(prefix, onChange) {
      const watcher = { prefix, onChange };
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
  };
}

/** What a store holds, as it is read from a file and written to one. */
export interface StoreContents {
  readonly entries: Iterable<readonly [key: string, stored: Stored]>;
  /** The highest that was ever given. */
  readonly version: number;
}

/** Entries by the first two names of their keys, `state/acme/`: what belongs to one sandbox is found without a look at what belongs to thousands. */
function createFolders(known: StoreContents['entries']) {
  const folders = new Map<string, Map<string, Stored>>([[NO_FOLDER, new Map()]]);
  // Most writes are for the sandbox of the one before.
  let latest: { readonly name: string; readonly entries: Map<string, Stored> } | undefined;
  const of = (key: string): Map<string, Stored> | undefined => {
    if (latest !== undefined && key.startsWith(latest.name)) return latest.entries;
    const name = folderOf(key);
    const entries = folders.get(name);
    if (name !== NO_FOLDER && entries !== undefined) latest = { name, entries };
    return entries;
  };
  const made = (key: string): Map<string, Stored> => {
    let entries = of(key);
    if (entries === undefined) {
      entries = new Map();
      folders.set(folderOf(key), entries);
    }
    return entries;
  };
  for (const [key, stored] of known) made(key).set(key, stored);
  return {
    /** Undefined where nothing is in it. */
    of,
    made,
    remove(key: string): void {
      const entries = of(key);
      entries?.delete(key);
      const name = folderOf(key);
      if (entries?.size !== 0 || name === NO_FOLDER) return;
      folders.delete(name);
      latest = undefined;
    },
    /** Of the folder that the prefix is of, or of all. */
    keysFor(prefix: string): string[] {
      const name = folderOf(prefix);
      if (name !== NO_FOLDER) return [...(folders.get(name)?.keys() ?? [])];
      return [...folders.values()].flatMap((entries) => [...entries.keys()]);
    },
  };
}

const NO_FOLDER = '';

function folderOf(key: string): string {
  const first = key.indexOf('/');
  return first === -1 ? NO_FOLDER : key.slice(0, key.indexOf('/', first + 1) + 1);
}

const EMPTY: StoreContents = { entries: [], version: 0 };

/** What memory promises beyond `Store`: no method ever answers with a promise. */
export interface SynchronousStore extends Store {
  /** Of the latest write. */
  readonly version: number;
  get(key: string): Stored | undefined;
  put(key: string, value: unknown): number;
  cas(key: string, version: number, value: unknown): boolean;
  list(prefix: string): readonly string[];
  incr(key: string, by: number): number;
  append(key: string, entry: unknown, limit: number): void;
}
