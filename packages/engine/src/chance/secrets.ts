import { randomBytes } from 'node:crypto';

/** Unguessable words for keys, tokens and digests. A type of its own, so that seeded chance is never taken for it. */
export interface Secrets {
  /** `bytes` of entropy, base64url. */
  token(bytes: number): string;
}

export const systemSecrets: Secrets = { token: (bytes) => randomBytes(bytes).toString('base64url') };
