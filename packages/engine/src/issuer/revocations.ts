import { isObject } from '../schema/json-schema.ts';
import type { Store } from '../store/store.ts';

/** Which tokens of a sandbox are good no more before their time: ids with the time up to which that matters. A mirror of the store, read without waiting. */
export interface Revocations {
  /** To be awaited once before `has` is believed. */
  load(sandbox: string): Promise<void>;
  has(sandbox: string, id: string): boolean;
  /** False where it was revoked before. The mirror knows at once, the store when the promise is fulfilled. */
  add(
    sandbox: string,
    id: string,
    until: number,
    now: number,
  ): { readonly first: boolean; readonly kept: Promise<void> };
  forget(sandbox: string): void;
}

const PLACE = 'sandbox-revoked/';
/** Of one sandbox; the oldest go first. */
const MOST = 10_000;

export function createRevocations(store: Store): Revocations {
  const mirror = new Map<string, Map<string, number>>();
  const loaded = new Map<string, Promise<void>>();
  const load = async (sandbox: string): Promise<void> => {
    const kept = (await store.get(PLACE + sandbox))?.value;
    const ids = mirror.get(sandbox) ?? new Map<string, number>();
    for (const [id, until] of entriesOf(kept)) ids.set(id, until);
    mirror.set(sandbox, ids);
  };
  // Another process may revoke too.
  store.watch(PLACE, (key) => {
    const sandbox = key.slice(PLACE.length);
    if (loaded.has(sandbox)) void load(sandbox);
  });
  return {
    load(sandbox) {
      let loading = loaded.get(sandbox);
      if (loading === undefined) {
        loading = load(sandbox);
        loaded.set(sandbox, loading);
        loading.catch(() => loaded.delete(sandbox));
      }
      return loading;
    },
    has: (sandbox, id) => mirror.get(sandbox)?.has(id) === true,
    add(sandbox, id, until, now) {
      const ids = mirror.get(sandbox) ?? new Map<string, number>();
      mirror.set(sandbox, ids);
      const first = !ids.has(id);
      ids.set(id, until);
      prune(ids, now);
      return { first, kept: write(store, PLACE + sandbox, id, until, now) };
    },
    forget(sandbox) {
      mirror.delete(sandbox);
      loaded.delete(sandbox);
      void store.put(PLACE + sandbox, undefined);
    },
  };
}

async function write(store: Store, place: string, id: string, until: number, now: number): Promise<void> {
  const kept = await store.get(place);
  const ids = new Map(entriesOf(kept?.value));
  ids.set(id, until);
  prune(ids, now);
  if (!(await store.cas(place, kept?.version ?? 0, Object.fromEntries(ids)))) await write(store, place, id, until, now);
}

function prune(ids: Map<string, number>, now: number): void {
  for (const [id, until] of ids) {
    if (ids.size > MOST || until < now) ids.delete(id);
    else return;
  }
}

const entriesOf = (kept: unknown): [string, number][] =>
  Object.entries(isObject(kept) ? kept : {}).flatMap(([id, until]): [string, number][] =>
    typeof until === 'number' ? [[id, until]] : [],
  );
