import type { Stale } from '../../state-damage.ts';
import type { FoundItem } from '../item-store.ts';
import type { Overlay } from './overlay.ts';

/** What the items of a document were before they changed: in memory, of the latest changes only; goes with its overlay. */
export interface EarlierItems {
  remember(overlay: Overlay, collection: string, id: string, before: FoundItem, at: number): void;
  /** Undefined where the item did not change that lately. */
  find(overlay: Overlay, collection: string, id: string, now: number, stale: Stale): FoundItem | undefined;
}

/** Changes of one sandbox, and what those take in memory that were before them. */
const KEPT = 10_000;
const KEPT_WEIGHT = 32 * 1024 * 1024;

interface Earlier {
  readonly collection: string;
  readonly id: string;
  readonly found: FoundItem;
  readonly weight: number;
  /** When it was replaced. */
  readonly until: number;
}

/** Every creation comes by here and few sandboxes ever look back: what is written costs least, what is found is sorted when asked for. */
interface Changes {
  /** In their order; those before `first` are forgotten. */
  readonly all: (Earlier | undefined)[];
  first: number;
  weight: number;
  /** By item, latest first; undefined since something changed. */
  byItem: Map<string, Earlier[]> | undefined;
}

export function createEarlierItems(): EarlierItems {
  const kept = new WeakMap<Overlay, Changes>();
  return {
    remember(overlay, collection, id, found, until) {
      let changes = kept.get(overlay);
      if (changes === undefined) {
        changes = { all: [], first: 0, weight: 0, byItem: undefined };
        kept.set(overlay, changes);
      }
      const weight = found.kind === 'stored' ? found.stored.weight : 0;
      changes.all.push({ collection, id, found, weight, until });
      changes.weight += weight;
      changes.byItem = undefined;
      while (changes.all.length - changes.first > KEPT || changes.weight > KEPT_WEIGHT) forgetFirst(changes);
    },
    find(overlay, collection, id, now, { for: ms, versions }) {
      const changes = kept.get(overlay);
      if (changes === undefined) return undefined;
      changes.byItem ??= sorted(changes);
      const known = changes.byItem.get(keyOf(collection, id)) ?? [];
      const [last] = known;
      if (last === undefined || now - last.until > ms) return undefined;
      return known[Math.min(versions, known.length) - 1]?.found;
    },
  };
}

function forgetFirst(changes: Changes): void {
  changes.weight -= changes.all[changes.first]?.weight ?? 0;
  changes.all[changes.first] = undefined;
  changes.first++;
  // Not for each: the others would move up every time.
  if (changes.first < KEPT) return;
  changes.all.splice(0, changes.first);
  changes.first = 0;
}

const keyOf = (collection: string, id: string): string => `${collection} ${id}`;

function sorted({ all }: Changes): Map<string, Earlier[]> {
  const byItem = new Map<string, Earlier[]>();
  for (const change of all.toReversed()) {
    if (change === undefined) continue;
    const key = keyOf(change.collection, change.id);
    const known = byItem.get(key);
    if (known === undefined) byItem.set(key, [change]);
    else known.push(change);
  }
  return byItem;
}
