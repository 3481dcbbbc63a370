import type { ResolvedOptions } from './options.ts';
import { DEFAULT_SANDBOX, isSandboxName } from './resolve/resolve-sandbox.ts';
import { createRegistry, type SandboxRegistry } from './sandbox/registry.ts';

/** The sandboxes that an engine begins with: those that the store has, with what the options say of them now. */
export function registryOf({ store, sandboxes, clock, secrets, seed, auth }: ResolvedOptions): SandboxRegistry {
  const registry = createRegistry({
    store,
    clock,
    secrets,
    seed,
    auth: auth ?? 'enforce',
    isName: isSandboxName,
    defaultSandbox: DEFAULT_SANDBOX,
  });
  registry.put({ name: DEFAULT_SANDBOX, auth: auth ?? 'presence' });
  for (const given of sandboxes) registry.put({ auth, ...(typeof given === 'string' ? { name: given } : given) });
  return registry;
}
