import type { Stale } from '../state-damage.ts';
import type { FoundItem } from './item-store.ts';
import type { Overlay } from './overlay.ts';

/** What the items of one resource were before they changed: in memory, of the latest changes only; goes with its overlay. */
export interface EarlierItems {
  remember(overlay: Overlay, collection: string, id: string, before: FoundItem, at: number): void;
  /** Undefined where the item did not change that lately. */
  find(overlay: Overlay, collection: string, id: string, now: number, stale: Stale): FoundItem | undefined;
}

/** Changes of one sandbox. */
const KEPT = 10_000;

interface Earlier {
  collection: string;
  id: string;
  found: FoundItem;
  /** When it was replaced. */
  until: number;
}

/** Every creation comes by here and few sandboxes ever look back: what is written costs least, what is found is sorted when asked for. */
interface Ring {
  readonly changes: Earlier[];
  next: number;
  /** By item, latest first; undefined since something changed. */
  byItem: Map<string, Earlier[]> | undefined;
}

export function createEarlierItems(): EarlierItems {
  const kept = new WeakMap<Overlay, Ring>();
  return {
    remember(overlay, collection, id, found, until) {
      let ring = kept.get(overlay);
      if (ring === undefined) {
        ring = { changes: [], next: 0, byItem: undefined };
        kept.set(overlay, ring);
      }
      const oldest = ring.changes[ring.next];
      // Written over in place: a new object for each would be garbage that has grown old.
      if (oldest === undefined) ring.changes.push({ collection, id, found, until });
      else Object.assign(oldest, { collection, id, found, until });
      ring.next = (ring.next + 1) % KEPT;
      ring.byItem = undefined;
    },
    find(overlay, collection, id, now, { for: ms, versions }) {
      const ring = kept.get(overlay);
      if (ring === undefined) return undefined;
      ring.byItem ??= sorted(ring);
      const known = ring.byItem.get(keyOf(collection, id)) ?? [];
      const [last] = known;
      if (last === undefined || now - last.until > ms) return undefined;
      return known[Math.min(versions, known.length) - 1]?.found;
    },
  };
}

const keyOf = (collection: string, id: string): string => `${collection} ${id}`;

function sorted({ changes, next }: Ring): Map<string, Earlier[]> {
  const byItem = new Map<string, Earlier[]>();
  for (let back = 1; back <= changes.length; back++) {
    const change = changes.at((next - back) % changes.length);
    if (change === undefined) continue;
    const key = keyOf(change.collection, change.id);
    const known = byItem.get(key);
    if (known === undefined) byItem.set(key, [change]);
    else known.push(change);
  }
  return byItem;
}
