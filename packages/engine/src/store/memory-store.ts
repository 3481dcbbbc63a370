import type { Store, Stored } from './store.ts';

/**
 * A store that lives as long as the process and answers at once. Values are kept by reference: callers never change what they
 * stored. `contents` is what it begins with.
 */
export function memoryStore(contents: StoreContents = EMPTY): SynchronousStore {
  const entries = new Map<string, Stored>(contents.entries);
  const watchers = new Set<{ readonly prefix: string; readonly onChange: (key: string) => void }>();
  // One count for all keys: a key that was deleted and written anew never shows a version that somebody read before.
  let { version } = contents;
  const write = (key: string, value: unknown): number => {
    version++;
    if (value === undefined) entries.delete(key);
    else entries.set(key, { value, version });
    for (const { prefix, onChange } of watchers) if (key.startsWith(prefix)) onChange(key);
    return version;
  };
  return {
    get version() {
      return version;
    },
    get: (key) => entries.get(key),
    put: write,
    cas(key, expected, value) {
      if ((entries.get(key)?.version ?? 0) !== expected) return false;
      write(key, value);
      return true;
    },
    list: (prefix) => [...entries.keys()].filter((key) => key.startsWith(prefix)).sort(),
    incr(key, by) {
      const sum = Number(entries.get(key)?.value ?? 0) + by;
      write(key, sum);
      return sum;
    },
    append(key, entry, limit) {
      const before = entries.get(key)?.value;
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
