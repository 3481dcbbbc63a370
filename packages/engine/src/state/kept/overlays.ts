import type { Full } from '../../problem.ts';
import type { Store } from '../../store/store.ts';
import { fromSegment, toSegment } from '../segment.ts';
import type { Blob, Overlay, Replay, StoredItem, WrittenItem } from './overlay.ts';
import { packBlob, unpackBlob } from './packed-blob.ts';
import { HEAVIEST, weightOf } from './weight-of.ts';

/** The overlays of all sandboxes: a mirror in memory that requests read, and the store below `state/SANDBOX/` that outlives it. Never shows one sandbox what another wrote. */
export interface Overlays {
  /** Undefined where the sandbox wrote nothing yet. */
  peek(sandbox: string): Overlay | undefined;
  of(sandbox: string): Overlay;
  /** Forgets all that the sandbox wrote. */
  drop(sandbox: string): void;
}

const ROOT = 'state/';

/** What items and uploads of one sandbox take in memory, which all sandboxes share, and bytes of one item as JSON. */
const MOST_BYTES = 256 * 1024 * 1024;
const MOST_ITEM_BYTES = 16 * 1024 * 1024;

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

/** Answers that may be given again are kept for a day, and no more of them than this, nor of their bytes. */
const MOST_REPLAYS = 10_000;
const MOST_REPLAY_BYTES = 64 * 1024 * 1024;

class MirroredOverlay implements Overlay {
  readonly #prefix: string;
  readonly #write: (key: string, value: unknown) => void;
  readonly #collections = new Map<string, Collection>();
  readonly #blobs = new Map<string, Blob>();
  readonly #replays = new Map<string, Replay>();
  readonly #counters = new Map<string, Counter>();
  readonly #maxItems: number;
  #version = 0;
  #count = 0;
  #weight = 0;
  #replayBytes = 0;

  constructor(prefix: string, write: (key: string, value: unknown) => void, maxItems: number) {
    this.#prefix = prefix;
    this.#write = write;
    this.#maxItems = maxItems;
  }

  full(collection: string, id: string | undefined, bytes: number, item?: unknown): Full | undefined {
    if (id !== undefined && bytes > MOST_ITEM_BYTES) return { itemBytes: MOST_ITEM_BYTES };
    const isMany = this.#count + this.#blobs.size >= this.#maxItems;
    if (!isMany && this.#weight + bytes * HEAVIEST <= MOST_BYTES) return undefined;
    const known = id === undefined ? undefined : this.get(collection, id);
    const more = (id === undefined ? bytes : weightOf(item)) - (known?.weight ?? 0);
    if (more > 0 && this.#weight + more > MOST_BYTES) return { bytes: MOST_BYTES };
    return known === undefined && isMany ? { items: this.#maxItems } : undefined;
  }

  touches(collection: string): boolean {
    return this.#collections.has(collection);
  }

  get(collection: string, id: string): StoredItem | undefined {
    return this.#collections.get(collection)?.items.get(id);
  }

  list(collection: string): readonly StoredItem[] {
    const known = this.#collections.get(collection);
    if (known === undefined) return NOTHING;
    // What was read from the store came in the order of its keys.
    known.list ??= [...known.items.values()].sort((one, other) => one.order - other.order);
    return known.list;
  }

  put(collection: string, written: WrittenItem): StoredItem {
    return this.#store(collection, written, false);
  }

  remove(collection: string, id: string, at: number): StoredItem {
    // Nothing of what it was: what a client deletes is not kept.
    return this.#store(collection, { id, item: undefined, at, isFitted: false, bytes: 0 }, true);
  }

  lose(collection: string, written: WrittenItem): StoredItem {
    const version = ++this.#version;
    return {
      ...written,
      weight: 0,
      deleted: false,
      version,
      order: this.get(collection, written.id)?.order ?? version,
    };
  }

  #store(collection: string, written: WrittenItem, deleted: boolean): StoredItem {
    const { id, item, at, isFitted, bytes } = written;
    const known = this.#collection(collection);
    const before = known.items.get(id);
    const version = ++this.#version;
    // What comes again after it was deleted is new, also in its place.
    const order = before === undefined || before.deleted ? version : before.order;
    // One object for the mirror and for the store, which names the collection in its file.
    const within = written.within ?? before?.within;
    const weight = weightOf(item);
    const stored = { collection, id, item, at, isFitted, bytes, weight, deleted, version, order, within };
    this.#keep(known, stored, before);
    this.#write(known.key + toSegment(id), stored);
    return stored;
  }

  #collection(name: string): Collection {
    let known = this.#collections.get(name);
    if (known === undefined) {
      known = { items: new Map(), key: `${this.#prefix}item/${toSegment(name)}/`, list: undefined };
      this.#collections.set(name, known);
    }
    return known;
  }

  #keep(collection: Collection, stored: StoredItem, before: StoredItem | undefined): void {
    if (before === undefined) this.#count++;
    this.#weight += stored.weight - (before?.weight ?? 0);
    collection.items.set(stored.id, stored);
    collection.list = undefined;
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
    this.#weight += (blob?.bytes.length ?? 0) - (this.#blobs.get(path)?.bytes.length ?? 0);
    if (blob === undefined) this.#blobs.delete(path);
    else this.#blobs.set(path, blob);
  }

  replay(key: string): Replay | undefined {
    return this.#replays.get(key);
  }

  putReplay(key: string, replay: Replay | undefined): void {
    this.#keepReplay(key, replay);
    this.#write(`${this.#prefix}replay/${toSegment(key)}`, replay && { key, ...replay });
    const isMuch = this.#replays.size > MOST_REPLAYS || this.#replayBytes > MOST_REPLAY_BYTES;
    const [oldest] = isMuch ? this.#replays.keys() : [];
    if (oldest !== undefined) this.putReplay(oldest, undefined);
  }

  /** The latest last. */
  #keepReplay(key: string, replay: Replay | undefined): void {
    this.#replayBytes += (replay?.body?.length ?? 0) - (this.#replays.get(key)?.body?.length ?? 0);
    this.#replays.delete(key);
    if (replay !== undefined) this.#replays.set(key, replay);
  }

  next(name: string): number {
    let counter = this.#counters.get(name);
    if (counter === undefined) {
      counter = { key: `${this.#prefix}count/${toSegment(name)}`, count: 0 };
      this.#counters.set(name, counter);
    }
    counter.count++;
    this.#write(counter.key, { name, count: counter.count });
    return counter.count;
  }

  clear(): void {
    for (const { items, key } of this.#collections.values())
      for (const id of items.keys()) this.#write(key + toSegment(id), undefined);
    for (const path of this.#blobs.keys()) this.#write(`${this.#prefix}blob/${toSegment(path)}`, undefined);
    for (const key of this.#replays.keys()) this.#write(`${this.#prefix}replay/${toSegment(key)}`, undefined);
    for (const { key } of this.#counters.values()) this.#write(key, undefined);
  }

  /** Takes over what somebody else wrote to the store. */
  learn(key: string, value: unknown): void {
    const [kind = '', ...names] = key.slice(this.#prefix.length).split('/');
    const [first = '', second = ''] = names.map(fromSegment);
    if (kind === 'item') this.#learnItem(first, second, value);
    else if (kind === 'blob') this.#keepBlob(first, value);
    else if (kind === 'replay') {
      this.#keepReplay(first, isReplay(value) ? value : undefined);
    } else if (kind === 'count' && isCount(value)) this.#counters.set(first, { key, count: value.count });
  }

  #learnItem(collection: string, id: string, value: unknown): void {
    if (isKeptItem(value)) {
      this.#version = Math.max(this.#version, value.version);
      const known = this.#collection(collection);
      // Somebody else found it valid, who may have another document.
      const bytes = value.bytes ?? JSON.stringify(value.item)?.length ?? 0;
      const weight = weightOf(value.item);
      this.#keep(known, { ...value, isFitted: false, bytes, weight }, known.items.get(value.id));
      return;
    }
    const known = this.#collections.get(collection);
    if (known === undefined) return;
    this.#weight -= known.items.get(id)?.weight ?? 0;
    if (known.items.delete(id)) this.#count--;
    known.list = undefined;
    if (known.items.size === 0) this.#collections.delete(collection);
  }
}

/** What was written in one collection; `key` begins the keys of its items. */
interface Collection {
  readonly items: Map<string, StoredItem>;
  readonly key: string;
  /** In their order; undefined since one of them changed. */
  list: readonly StoredItem[] | undefined;
}

interface Counter {
  readonly key: string;
  count: number;
}

const NOTHING: readonly StoredItem[] = [];

const has = (value: unknown, ...names: string[]): value is object =>
  typeof value === 'object' && value !== null && names.every((name) => name in value);
/** Earlier releases kept none of their bytes. */
const isKeptItem = (value: unknown): value is Omit<StoredItem, 'bytes'> & { readonly bytes?: number } =>
  has(value, 'id', 'deleted', 'version', 'order', 'at');
const isReplay = (value: unknown): value is Replay => has(value, 'fingerprint', 'at', 'status', 'headers');
const isCount = (value: unknown): value is { readonly count: number } => has(value, 'count');
