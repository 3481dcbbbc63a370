import type { Full } from '../../problem.ts';

/**
 * What one sandbox wrote, over what the document says: items by collection and id, blobs by path, answers that were given
 * under an idempotency key. Reads wait for nothing; never knows schemas, operations or time.
 */
export interface Overlay {
  /** Whether anything in the collection was written or deleted. */
  touches(collection: string): boolean;
  get(collection: string, id: string): StoredItem | undefined;
  /** Written and deleted ones, in the order in which they were first written. The same list until one of them changes. */
  list(collection: string): readonly StoredItem[];
  /**
   * Undefined: the item may be stored, in so many bytes of JSON; else what there is too much of. One that is there already may
   * change, as long as it does not grow beyond. `id`: undefined for bytes that are no item.
   */
  full(collection: string, id: string | undefined, bytes: number, item?: unknown): Full | undefined;
  /** Stores, and keeps the item's place in lists. */
  put(collection: string, written: WrittenItem): StoredItem;
  /** What `put` would give; nothing is kept but that this version is taken. */
  lose(collection: string, written: WrittenItem): StoredItem;
  /** From then on it is not there, whatever the document says. */
  remove(collection: string, id: string, at: number): StoredItem;
  /** Bytes by the path that they are read from: `/documents/doc_1/content`. */
  blob(path: string): Blob | undefined;
  putBlob(path: string, blob: Blob | undefined): void;
  /** Those of an item's path and below it: nothing shows them any more. */
  removeBlobs(item: string): void;
  replay(key: string): Replay | undefined;
  putReplay(key: string, replay: Replay): void;
  /** Counts from 1; another one for each name. */
  next(name: string): number;
}

export interface WrittenItem {
  readonly id: string;
  /** Valid against the schema that the item is read by; never changed once stored. */
  readonly item: unknown;
  /** Milliseconds of the sandbox's clock. */
  readonly at: number;
  /** The item was found valid, or made so, by what it is read by. False of what comes from a store. */
  readonly isFitted: boolean;
  /** As JSON. */
  readonly bytes: number;
  /** The list that it was made in, where that is another one than the collection that keeps it; it stays there when it changes. */
  readonly within?: string | undefined;
}

export interface StoredItem extends WrittenItem {
  /** `item` is undefined then. */
  readonly deleted: boolean;
  /** Grows with each change in the sandbox. */
  readonly version: number;
  /** The version of its first write: its place in lists. */
  readonly order: number;
  /** What it takes in memory; see `weightOf`. */
  readonly weight: number;
}

export interface Blob {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  readonly at: number;
}

/** An answer that is given again. */
export interface Replay {
  /** Of the request that it answered. */
  readonly fingerprint: string;
  readonly at: number;
  readonly status: number;
  readonly headers: readonly string[];
  /** Base64; undefined where there was no body. */
  readonly body: string | undefined;
}
