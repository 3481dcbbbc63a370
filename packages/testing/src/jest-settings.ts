import type { DoubleOptions } from './double.ts';

/** What `testEnvironmentOptions.stunt` of a Jest configuration says, read by the environment and by the global set-up. */
export interface JestSettings extends DoubleOptions {
  readonly document: string;
  /**
   * With the global set-up: whether each worker's sandbox has a port of its own in the one server. Without, all of them share one, by their
   * paths: clients that drop the path of a base URL then ask another sandbox, and faults of a listener (`refuse`, `idleClose`, `tls`,
   * `reset({ at: 'accept' })`) are refused. @default true
   */
  readonly workerPorts?: boolean;
}

/** @throws Error that says what was received and what is allowed */
export function settingsOf(given: unknown, rootDir: string): JestSettings {
  if (typeof given === 'object' && given !== null && 'document' in given && typeof given.document === 'string')
    return { cwd: rootDir, ...given, document: given.document };
  throw new Error(
    `testEnvironmentOptions.stunt is ${JSON.stringify(given)}; it has to name a document: { stunt: { document: 'openapi.yaml' } }. Other options of double() may follow.`,
  );
}

/** The same, where they have to reach a thread and other processes. @throws Error that names what cannot */
export function plainSettingsOf(given: unknown, rootDir: string): JestSettings {
  const settings = settingsOf(given, rootDir);
  const [name] = Object.entries(settings).find(([, value]) => !isPlain(value)) ?? [];
  if (name === undefined) return settings;
  throw new Error(
    `testEnvironmentOptions.stunt.${name} has a function in it, and the double of all workers lives in a thread that no function reaches; allowed is plain data. Leave it out, or leave globalSetup out: each test file then has a double of its own.`,
  );
}

function isPlain(value: unknown): boolean {
  if (typeof value === 'function') return false;
  return typeof value !== 'object' || value === null || Object.values(value).every(isPlain);
}
