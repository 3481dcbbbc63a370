/**
 * Where sandboxes keep what must outlive a request. Memory answers synchronously, other backends with promises;
 * no domain code sees a database type, and expiry is a field that callers check against their clock.
 */
export type Awaitable<T> = T | Promise<T>;

export interface Stored {
  readonly value: unknown;
  /** Grows with every write of the key; what `cas` compares. */
  readonly version: number;
}

export interface Store {
  get(key: string): Awaitable<Stored | undefined>;
  /** Returns the new version. */
  put(key: string, value: unknown): Awaitable<number>;
  /** Writes only where the key still has `version` (0: absent); false where it has not. `undefined` deletes. */
  cas(key: string, version: number, value: unknown): Awaitable<boolean>;
  /** Keys with the prefix, in order. */
  list(prefix: string): Awaitable<readonly string[]>;
  /** Adds to a number that starts at 0 and returns the sum. */
  incr(key: string, by: number): Awaitable<number>;
  /** Adds one entry to the end of a list and keeps the last `limit`. */
  append(key: string, entry: unknown, limit: number): Awaitable<void>;
  /** Calls back after each change of a key with the prefix; the result ends it. */
  watch(prefix: string, onChange: (key: string) => void): () => void;
}
