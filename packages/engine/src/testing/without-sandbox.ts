import type { Engine } from '../engine.ts';
import { memoryStore } from '../store/memory-store.ts';
import type { Store } from '../store/store.ts';

/** Engines and stores that leave the sandbox out of one kind of key: what a test of isolation must find. For tests alone. */
export function storeWithoutSandbox(prefix: string, names: readonly string[]): Store {
  const inner = memoryStore();
  const shared = (key: string): string =>
    key.startsWith(prefix) ? `${prefix}${key.slice(key.indexOf('/', prefix.length) + 1)}` : key;
  // Whoever looks for keys of a sandbox finds all of them as its own.
  const everybodys = (key: string): string[] =>
    key.startsWith(prefix) ? names.map((name) => `${prefix}${name}/${key.slice(prefix.length)}`) : [key];
  return {
    get: (key) => inner.get(shared(key)),
    put: (key, value) => inner.put(shared(key), value),
    cas: (key, version, value) => inner.cas(shared(key), version, value),
    list: (start) => inner.list(start).flatMap(everybodys),
    incr: (key, by) => inner.incr(shared(key), by),
    append: (key, entry, limit) => inner.append(shared(key), entry, limit),
    watch: (start, onChange) => inner.watch(start, (key) => everybodys(key).forEach(onChange)),
  };
}

/** All sandboxes draw on the meters of one. */
export function limitsWithoutSandbox(engine: Engine, shared: string): Engine {
  const { limits } = engine;
  return {
    ...engine,
    limits: {
      ...limits,
      admit(exchange, held) {
        const { sandbox } = exchange;
        exchange.sandbox = shared;
        const refusal = limits.admit(exchange, held);
        exchange.sandbox = sandbox;
        return refusal;
      },
    },
  };
}

/** The rules of one sandbox are those of all. */
export function faultsWithoutSandbox(engine: Engine, shared: string): Engine {
  const { faults } = engine;
  return {
    ...engine,
    faults: {
      ...faults,
      async run(exchange, subject, healthy) {
        const { sandbox } = exchange;
        exchange.sandbox = shared;
        const answer = await faults.run(exchange, subject, (atAdmit) => {
          exchange.sandbox = sandbox;
          return healthy(atAdmit);
        });
        exchange.sandbox = sandbox;
        return answer;
      },
    },
  };
}

/** Any key is good in each sandbox, so those of all others are. */
export function keysWithoutSandbox(engine: Engine): Engine {
  const { registry } = engine;
  return {
    ...engine,
    registry: {
      ...registry,
      get(name) {
        const record = registry.get(name);
        return record && { ...record, auth: 'presence' };
      },
    },
  };
}
