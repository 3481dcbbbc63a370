import type { Secrets } from '../chance/secrets.ts';
import { StuntError } from '../errors.ts';
import type { AuthMode, NewSandbox, SandboxCredentials, SandboxEvent, SandboxRecord } from '../sandbox.ts';
import type { Store } from '../store/store.ts';
import type { Clock } from '../time/clock.ts';
import { LiveNames } from './live-names.ts';

/**
 * The sandboxes there are: a local mirror of what the store keeps, which requests read without waiting. One whose time is up is
 * deleted at the next look. Keeps nothing that happens in one; who does hears of changes by `watch`.
 */
export interface SandboxRegistry {
  /** Followed as they come and go. */
  readonly names: ReadonlySet<string>;
  get(name: string): SandboxRecord | undefined;
  /** By name. */
  list(): readonly SandboxRecord[];
  /** @throws StuntError SANDBOX_EXISTS, SANDBOX_INVALID, where none could be made of that name */
  judgeName(name: string): void;
  /** @throws StuntError SANDBOX_EXISTS, SANDBOX_INVALID */
  create(given: NewSandbox): SandboxRecord;
  /** Makes it, or changes what is given of it: the same call again changes nothing. @throws StuntError SANDBOX_INVALID */
  put(given: NewSandbox): SandboxRecord;
  /** @throws StuntError SANDBOX_UNKNOWN */
  rotateKeys(name: string): SandboxRecord;
  /** Tells everybody to start anew; settings and credentials stay. */
  reset(name: string): boolean;
  /** @throws StuntError SANDBOX_KEPT */
  delete(name: string): boolean;
  watch(listener: (event: SandboxEvent) => void): () => void;
  /** Tells of those that were over before this process began. Once, when everybody watches who has something of them. */
  tellOver(): void;
}

export interface RegistryOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly secrets: Secrets;
  /** Of sandboxes that are not given their own. */
  readonly seed: string;
  readonly auth: AuthMode;
  readonly isName: (name: string) => boolean;
  /** Never deleted. */
  readonly defaultSandbox: string;
}

const KEY = 'sandbox/';

export function createRegistry(options: RegistryOptions): SandboxRegistry {
  const { store, clock, secrets, isName } = options;
  const records = new Map<string, SandboxRecord>();
  const names = new LiveNames();
  const listeners = new Set<(event: SandboxEvent) => void>();
  /** The next time at which one is over. */
  let due = Number.POSITIVE_INFINITY;
  const tell = (kind: SandboxEvent['kind'], name: string): void => {
    for (const listener of listeners) listener({ kind, name });
  };
  const know = (record: SandboxRecord): void => {
    records.set(record.name, record);
    names.add(record.name);
    due = Math.min(due, record.expiresAt ?? due);
  };
  const keep = (record: SandboxRecord): SandboxRecord => {
    know(record);
    void store.put(KEY + record.name, record);
    return record;
  };
  const forget = (name: string): void => {
    records.delete(name);
    names.delete(name);
    tell('deleted', name);
    // Last: it is on the disk at once, and with it what those who heard of it have removed.
    void store.put(KEY + name, undefined);
  };
  const sweep = (): void => {
    if (due === Number.POSITIVE_INFINITY || clock.now() < due) return;
    const now = clock.now();
    const ended = [...records.values()].filter((record) => isOver(record, now));
    const others = [...records.values()].filter((record) => !isOver(record, now));
    // First, since who hears of a deletion looks here.
    due = Math.min(Number.POSITIVE_INFINITY, ...others.map(({ expiresAt = Number.POSITIVE_INFINITY }) => expiresAt));
    for (const { name } of ended) forget(name);
  };
  const get = (name: string): SandboxRecord | undefined => {
    sweep();
    return records.get(name);
  };
  const judgeName = (name: string): void => {
    if (!isName(name)) throw invalidName(name);
    if (get(name) !== undefined) throw new StuntError('SANDBOX_EXISTS', `There is a sandbox "${name}" already.`);
  };
  const create = (given: NewSandbox): SandboxRecord => {
    judgeName(given.name);
    const record = keep(newRecord(given, options));
    tell('created', record.name);
    return record;
  };
  const over: string[] = [];
  const startedAt = clock.now();
  loadRecords(store, (record) => {
    if (isOver(record, startedAt)) over.push(record.name);
    else know(record);
  });
  names.sweep = sweep;
  return {
    names,
    get,
    list() {
      sweep();
      return [...records.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    judgeName,
    create,
    put(given) {
      const before = get(given.name);
      if (before === undefined) return create(given);
      const after = changed(before, given);
      if (JSON.stringify(after) === JSON.stringify(before)) return before;
      keep(after);
      tell('changed', after.name);
      return after;
    },
    rotateKeys(name) {
      const record = get(name);
      if (record === undefined) throw new StuntError('SANDBOX_UNKNOWN', `There is no sandbox "${name}".`);
      const rotated = keep({ ...record, credentials: newCredentials(name, secrets) });
      tell('changed', name);
      return rotated;
    },
    reset(name) {
      const record = get(name);
      if (record === undefined) return false;
      tell('reset', name);
      // As it was, for the sake of the disk: what was reset does not come back after a kill.
      keep(record);
      return true;
    },
    delete(name) {
      if (name === options.defaultSandbox)
        throw new StuntError('SANDBOX_KEPT', `"${name}" is what is served where no sandbox is named.`);
      if (get(name) === undefined) return false;
      forget(name);
      return true;
    },
    watch(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    tellOver() {
      for (const name of over.splice(0)) {
        const anew = records.get(name);
        if (anew === undefined) forget(name);
        else {
          // One of that name was made since: what it begins with is nothing of the other one's.
          tell('deleted', name);
          tell('created', name);
          keep(anew);
        }
      }
    },
  };
}

const isOver = ({ expiresAt }: SandboxRecord, now: number): boolean => expiresAt !== undefined && expiresAt <= now;

/** What an earlier process kept. */
function loadRecords(store: Store, know: (record: SandboxRecord) => void): void {
  const load = (value: unknown): void => {
    // JSON leaves out what is undefined; all records have one shape.
    if (isRecord(value))
      know({ ...value, expiresAt: value.expiresAt, port: value.port, record: value.record ?? false });
  };
  const keys = store.list(KEY);
  if (keys instanceof Promise) return;
  for (const key of keys) {
    const stored = store.get(key);
    if (!(stored instanceof Promise)) load(stored?.value);
  }
}

const isRecord = (value: unknown): value is SandboxRecord =>
  typeof value === 'object' && value !== null && 'name' in value && 'seed' in value && 'credentials' in value;

function newRecord(given: NewSandbox, { clock, secrets, seed, auth }: RegistryOptions): SandboxRecord {
  const createdAt = clock.now();
  return {
    name: given.name,
    createdAt,
    expiresAt: given.ttl === undefined ? undefined : createdAt + given.ttl,
    seed: given.seed ?? seed,
    auth: given.auth ?? auth,
    port: given.port,
    record: given.record ?? false,
    credentials: given.credentials ?? newCredentials(given.name, secrets),
  };
}

/** A ttl counts from its creation, so that the same change twice is one. */
const changed = (
  record: SandboxRecord,
  { ttl, seed, auth, port, record: isRecorded, credentials }: NewSandbox,
): SandboxRecord => ({
  ...record,
  expiresAt: ttl === undefined ? record.expiresAt : record.createdAt + ttl,
  seed: seed ?? record.seed,
  auth: auth ?? record.auth,
  port: port ?? record.port,
  record: isRecorded ?? record.record,
  credentials: credentials ?? record.credentials,
});

const invalidName = (name: string): StuntError =>
  new StuntError(
    'SANDBOX_INVALID',
    `"${name.slice(0, 80)}" is no name of a sandbox; allowed are lower case letters, digits and dashes, up to 63.`,
  );

/** The prefix tells a person, and a scanner of leaked secrets, what a word is. */
const newCredentials = (name: string, secrets: Secrets): SandboxCredentials => ({
  apiKey: `sk_${name}_${secrets.token(24)}`,
  clientId: `${name}-${secrets.token(6).replaceAll(/[-_]/g, 'x')}`,
  clientSecret: `cs_${secrets.token(24)}`,
  controlKey: `ck_${name}_${secrets.token(24)}`,
});
