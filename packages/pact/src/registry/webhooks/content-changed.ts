import { type PublishedPact, pactWhere } from '../read/pacts.ts';
import { branchesOf, tagsOf } from '../read/versions.ts';
import type { Database } from '../store/database.ts';

/**
 * Whether a pact says something else than the one before it: in one of its version's branches or tags, or at all where it has
 * none. The first one always does, and so does one that replaced another of the same version.
 */
export function contentChanged(tables: Database, pact: PublishedPact): boolean {
  if (pact.revision > 1) return true;
  const branches = branchesOf(tables, pact.versionId).map(({ name }) => before(tables, pact, IN_BRANCH, name));
  const tags = tagsOf(tables, pact.versionId).map(({ name }) => before(tables, pact, TAGGED, name));
  const previous =
    branches.length + tags.length === 0 ? [before(tables, pact, '? IS NOT NULL', '')] : [...branches, ...tags];
  return previous.some((each) => each?.hash !== pact.hash);
}

const IN_BRANCH = `EXISTS (SELECT 1 FROM branch_versions m JOIN branches b ON b.id = m.branch_id
  WHERE m.version_id = v.id AND b.name = ?)`;
const TAGGED = 'EXISTS (SELECT 1 FROM tags t WHERE t.version_id = v.id AND t.name = ?)';

const before = (tables: Database, pact: PublishedPact, condition: string, value: string): PublishedPact | undefined =>
  pactWhere(
    tables,
    `k.consumer_id = ? AND k.provider_id = ? AND k.version_id < ? AND ${condition} ORDER BY k.version_id DESC LIMIT 1`,
    pact.consumerId,
    pact.providerId,
    pact.versionId,
    value,
  );
