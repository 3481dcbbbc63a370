import type { Store } from '../store/store.ts';
import type { Blob, Full, Overlay, Replay, StoredItem, WrittenItem } from './overlay.ts';
import { packBlob, unpackBlob } from './packed-blob.ts';
import { fromSegment, toSegment } from './segment.ts';

/** The overlays of all sandboxes: a mirror in memory that requests read, and the store below `state/SANDBOX/` that outlives it. Never shows one sandbox what another wrote. */
export interface Overlays {
  /** Undefined where the sandbox wrote nothing yet. */
  peek(sandbox: string): Overlay | undefined;
  of(sandbox: string): Overlay;
  /** Forgets all that the sandbox wrote. */
  drop(sandbox: string): void;
}

const ROOT = 'state/';

/** Bytes of uploads in one sandbox. */
const MOST_BYTES = 256 * 1024 * 1024;

/** `maxItems`: written and deleted ones, and uploads, in one sandbox. */
export function createOverlays(store: Store, maxItems: number): Overlays {
  const overlays = new Map<string, MirroredOverlay>();
  let writing: string | undefined;
  const write = (key: string, value: unknown): void => {
    writing = key;
    void store.put(key, value);
    writing = undefined;
  };
  const of = (sandbox: string): MirroredOverlay => {
    let overlay = overlays.get(sandbox);
    if (overlay === undefined) {
      overlay = new MirroredOverlay(`${ROOT}${sandbox}/`, write, maxItems);
      overlays.set(sandbox, overlay);
    }
    return overlay;
  };
  const learn = (key: string): void => {
    if (key === writing) return;
    const sandbox = key.slice(ROOT.length, key.indexOf('/', ROOT.length));
    const found = store.get(key);
    const take = (value: unknown): void => {
      // What is gone tells nothing to a sandbox that has nothing.
      if (value !== undefined) of(sandbox).learn(key, value);
      else overlays.get(sandbox)?.learn(key, value);
    };
    if (found instanceof Promise) void found.then((stored) => take(stored?.value));
    else take(found?.value);
  };
  // What another process wrote before, and what is imported from now on.
  const known = store.list(ROOT);
  if (known instanceof Promise) void known.then((keys) => keys.forEach(learn));
  else known.forEach(learn);
  store.watch(ROOT, learn);
  return {
    peek: (sandbox) => overlays.get(sandbox),
    of,
    drop(sandbox) {
      overlays.get(sandbox)?.clear();
      overlays.delete(sandbox);
    },
  };
}

/** Answers that may be given again are kept for a day, and no more of them than this. */
const MOST_REPLAYS = 10_000;

class MirroredOverlay implements Overlay {
  readonly #prefix: string;
  readonly #write: (key: string, value: unknown) => void;
  readonly #items = new Map<string, Map<string, StoredItem>>();
  readonly #blobs = new Map<string, Blob>();
  readonly #replays = new Map<string, Replay>();
  readonly #counters = new Map<string, number>();
  readonly #maxItems: number;
  readonly #lists = new Map<string, readonly StoredItem[]>();
  #version = 0;
  #count = 0;
  #bytes = 0;

  constructor(prefix: string, write: (key: string, value: unknown) => void, maxItems: number) {
    this.#prefix = prefix;
    this.#write = write;
    this.#maxItems = maxItems;
  }

  full(collection: string, id: string | undefined, bytes: number): Full | undefined {
    if (bytes > 0 && this.#bytes + bytes > MOST_BYTES) return { bytes: MOST_BYTES };
    const isKnown = id !== undefined && this.get(collection, id) !== undefined;
    return !isKnown && this.#count + this.#blobs.size >= this.#maxItems ? { items: this.#maxItems } : undefined;
  }

  touches(collection: string): boolean {
    return this.#items.has(collection);
  }

  get(collection: string, id: string): StoredItem | undefined {
    return this.#items.get(collection)?.get(id);
  }

  list(collection: string): readonly StoredItem[] {
    let list = this.#lists.get(collection);
    if (list === undefined) {
      // What was read from the store came in the order of its keys.
      list = [...(this.#items.get(collection)?.values() ?? [])].sort((one, other) => one.order - other.order);
      this.#lists.set(collection, list);
    }
    return list;
  }

  put(collection: string, { id, item, at }: { id: string; item: unknown; at: number }): StoredItem {
    return this.#store(collection, id, item, at, false);
  }

  remove(collection: string, id: string, at: number): StoredItem {
    return this.#store(collection, id, this.get(collection, id)?.item, at, true);
  }

  lose(collection: string, { id, item, at }: WrittenItem): StoredItem {
    const version = ++this.#version;
    return { id, item, at, deleted: false, version, order: this.get(collection, id)?.order ?? version };
  }

  #store(collection: string, id: string, item: unknown, at: number, deleted: boolean): StoredItem {
    const before = this.get(collection, id);
    const version = ++this.#version;
    // What comes again after it was deleted is new, also in its place.
    const order = before === undefined || before.deleted ? version : before.order;
    // One object for the mirror and for the store, which names the collection in its file.
    const stored: StoredItem & { readonly collection: string } = { collection, id, item, at, deleted, version, order };
    this.#keep(collection, stored);
    this.#write(`${this.#prefix}item/${toSegment(collection)}/${toSegment(id)}`, stored);
    return stored;
  }

  #keep(collection: string, stored: StoredItem): void {
    let items = this.#items.get(collection);
    if (items === undefined) {
      items = new Map();
      this.#items.set(collection, items);
    }
    if (!items.has(stored.id)) this.#count++;
    items.set(stored.id, stored);
    this.#lists.delete(collection);
  }

  blob(path: string): Blob | undefined {
    return this.#blobs.get(path);
  }

  putBlob(path: string, blob: Blob | undefined): void {
    const packed = blob && packBlob(blob);
    this.#keepBlob(path, packed);
    this.#write(`${this.#prefix}blob/${toSegment(path)}`, packed);
  }

  removeBlobs(item: string): void {
    for (const path of this.#blobs.keys())
      if (path === item || path.startsWith(`${item}/`)) this.putBlob(path, undefined);
  }

  #keepBlob(path: string, packed: unknown): void {
    const blob = unpackBlob(packed);
    this.#bytes += (blob?.bytes.length ?? 0) - (this.#blobs.get(path)?.bytes.length ?? 0);
    if (blob === undefined) this.#blobs.delete(path);
    else this.#blobs.set(path, blob);
  }

  replay(key: string): Replay | undefined {
    return this.#replays.get(key);
  }

  putReplay(key: string, replay: Replay | undefined): void {
    this.#replays.delete(key);
    if (replay !== undefined) this.#replays.set(key, replay);
    this.#write(`${this.#prefix}replay/${toSegment(key)}`, replay && { key, ...replay });
    const [oldest] = this.#replays.size > MOST_REPLAYS ? this.#replays.keys() : [];
    if (oldest !== undefined) this.putReplay(oldest, undefined);
  }

  next(name: string): number {
    const count = (this.#counters.get(name) ?? 0) + 1;
    this.#counters.set(name, count);
    this.#write(`${this.#prefix}count/${toSegment(name)}`, { name, count });
    return count;
  }

  clear(): void {
    for (const [collection, items] of this.#items)
      for (const id of items.keys())
        this.#write(`${this.#prefix}item/${toSegment(collection)}/${toSegment(id)}`, undefined);
    for (const path of this.#blobs.keys()) this.#write(`${this.#prefix}blob/${toSegment(path)}`, undefined);
    for (const key of this.#replays.keys()) this.#write(`${this.#prefix}replay/${toSegment(key)}`, undefined);
    for (const name of this.#counters.keys()) this.#write(`${this.#prefix}count/${toSegment(name)}`, undefined);
  }

  /** Takes over what somebody else wrote to the store. */
  learn(key: string, value: unknown): void {
    const [kind = '', ...names] = key.slice(this.#prefix.length).split('/');
    const [first = '', second = ''] = names.map(fromSegment);
    if (kind === 'item') this.#learnItem(first, second, value);
    else if (kind === 'blob') this.#keepBlob(first, value);
    else if (kind === 'replay') {
      if (isReplay(value)) this.#replays.set(first, value);
      else this.#replays.delete(first);
    } else if (kind === 'count' && isCount(value)) this.#counters.set(first, value.count);
  }

  #learnItem(collection: string, id: string, value: unknown): void {
    if (isKeptItem(value)) {
      this.#version = Math.max(this.#version, value.version);
      this.#keep(collection, value);
      return;
    }
    const items = this.#items.get(collection);
    if (items?.delete(id)) this.#count--;
    this.#lists.delete(collection);
    if (items?.size === 0) this.#items.delete(collection);
  }
}

const has = (value: unknown, ...names: string[]): value is object =>
  typeof value === 'object' && value !== null && names.every((name) => name in value);
const isKeptItem = (value: unknown): value is StoredItem => has(value, 'id', 'deleted', 'version', 'order', 'at');
const isReplay = (value: unknown): value is Replay => has(value, 'fingerprint', 'at', 'status', 'headers');
const isCount = (value: unknown): value is { readonly count: number } => has(value, 'count');
