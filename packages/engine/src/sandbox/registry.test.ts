import { describe, expect, it } from '@jest/globals';
import type { Secrets } from '../chance/secrets.ts';
import type { SandboxEvent } from '../sandbox.ts';
import { memoryStore } from '../store/memory-store.ts';
import { manualClock } from '../time/clock.ts';
import { createRegistry } from './registry.ts';

const counted = (): Secrets => {
  let count = 0;
  return { token: () => `t${count++}` };
};

function bed(store = memoryStore(), clock = manualClock(1000)) {
  const registry = createRegistry({
    store,
    clock,
    secrets: counted(),
    seed: 's',
    auth: 'presence',
    isName: (name) => /^[a-z]+$/.test(name),
    defaultSandbox: 'default',
  });
  const events: SandboxEvent[] = [];
  registry.watch((event) => events.push(event));
  return { registry, store, clock, events };
}

describe('createRegistry', () => {
  it('finds after a restart what it made, credentials included', () => {
    const { registry, store, clock } = bed();
    const made = registry.create({ name: 'acme', ttl: 5000, auth: 'off' });
    // As a file gives it back: without what was undefined.
    store.put('sandbox/acme', JSON.parse(JSON.stringify(made)));
    const later = bed(store, clock).registry;
    expect([later.get('acme'), later.names.has('acme')]).toEqual([made, true]);
  });

  it('gives each its own credentials, which tell what they are', () => {
    const { registry } = bed();
    const [a, b] = [registry.create({ name: 'a' }).credentials, registry.create({ name: 'b' }).credentials];
    expect(a).toMatchObject({ apiKey: expect.stringMatching(/^sk_a_/), controlKey: expect.stringMatching(/^ck_a_/) });
    expect(Object.values(a).filter((word) => Object.values(b).includes(word))).toEqual([]);
  });

  it.each(['has', 'names', 'get', 'list'] as const)(
    'deletes what expired at the next look, and says so: %s',
    (look) => {
      const { registry, store, clock, events } = bed();
      registry.create({ name: 'short', ttl: 100 });
      registry.create({ name: 'long', ttl: 200 });
      clock.advance(99);
      expect(registry.names.has('short')).toBe(true);
      clock.advance(1);
      const seen = {
        has: () => registry.names.has('short'),
        names: () => [...registry.names].includes('short'),
        get: () => registry.get('short') !== undefined,
        list: () => registry.list().some(({ name }) => name === 'short'),
      }[look]();
      expect([seen, store.list('sandbox/'), events.at(-1)]).toEqual([
        false,
        ['sandbox/long'],
        { kind: 'deleted', name: 'short' },
      ]);
      clock.advance(100);
      expect([...registry.names]).toEqual([]);
    },
  );

  it('tells of those that were over before it began, also where one of their name was made since', () => {
    const { registry, store, clock } = bed();
    for (const name of ['gone', 'anew']) registry.create({ name, ttl: 100 });
    registry.create({ name: 'long', ttl: 200 });
    clock.advance(100);
    const later = bed(store, clock);
    later.registry.create({ name: 'anew' });
    expect([...later.registry.names]).toEqual(['long', 'anew']);
    later.registry.tellOver();
    expect(later.events.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'created anew',
      'deleted anew',
      'created anew',
      'deleted gone',
    ]);
    expect(store.list('sandbox/')).toEqual(['sandbox/anew', 'sandbox/long']);
  });

  it('changes what is given and nothing else; the same again is no change', () => {
    const { registry, events } = bed();
    const made = registry.put({ name: 'acme', ttl: 100 });
    expect(registry.put({ name: 'acme', ttl: 300, auth: 'off' })).toEqual({ ...made, expiresAt: 1300, auth: 'off' });
    registry.put({ name: 'acme', ttl: 300, auth: 'off' });
    expect(events.map(({ kind }) => kind)).toEqual(['created', 'changed']);
  });

  it('rotates keys, and keeps the new ones', () => {
    const { registry, store } = bed();
    const { credentials } = registry.create({ name: 'acme' });
    const rotated = registry.rotateKeys('acme').credentials;
    expect(Object.values(rotated).some((word) => Object.values(credentials).includes(word))).toBe(false);
    expect(bed(store).registry.get('acme')?.credentials).toEqual(rotated);
  });

  it('refuses a name that is taken or none, and keeps the default sandbox', () => {
    const { registry } = bed();
    registry.create({ name: 'default' });
    expect(() => registry.create({ name: 'default' })).toThrow(expect.objectContaining({ code: 'SANDBOX_EXISTS' }));
    expect(() => registry.create({ name: 'No!' })).toThrow(expect.objectContaining({ code: 'SANDBOX_INVALID' }));
    expect(() => registry.delete('default')).toThrow(expect.objectContaining({ code: 'SANDBOX_KEPT' }));
    expect(() => registry.rotateKeys('none')).toThrow(expect.objectContaining({ code: 'SANDBOX_UNKNOWN' }));
    expect([registry.delete('none'), registry.reset('none')]).toEqual([false, false]);
  });
});
