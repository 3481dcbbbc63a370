/**
 * A sandbox as everybody sees it: what is kept of it, and what happens to it. Plain data; who acts on it keeps what belongs to
 * it under its name and hears of changes from the registry (`sandbox/registry.ts`).
 */

/** Whether credentials must be there (`presence`), be right as well (`enforce`), or are not looked at. */
export type AuthMode = 'off' | 'presence' | 'enforce';

/** What survives a restart. */
export interface SandboxRecord {
  /** Lower case letters, digits and dashes. */
  readonly name: string;
  /** Milliseconds of the engine's clock. */
  readonly createdAt: number;
  /** From then on it is gone; undefined: never. */
  readonly expiresAt: number | undefined;
  /** Generated data is a function of it. */
  readonly seed: string;
  readonly auth: AuthMode;
  /** Of the listener that serves this sandbox alone. */
  readonly port: number | undefined;
  /** Whether its exchanges are kept in memory, for a contract to be made of them. */
  readonly record: boolean;
  readonly credentials: SandboxCredentials;
}

/** Made by `Secrets`; never in logs, the journal, events or metrics. */
export interface SandboxCredentials {
  /** What an API key scheme, or a bearer scheme without flows, takes. */
  readonly apiKey: string;
  /** OAuth2 client, and user and password of HTTP basic. */
  readonly clientId: string;
  readonly clientSecret: string;
  /** Controls the sandbox below `/~name/_stunt`. */
  readonly controlKey: string;
}

export type SandboxEvent =
  | { readonly kind: 'created' | 'changed' | 'deleted'; readonly name: string }
  /** State, journal, limits, clock and faults start anew; credentials and settings stay. */
  | { readonly kind: 'reset'; readonly name: string };

/** What a sandbox is made of, or changed to; all but its name has a default. */
export interface NewSandbox {
  readonly name: string;
  /** Milliseconds from its creation. */
  readonly ttl?: number | undefined;
  readonly seed?: string | undefined;
  readonly auth?: AuthMode | undefined;
  readonly port?: number | undefined;
  /** @default false */
  readonly record?: boolean | undefined;
  /** @default new ones */
  readonly credentials?: SandboxCredentials | undefined;
}
