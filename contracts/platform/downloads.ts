/** Grants of download links: each opens one document for five minutes, on behalf of the client that asked. Kept as digests. */
import { createHash, randomBytes } from 'node:crypto';
import type { Client } from './clients.ts';
import type { Clock } from './clock.ts';

export const grantMs = 5 * 60 * 1000;

export interface Downloads {
  grant(documentId: string, client: Client): { readonly grant: string; readonly expiresAt: number };
  /** Nobody, if the grant is unknown, over, or for another document. */
  holderOf(grant: string, documentId: string): Client | undefined;
}

export function createDownloads(clock: Clock): Downloads {
  const grants = new Map<
    string,
    { readonly documentId: string; readonly client: Client; readonly expiresAt: number }
  >();
  return {
    grant(documentId, client) {
      const now = clock.now();
      for (const [name, { expiresAt }] of grants) if (expiresAt <= now) grants.delete(name);
      const grant = randomBytes(24).toString('base64url');
      const expiresAt = now + grantMs;
      grants.set(digest(grant), { documentId, client, expiresAt });
      return { grant, expiresAt };
    },
    holderOf(grant, documentId) {
      const granted = grants.get(digest(grant));
      const isGood = granted && granted.documentId === documentId && granted.expiresAt > clock.now();
      return isGood ? granted.client : undefined;
    },
  };
}

const digest = (grant: string): string => createHash('sha256').update(grant).digest('hex');
