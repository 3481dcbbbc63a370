import { integer } from '../store/column.ts';
import type { Database } from '../store/database.ts';

/** The provider's version that is about to verify. */
export interface VerifyingVersion {
  readonly provider: string;
  readonly branch: string | undefined;
  readonly tags: readonly string[];
}

const one = { id: integer };

/**
 * Whether a failure is no news for the provider: no version of the branch (or of one of the tags) has ever kept this content.
 * What the main branch kept before a branch was begun, that branch keeps as well.
 */
export function isPending(
  tables: Database,
  pactVersionId: number,
  { provider, branch, tags }: VerifyingVersion,
): boolean {
  if (branch !== undefined)
    return (
      !keptInBranch(tables, pactVersionId, provider, branch) && !keptBefore(tables, pactVersionId, provider, branch)
    );
  if (tags.length > 0) return tags.every((tag) => !keptWithTag(tables, pactVersionId, tag));
  return !tables.one(
    one,
    'SELECT id FROM verifications WHERE pact_version_id = ? AND success = 1 LIMIT 1',
    pactVersionId,
  );
}

const IN_BRANCH = `FROM verifications r JOIN branch_versions m ON m.version_id = r.provider_version_id
  JOIN branches b ON b.id = m.branch_id JOIN pacticipants p ON p.id = b.pacticipant_id
  WHERE r.pact_version_id = ? AND r.success = 1 AND p.name = ?`;

const keptInBranch = (tables: Database, pactVersionId: number, provider: string, branch: string): boolean =>
  tables.one(one, `SELECT r.id ${IN_BRANCH} AND b.name = ? LIMIT 1`, pactVersionId, provider, branch) !== undefined;

function keptBefore(tables: Database, pactVersionId: number, provider: string, branch: string): boolean {
  const begun = branchBegun(tables, provider, branch)?.seq ?? Number.MAX_SAFE_INTEGER;
  const sql = `SELECT r.id ${IN_BRANCH} AND b.name = p.main_branch AND r.id < ? LIMIT 1`;
  return tables.one(one, sql, pactVersionId, provider, begun) !== undefined;
}

const keptWithTag = (tables: Database, pactVersionId: number, tag: string): boolean =>
  tables.one(
    one,
    `SELECT r.id FROM verifications r JOIN tags t ON t.version_id = r.provider_version_id
     WHERE r.pact_version_id = ? AND r.success = 1 AND t.name = ? LIMIT 1`,
    pactVersionId,
    tag,
  ) !== undefined;

const begunShape = { seq: integer, at: integer };

const branchBegun = (tables: Database, provider: string, branch: string) =>
  tables.one(
    begunShape,
    `SELECT b.id AS seq, b.created_at AS at FROM branches b JOIN pacticipants p ON p.id = b.pacticipant_id
     WHERE p.name = ? AND b.name = ?`,
    provider,
    branch,
  );

interface Published {
  readonly pactVersionId: number;
  readonly createdAt: number;
}

/**
 * Tells whether a content is work in progress for the provider: not kept yet by a version of its branch (or of all its tags) that
 * had asked for it, and published after that branch was begun. Kept as work in progress only, it stays that until it is asked for.
 */
export function progressOf(
  tables: Database,
  { provider, branch, tags }: VerifyingVersion,
): (pact: Published) => boolean {
  if (branch === undefined) {
    const each = tags.map((tag) => progressForTag(tables, provider, tag));
    return (pact) => each.some((isInProgress) => isInProgress(pact));
  }
  const begun = branchBegun(tables, provider, branch)?.at ?? 0;
  const sql = `SELECT r.id ${IN_BRANCH} AND b.name = ? AND r.wip = 0 LIMIT 1`;
  return ({ pactVersionId, createdAt }) =>
    begun <= createdAt && tables.one(one, sql, pactVersionId, provider, branch) === undefined;
}

function progressForTag(tables: Database, provider: string, tag: string): (pact: Published) => boolean {
  const begun = tables.one(
    { at: integer },
    `SELECT t.created_at AS at FROM tags t JOIN pacticipants p ON p.id = t.pacticipant_id WHERE p.name = ? AND t.name = ?
     ORDER BY t.created_at LIMIT 1`,
    provider,
    tag,
  );
  const sql = `SELECT r.id FROM verifications r JOIN tags t ON t.version_id = r.provider_version_id
    WHERE r.pact_version_id = ? AND r.success = 1 AND r.wip = 0 AND t.name = ? LIMIT 1`;
  return ({ pactVersionId, createdAt }) =>
    (begun?.at ?? 0) <= createdAt && tables.one(one, sql, pactVersionId, tag) === undefined;
}
