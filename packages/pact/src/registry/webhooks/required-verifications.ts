import { deployedWhere, releasedWhere, type Stay } from '../read/environments.ts';
import { findPacticipant } from '../read/pacticipants.ts';
import { type PublishedPact, verificationsWhere } from '../read/pacts.ts';
import { findVersion, latestOfBranch, type Version } from '../read/versions.ts';
import type { Database } from '../store/database.ts';

export interface RequiredVerification {
  readonly version: Version;
  /** `latest version of main branch`, `deployed version (production)`. */
  readonly descriptions: readonly string[];
}

/** Versions of the provider that should verify a pact and have not: the newest of its main branch, and those that are in use. Each once. */
export function requiredVerifications(tables: Database, pact: PublishedPact): readonly RequiredVerification[] {
  const main = findPacticipant(tables, pact.provider)?.mainBranch;
  const newest = main === undefined ? undefined : latestOfBranch(tables, pact.provider, main);
  const now = 's.pacticipant_id = ? AND s.ended_at IS NULL';
  const wanted = [
    ...(newest === undefined ? [] : [{ version: newest, description: `latest version of branch ${main}` }]),
    ...inUse(tables, deployedWhere(tables, now, pact.providerId), 'deployed version'),
    ...inUse(tables, releasedWhere(tables, now, pact.providerId), 'released version'),
  ];
  return [...Map.groupBy(wanted, ({ version }) => version.id).values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined || isVerified(tables, pact, first.version)) return [];
    return [{ version: first.version, descriptions: group.map(({ description }) => description) }];
  });
}

const inUse = (tables: Database, stays: readonly Stay[], what: string) =>
  stays.flatMap(({ pacticipant, version, environment }) => {
    const found = findVersion(tables, pacticipant, version);
    return found === undefined ? [] : [{ version: found, description: `${what} (${environment})` }];
  });

const isVerified = (tables: Database, { pactVersionId }: PublishedPact, { id }: Version): boolean =>
  verificationsWhere(tables, 'r.pact_version_id = ? AND r.provider_version_id = ? LIMIT 1', pactVersionId, id).length >
  0;
