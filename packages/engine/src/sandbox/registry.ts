import type { Secrets } from '../chance/secrets.ts';
import { StuntError } from '../errors.ts';
import type { AuthMode, NewSandbox, SandboxCredentials, SandboxEvent, SandboxRecord } from '../sandbox.ts';
import type { Store } from '../store/store.ts';
import type { Clock } from '../time/clock.ts';

/**
 * The sandboxes there are: a local mirror of what the store keeps, which requests read without waiting. Keeps nothing that
 * happens in one; who does hears of changes by `watch`.
 */
export interface SandboxRegistry {
  /** Followed as they come and go. */
  readonly names: ReadonlySet<string>;
  get(name: string): SandboxRecord | undefined;
  /** By name. */
  list(): readonly SandboxRecord[];
  /** @throws StuntError SANDBOX_EXISTS, SANDBOX_INVALID */
  create(given: NewSandbox): SandboxRecord;
  /** @throws StuntError SANDBOX_UNKNOWN */
  rotateKeys(name: string): SandboxRecord;
  /** Tells everybody to start anew; settings and credentials stay. */
  reset(name: string): boolean;
  delete(name: string): boolean;
  watch(listener: (event: SandboxEvent) => void): () => void;
}

export interface RegistryOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly secrets: Secrets;
  /** Of sandboxes that are not given their own. */
  readonly seed: string;
  readonly auth: AuthMode;
  readonly isName: (name: string) => boolean;
}

const KEY = 'sandbox/';

export function createRegistry({ store, clock, secrets, seed, auth, isName }: RegistryOptions): SandboxRegistry {
  const records = new Map<string, SandboxRecord>();
  const names = new Set<string>();
  const listeners = new Set<(event: SandboxEvent) => void>();
  const tell = (event: SandboxEvent): void => {
    for (const listener of listeners) listener(event);
  };
  const keep = (record: SandboxRecord): SandboxRecord => {
    records.set(record.name, record);
    names.add(record.name);
    void store.put(KEY + record.name, record);
    return record;
  };
  return {
    names,
    get: (name) => records.get(name),
    list: () => [...records.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    create(given) {
      if (!isName(given.name))
        throw new StuntError(
          'SANDBOX_INVALID',
          `"${given.name.slice(0, 80)}" is no name of a sandbox; allowed are lower case letters, digits and dashes, up to 63.`,
        );
      if (records.has(given.name))
        throw new StuntError('SANDBOX_EXISTS', `There is a sandbox "${given.name}" already.`);
      const createdAt = clock.now();
      const record = keep({
        name: given.name,
        createdAt,
        expiresAt: given.ttl === undefined ? undefined : createdAt + given.ttl,
        seed: given.seed ?? seed,
        auth: given.auth ?? auth,
        port: given.port,
        credentials: newCredentials(given.name, secrets),
      });
      tell({ kind: 'created', name: record.name });
      return record;
    },
    rotateKeys(name) {
      const record = records.get(name);
      if (record === undefined) throw new StuntError('SANDBOX_UNKNOWN', `There is no sandbox "${name}".`);
      const rotated = keep({ ...record, credentials: newCredentials(name, secrets) });
      tell({ kind: 'changed', name });
      return rotated;
    },
    reset(name) {
      if (!records.has(name)) return false;
      tell({ kind: 'reset', name });
      return true;
    },
    delete(name) {
      if (!records.delete(name)) return false;
      names.delete(name);
      void store.put(KEY + name, undefined);
      tell({ kind: 'deleted', name });
      return true;
    },
    watch(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** The prefix tells a person, and a scanner of leaked secrets, what a word is. */
const newCredentials = (name: string, secrets: Secrets): SandboxCredentials => ({
  apiKey: `sk_${name}_${secrets.token(24)}`,
  clientId: `${name}-${secrets.token(6).replaceAll(/[-_]/g, 'x')}`,
  clientSecret: `cs_${secrets.token(24)}`,
  controlKey: `ck_${name}_${secrets.token(24)}`,
});
