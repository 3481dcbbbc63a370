/** Concurrent changes: the `ETag` of a stored item, and what `If-Match` and `If-None-Match` make of it (RFC 9110, section 13). */

import type { Reply } from './operation.ts';
import { Problem } from './problem.ts';
import type { Versioned } from './store.ts';

export const etagOf = ({ version, etag }: Versioned<unknown>): string => etag ?? `"v${version}"`;

/** Throws `etag_mismatch` if the item has changed since it was read. Without `If-Match` the last write wins. */
export function mustMatch(stored: Versioned<unknown>, ifMatch: string | undefined): void {
  const etag = etagOf(stored);
  if (ifMatch === undefined || names(ifMatch, etag)) return;
  throw new Problem('etag_mismatch', `If-Match was another version; the resource is at ${etag}.`, {
    headers: { etag },
  });
}

/** The item with its `ETag`; 304 and nothing else if the caller has that version already. */
export function versionedReply<T>(stored: Versioned<T>, body: object, ifNoneMatch?: string): Reply {
  const headers = { etag: etagOf(stored) };
  return ifNoneMatch !== undefined && names(ifNoneMatch, headers.etag)
    ? { status: 304, headers }
    : { status: 200, body, headers };
}

function names(field: string, etag: string): boolean {
  return field.trim() === '*' || field.split(',').some((entry) => entry.trim().replace(/^W\//, '') === etag);
}
