import { createRecordings, type Recordings } from './record/recordings.ts';
import type { IsSecretName } from './redact/secret-names.ts';
import type { SandboxRegistry } from './sandbox/registry.ts';

/** The recordings that the settings of sandboxes ask for, followed as they change. A reset keeps them: tests reset between cases. */
export function recordingsOf(registry: SandboxRegistry, isSecret: IsSecretName): Recordings {
  const recordings = createRecordings(isSecret);
  const follow = (name: string): void => {
    if (registry.get(name)?.record === true) recordings.start(name);
    else recordings.stop(name);
  };
  for (const { name } of registry.list()) follow(name);
  registry.watch(({ kind, name }) => {
    if (kind !== 'reset') follow(name);
  });
  return recordings;
}
