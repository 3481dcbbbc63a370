import type { Engine } from './engine.ts';

/** What a sandbox leaves behind goes with it, and goes when it starts anew: state, journal, rules, and its clock's offset. Never touches another sandbox. */
export function forgetWithSandboxes({ registry, journal, faults, clocks, options }: Engine): void {
  const { store } = options;
  const dropKeys = (keys: readonly string[]): void => {
    for (const key of keys) void store.put(key, undefined);
  };
  registry.watch(({ kind, name }) => {
    if (kind !== 'reset' && kind !== 'deleted') return;
    const keys = store.list(stateKey(name));
    if (keys instanceof Promise) void keys.then(dropKeys);
    else dropKeys(keys);
    faults.clear(name);
    if (kind === 'deleted') clocks.forget(name);
    else clocks.setOffset(name, 0);
    journal.forget(name);
  });
}

/** Everything that a sandbox holds is stored below it. */
export const stateKey = (sandbox: string): string => `state/${sandbox}/`;
