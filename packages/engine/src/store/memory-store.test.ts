import { describe, expect, it } from '@jest/globals';
import { memoryStore } from './memory-store.ts';

describe('memoryStore', () => {
  it('gives back what was put, with a version that grows', () => {
    const store = memoryStore();
    expect(store.put('a', 1)).toBe(1);
    expect(store.put('a', 2)).toBe(2);
    expect(store.get('a')).toEqual({ value: 2, version: 2 });
  });

  it('writes by cas only over the version that was read', () => {
    const store = memoryStore();
    expect(store.cas('a', 0, 'first')).toBe(true);
    expect(store.cas('a', 0, 'lost')).toBe(false);
    expect(store.get('a')?.value).toBe('first');
  });

  it('lists the keys of a prefix in order', () => {
    const store = memoryStore();
    for (const key of ['b/2', 'a/1', 'b/1']) store.put(key, true);
    expect(store.list('b/')).toEqual(['b/1', 'b/2']);
  });

  it('lists what is below two names, three, or within a name', () => {
    const store = memoryStore();
    for (const key of ['s/a/x/1', 's/a/x/2', 's/a/y', 's/ab/x', 's/a', 'top']) store.put(key, true);
    store.put('s/a/x/2', undefined);
    store.put('s/b/1', true);
    store.put('s/b/1', undefined);
    expect(['s/a/', 's/a/x/', 's/a/x/1', 's/a', 's/', 's/b/', ''].map((prefix) => store.list(prefix).join())).toEqual([
      's/a/x/1,s/a/y',
      's/a/x/1',
      's/a/x/1',
      's/a,s/a/x/1,s/a/y,s/ab/x',
      's/a,s/a/x/1,s/a/y,s/ab/x',
      '',
      's/a,s/a/x/1,s/a/y,s/ab/x,top',
    ]);
  });

  it('finds what is written where all of it was deleted before', () => {
    const store = memoryStore({ entries: [['s/a/1', { value: 1, version: 1 }]], version: 1 });
    store.put('s/a/1', undefined);
    expect([store.get('s/a/1'), store.list('s/a/')]).toEqual([undefined, []]);
    store.put('s/a/2', 2);
    expect([store.get('s/a/2')?.value, store.list('s/a/')]).toEqual([2, ['s/a/2']]);
  });

  it('counts from zero and keeps the last entries of a list', () => {
    const store = memoryStore();
    store.incr('n', 2);
    expect(store.incr('n', 3)).toBe(5);
    for (const entry of [1, 2, 3]) store.append('log', entry, 2);
    expect(store.get('log')?.value).toEqual([2, 3]);
  });

  it('tells watchers of a prefix until they are ended', () => {
    const store = memoryStore();
    const seen: string[] = [];
    const end = store.watch('a/', (key) => seen.push(key));
    store.put('a/1', 1);
    store.put('b/1', 1);
    end();
    store.put('a/2', 1);
    expect(seen).toEqual(['a/1']);
  });
});
