import { StuntError } from '../errors.ts';
import type { AuthMode, NewSandbox, SandboxCredentials, SandboxRecord } from '../sandbox.ts';
import type { Store } from '../store/store.ts';
import { valueFromText, valueToText } from '../store/value-text.ts';
import { parseDuration, printDuration } from '../time/duration.ts';

/** A sandbox as a file, for another double or for later: settings, state and, where asked for, credentials. Never the journal. */
export interface SandboxFile {
  readonly stuntdouble: 'sandbox';
  readonly version: 1;
  readonly name: string;
  readonly settings: { readonly seed: string; readonly auth: AuthMode; readonly ttl?: string };
  readonly credentials?: SandboxCredentials;
  /** By what its keys have behind the sandbox's own prefix. */
  readonly state: Readonly<Record<string, unknown>>;
}

export async function exportSandbox(
  { name, seed, auth, createdAt, expiresAt, credentials }: SandboxRecord,
  withCredentials: boolean,
  store: Store,
  prefix: string,
): Promise<SandboxFile> {
  const state: Record<string, unknown> = {};
  for (const key of await store.list(prefix)) {
    // As JSON, with bytes as text.
    const value = (await store.get(key))?.value;
    if (value !== undefined) state[key.slice(prefix.length)] = JSON.parse(valueToText(value));
  }
  const ttl = expiresAt === undefined ? undefined : printDuration(expiresAt - createdAt);
  return {
    stuntdouble: 'sandbox',
    version: 1,
    name,
    settings: { seed, auth, ...(ttl !== undefined && { ttl }) },
    ...(withCredentials && { credentials }),
    state,
  };
}

/** Puts what a file holds below the sandbox's prefix, in place of what is there. */
export async function importState({ state }: SandboxFile, store: Store, prefix: string): Promise<void> {
  for (const key of await store.list(prefix)) await store.put(key, undefined);
  for (const [key, value] of Object.entries(state)) await store.put(prefix + key, valueFromText(JSON.stringify(value)));
}

/** What an imported sandbox is made of; its ttl begins anew. */
export const settingsOf = ({ name, settings, credentials }: SandboxFile): NewSandbox => ({
  name,
  seed: settings.seed,
  auth: settings.auth,
  ttl: parseDuration(settings.ttl),
  credentials,
});

/** @throws StuntError SANDBOX_INVALID, which says what is wrong */
export function readSandboxFile(given: unknown): SandboxFile {
  const file = objectOf(given, 'The file');
  if (file.stuntdouble !== 'sandbox' || file.version !== 1)
    throw invalid('The file is no export of a sandbox: it has to have "stuntdouble": "sandbox" and "version": 1.');
  const { seed, auth, ttl } = objectOf(file.settings, 'settings');
  if (auth !== 'off' && auth !== 'presence' && auth !== 'enforce')
    throw invalid('settings.auth has to be off, presence or enforce.');
  if (ttl !== undefined && parseDuration(ttl) === undefined) throw invalid('settings.ttl has to be a duration: 7d.');
  return {
    stuntdouble: 'sandbox',
    version: 1,
    name: textOf(file.name, 'name'),
    settings: { seed: textOf(seed, 'settings.seed'), auth, ...(typeof ttl === 'string' && { ttl }) },
    ...(file.credentials !== undefined && { credentials: credentialsOf(file.credentials) }),
    state: objectOf(file.state, 'state'),
  };
}

function credentialsOf(given: unknown): SandboxCredentials {
  const { apiKey, clientId, clientSecret, controlKey } = objectOf(given, 'credentials');
  return {
    apiKey: textOf(apiKey, 'credentials.apiKey'),
    clientId: textOf(clientId, 'credentials.clientId'),
    clientSecret: textOf(clientSecret, 'credentials.clientSecret'),
    controlKey: textOf(controlKey, 'credentials.controlKey'),
  };
}

function objectOf(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw invalid(`${what} has to be an object.`);
}

function textOf(value: unknown, what: string): string {
  if (typeof value === 'string') return value;
  throw invalid(`${what} has to be a text.`);
}

const invalid = (message: string): StuntError =>
  new StuntError('SANDBOX_INVALID', message, 'Import what `sandbox export` wrote.');
