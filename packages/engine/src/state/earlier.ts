import type { Stale } from '../state-damage.ts';
import type { FoundItem } from './item-store.ts';
import type { Overlay } from './overlay.ts';

/** What the items of one resource were before their last changes, in memory and a few of each only; goes with its overlay. */
export interface EarlierItems {
  remember(overlay: Overlay, collection: string, id: string, before: FoundItem, at: number): void;
  /** Undefined where the item did not change that lately. */
  find(overlay: Overlay, collection: string, id: string, now: number, stale: Stale): FoundItem | undefined;
}

const KEPT = 3;

interface Earlier {
  readonly found: FoundItem;
  /** When it was replaced. */
  readonly until: number;
}

export function createEarlierItems(): EarlierItems {
  const kept = new WeakMap<Overlay, Map<string, readonly Earlier[]>>();
  const keyOf = (collection: string, id: string): string => `${collection} ${id}`;
  return {
    remember(overlay, collection, id, found, until) {
      let items = kept.get(overlay);
      if (items === undefined) {
        items = new Map();
        kept.set(overlay, items);
      }
      const key = keyOf(collection, id);
      items.set(key, [{ found, until }, ...(items.get(key) ?? [])].slice(0, KEPT));
    },
    find(overlay, collection, id, now, { for: ms, versions }) {
      const known = kept.get(overlay)?.get(keyOf(collection, id)) ?? [];
      const [last] = known;
      if (last === undefined || now - last.until > ms) return undefined;
      return known[Math.min(versions, known.length) - 1]?.found;
    },
  };
}
