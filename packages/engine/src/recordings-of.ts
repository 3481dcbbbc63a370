import { createRecordings, type Recordings } from './record/recordings.ts';
import type { IsSecretName } from './redact/secret-names.ts';
import type { SandboxRegistry } from './sandbox/registry.ts';

/** The sandbox itself, beside those that record it for a while. */
const SETTING = 'the setting';

/** The recordings that the settings of sandboxes ask for, followed as they change. A reset keeps them: tests reset between cases. */
export function recordingsOf(registry: SandboxRegistry, isSecret: IsSecretName): Recordings {
  const recordings = createRecordings(isSecret);
  const follow = (name: string): void => {
    if (registry.get(name) === undefined) recordings.stop(name);
    else if (registry.get(name)?.record === true) recordings.hold(name, SETTING);
    else recordings.release(name, SETTING);
  };
  for (const { name } of registry.list()) follow(name);
  registry.watch(({ kind, name }) => {
    if (kind !== 'reset') follow(name);
  });
  return recordings;
}
