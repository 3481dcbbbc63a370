import type { SandboxRegistry } from '../sandbox/registry.ts';
import type { Awaitable, Store } from '../store/store.ts';

/** When the first call of a sandbox succeeded; how soon a partner got there. Outlives a restart and a reset, not the sandbox. */
export interface FirstSuccess {
  /** Milliseconds of the engine's clock. */
  readonly at: number;
  /** Milliseconds since the sandbox was made. */
  readonly afterMs: number;
}

export interface FirstSuccesses {
  /** Keeps this moment, in milliseconds of the engine's clock, unless there was an earlier one. */
  note(sandbox: string, at: number): void;
  of(sandbox: string): Awaitable<FirstSuccess | undefined>;
  forget(sandbox: string): void;
}

export interface FirstSuccessOptions {
  readonly store: Store;
  readonly registry: SandboxRegistry;
  onLog(line: string, error?: unknown): void;
}

const KEY = 'first-success/';

export function createFirstSuccesses({ store, registry, onLog }: FirstSuccessOptions): FirstSuccesses {
  // Nobody waits for it, and a request must not fail for it.
  const told = (work: () => Awaitable<unknown>): void => {
    const failed = (error: unknown): void => onLog('the first success of a sandbox could not be kept', error);
    try {
      const done = work();
      if (done instanceof Promise) done.catch(failed);
    } catch (error) {
      failed(error);
    }
  };
  return {
    note(sandbox, at) {
      const createdAt = registry.get(sandbox)?.createdAt ?? at;
      const first: FirstSuccess = { at, afterMs: Math.max(0, at - createdAt) };
      told(() => store.cas(KEY + sandbox, 0, first));
    },
    of(sandbox) {
      const stored = store.get(KEY + sandbox);
      return stored instanceof Promise ? stored.then((later) => read(later?.value)) : read(stored?.value);
    },
    forget: (sandbox) => told(() => store.put(KEY + sandbox, undefined)),
  };
}

/** What is stored may be of another version. */
function read(value: unknown): FirstSuccess | undefined {
  if (typeof value !== 'object' || value === null || !('at' in value) || !('afterMs' in value)) return undefined;
  const { at, afterMs } = value;
  return typeof at === 'number' && typeof afterMs === 'number' ? { at, afterMs } : undefined;
}
