import type { Fixture } from './fixture.ts';
import type { Mount } from './mount.ts';
import type { ResolvedOptions } from './options.ts';
import type { SandboxRegistry } from './sandbox/registry.ts';
import { loadSampler } from './schema/sample.ts';
import { nearestName } from './spelling/nearest-name.ts';
import { loadFixtures } from './state/fixtures/load-fixtures.ts';
import type { Overlays } from './state/kept/overlays.ts';

export interface FixtureSettings {
  /** By sandbox. */
  readonly fixtures: Readonly<Record<string, readonly Fixture[]>>;
  readonly registry: SandboxRegistry;
  readonly overlays: Overlays | undefined;
  readonly mounts: readonly Mount[];
}

/** Gives sandboxes what they begin with: at the start where they have nothing yet, and whenever they are reset. */
export function startFixtures({ fixtures, registry, overlays, mounts }: FixtureSettings): void {
  if (overlays === undefined || Object.keys(fixtures).length === 0) return;
  const collections = mounts.flatMap(({ state }) => state?.resources.map(({ collection }) => collection) ?? []);
  const load = (sandbox: string): void =>
    loadFixtures(fixtures[sandbox] ?? [], sandbox, (path) => placeIn(mounts, path), collections);
  for (const sandbox of Object.keys(fixtures)) if (overlays.peek(sandbox) === undefined) load(sandbox);
  registry.watch(({ kind, name }) => {
    if (kind === 'reset' && Object.hasOwn(fixtures, name)) load(name);
  });
  // Items are shown by operations whose other members may have to be made.
  void loadSampler();
}

/** Handlers of operations that no document has: a slip that would otherwise show as the usual answer. */
export function unknownHandlers({ handlers, documents }: ResolvedOptions): string[] {
  if (handlers === undefined) return [];
  const ids = new Set(documents.flatMap(({ operations }) => operations.map(({ id }) => id)));
  return handlers.names
    .filter((name) => !ids.has(name))
    .map((name) => {
      const near = nearestName(name, ids);
      return `handlers: no operation is called ${name}${near === undefined ? '' : `; did you mean ${near}?`}`;
    });
}

function placeIn(mounts: readonly Mount[], path: string) {
  for (const { state } of mounts) {
    const place = state?.placeOf(path);
    if (place !== undefined) return place;
  }
  return undefined;
}
