import type { EventLog } from '../record/log.ts';
import { integer, text } from '../store/column.ts';
import type { Database } from '../store/database.ts';

/** What is kept beside that which is in use. At least one of the two is given; a version goes only where both let it go. */
export interface RetentionRules {
  /** So many of the newest versions of each pacticipant. */
  readonly keepLatest?: number | undefined;
  /** Milliseconds: younger versions are kept. */
  readonly olderThan?: number | undefined;
}

export interface RetentionPlan {
  /** Versions that go, by pacticipant. */
  readonly removed: readonly { readonly pacticipant: string; readonly versions: readonly string[] }[];
  readonly kept: number;
}

/**
 * In use: deployed, released, the newest of a branch or with a tag, the newest of all, and the version whose verification of a
 * content is the newest one, for it says whether that content is still pending.
 */
const IN_USE = `
  SELECT version_id FROM deployed_versions WHERE ended_at IS NULL
  UNION SELECT version_id FROM released_versions WHERE ended_at IS NULL
  UNION SELECT max(version_id) FROM branch_versions GROUP BY branch_id
  UNION SELECT max(version_id) FROM tags GROUP BY pacticipant_id, name
  UNION SELECT max(id) FROM versions GROUP BY pacticipant_id
  UNION SELECT provider_version_id FROM verifications WHERE id IN
    (SELECT max(id) FROM verifications GROUP BY pact_version_id UNION
     SELECT max(id) FROM verifications WHERE success = 1 GROUP BY pact_version_id)`;

/** Says what would go. Changes nothing. */
export function planRetention(
  tables: Database,
  now: number,
  { keepLatest = 0, olderThan = 0 }: RetentionRules,
): RetentionPlan {
  const found = tables.all(
    { pacticipant: text, number: text },
    `SELECT p.name AS pacticipant, v.number FROM (
       SELECT *, row_number() OVER (PARTITION BY pacticipant_id ORDER BY id DESC) AS place FROM versions) v
     JOIN pacticipants p ON p.id = v.pacticipant_id
     WHERE v.place > ? AND v.created_at <= ? AND v.id NOT IN (${IN_USE})
     ORDER BY p.name, v.id`,
    keepLatest,
    now - olderThan,
  );
  const all = tables.one({ count: integer }, 'SELECT count(*) AS count FROM versions')?.count ?? 0;
  const removed = [...Map.groupBy(found, ({ pacticipant }) => pacticipant)].map(([pacticipant, versions]) => ({
    pacticipant,
    versions: versions.map(({ number }) => number),
  }));
  return { removed, kept: all - found.length };
}

/** Removes it, in one transaction. The log says what went; texts that nothing refers to any more go as well. */
export function retain(log: EventLog, rules: RetentionRules): RetentionPlan {
  return log.transaction(() => {
    const plan = planRetention(log.tables, log.clock.now(), rules);
    for (const { pacticipant, versions } of plan.removed)
      log.record({ type: 'retained', pacticipant, removed: versions });
    if (plan.removed.length > 0) log.tables.run(FORGET_TEXTS);
    return plan;
  });
}

const FORGET_TEXTS = `DELETE FROM contents WHERE hash NOT IN (
  SELECT content_hash FROM pacts UNION SELECT details_hash FROM verifications UNION SELECT details_hash FROM comparisons
  UNION SELECT details_hash FROM provider_documents WHERE details_hash IS NOT NULL)`;
