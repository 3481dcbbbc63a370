import { describe, expect, it } from '@jest/globals';
import { memoryStore } from '../../store/memory-store.ts';
import type { FoundItem } from '../item-store.ts';
import { createEarlierItems } from './earlier.ts';
import { createOverlays } from './overlays.ts';

const overlayOf = (sandbox: string) => createOverlays(memoryStore(), 10).of(sandbox);
const was = (value: number): FoundItem => ({
  kind: 'base',
  item: { value },
  source: 'example',
  etag: undefined,
  isShown: false,
});
const back = (versions: number) => ({ for: 1000, versions });

describe('earlier items', () => {
  it('are found by how many changes they lie back, the furthest that is known at most', () => {
    const items = createEarlierItems();
    const overlay = overlayOf('acme');
    for (const value of [1, 2, 3]) items.remember(overlay, 'parcels', 'p1', was(value), value);
    items.remember(overlay, 'parcels', 'p2', was(20), 4);
    items.remember(overlay, 'notes', 'p1', was(30), 5);
    const values = [1, 2, 3, 9].map((versions) => items.find(overlay, 'parcels', 'p1', 5, back(versions)));
    expect(values).toEqual([was(3), was(2), was(1), was(1)]);
    expect(items.find(overlayOf('acme'), 'parcels', 'p1', 5, back(1))).toBeUndefined();
  });

  it('are too old once the last change of the item lies so long back', () => {
    const items = createEarlierItems();
    const overlay = overlayOf('acme');
    items.remember(overlay, 'parcels', 'p1', was(1), 500);
    expect(items.find(overlay, 'parcels', 'p1', 1500, back(1))).toEqual(was(1));
    expect(items.find(overlay, 'parcels', 'p1', 1501, back(1))).toBeUndefined();
    items.remember(overlay, 'parcels', 'p1', was(2), 1400);
    expect(items.find(overlay, 'parcels', 'p1', 1501, back(2))).toEqual(was(1));
  });

  it('are forgotten, the oldest first, where ten thousand changes came after them', () => {
    const items = createEarlierItems();
    const overlay = overlayOf('acme');
    for (let at = 0; at < 10_002; at++) items.remember(overlay, 'parcels', `p${at}`, was(at), 0);
    const found = ['p0', 'p1', 'p2', 'p10001'].map((id) => items.find(overlay, 'parcels', id, 0, back(1)));
    expect(found).toEqual([undefined, undefined, was(2), was(10_001)]);
    items.remember(overlay, 'parcels', 'p10001', was(7), 0);
    expect([1, 2].map((versions) => items.find(overlay, 'parcels', 'p10001', 0, back(versions)))).toEqual([
      was(7),
      was(10_001),
    ]);
  });

  it('are forgotten, the oldest first, where they have more than 32 MB', () => {
    const items = createEarlierItems();
    const overlay = overlayOf('acme');
    const large = (version: number): FoundItem => ({
      kind: 'stored',
      item: {},
      stored: {
        ...{ id: 'p', item: {}, at: 0, isFitted: true, deleted: false },
        bytes: 1000,
        weight: 10 << 20,
        version,
        order: version,
      },
    });
    for (const version of [1, 2, 3, 4, 5]) items.remember(overlay, 'parcels', `p${version}`, large(version), 0);
    const found = [1, 2, 3, 4, 5].map((version) => items.find(overlay, 'parcels', `p${version}`, 0, back(1)));
    expect(found).toEqual([undefined, undefined, large(3), large(4), large(5)]);
  });

  it('are as many after a hundred thousand changes', () => {
    const items = createEarlierItems();
    const overlay = overlayOf('acme');
    for (let at = 0; at < 100_000; at++) items.remember(overlay, 'parcels', `p${at}`, was(at), 0);
    const found = [89_999, 90_000, 99_999].map((at) => items.find(overlay, 'parcels', `p${at}`, 0, back(1)));
    expect(found).toEqual([undefined, was(90_000), was(99_999)]);
  });
});
