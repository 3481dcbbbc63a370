/** What the control API answers about sandboxes, as far as the commands read it. */

export interface SandboxCredentials {
  readonly name: string;
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly tokenUrl: string;
  readonly controlKey: string;
  readonly expiresAt: string | null;
}

export interface SandboxImported extends SandboxCredentials {
  /** What the operator should know of what was taken in. Absent from doubles of earlier releases. */
  readonly notes?: readonly string[];
}

export interface SandboxShown extends SandboxCredentials {
  readonly createdAt: string;
  readonly auth: string;
  readonly listen: number | null;
  readonly seed: string;
  readonly firstCall: string | null;
}

export interface SandboxListing {
  readonly sandboxes: readonly Pick<SandboxShown, 'name' | 'baseUrl' | 'createdAt' | 'expiresAt' | 'auth' | 'listen'>[];
}

export interface Invitation {
  readonly code: string;
  readonly url: string;
  readonly expiresAt: string;
}

/** Below `/_stunt`. */
export const sandboxPath = (name: string, rest = ''): string => `/sandboxes/${encodeURIComponent(name)}${rest}`;
