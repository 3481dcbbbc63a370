import { createLimits, type Limits } from './limit/limits.ts';
import type { ResolvedOptions } from './options.ts';
import { createTextDigests } from './record/keyed-digest.ts';
import type { SandboxRegistry } from './sandbox/registry.ts';
import type { SandboxClocks } from './time/sandbox-clocks.ts';

/** The limits of all sandboxes, on their clocks, and told of what becomes of them. */
export function sandboxLimits(
  { secrets }: ResolvedOptions,
  registry: SandboxRegistry,
  { clockOf }: SandboxClocks,
): Limits {
  const limits = createLimits({
    clockOf,
    authOf: (sandbox) => registry.get(sandbox)?.auth ?? 'presence',
    digest: createTextDigests(secrets.token(32)),
  });
  registry.watch(limits.hear);
  return limits;
}
