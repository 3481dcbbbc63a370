import { integer } from '../store/column.ts';
import type { Database } from '../store/database.ts';

/** Rows that go with others. What is deleted here stays in the log. */
export function deleteVersion(tables: Database, id: number): void {
  deletePacts(tables, 'version_id = ?', id);
  tables.run('DELETE FROM verifications WHERE provider_version_id = ?', id);
  tables.run('DELETE FROM results WHERE provider_version_id = ?', id);
  tables.run('DELETE FROM provider_documents WHERE provider_version_id = ?', id);
  for (const table of ['branch_versions', 'tags', 'deployed_versions', 'released_versions'])
    tables.run(`DELETE FROM ${table} WHERE version_id = ?`, id);
  tables.run('DELETE FROM versions WHERE id = ?', id);
}

/** @param condition on the columns of `pacts`, with one value */
export function deletePacts(tables: Database, condition: string, value: number): void {
  const contents = tables.all(
    { id: integer },
    `SELECT DISTINCT pact_version_id AS id FROM pacts WHERE ${condition}`,
    value,
  );
  tables.run(`DELETE FROM pacts WHERE ${condition}`, value);
  for (const { id } of contents) deleteUnpublished(tables, id);
}

/** Of a content that no version has published any more, nothing is known either. */
export function deleteUnpublished(tables: Database, pactVersionId: number): void {
  if (tables.one({ id: integer }, 'SELECT id FROM pacts WHERE pact_version_id = ? LIMIT 1', pactVersionId)) return;
  for (const table of ['verifications', 'comparisons', 'results'])
    tables.run(`DELETE FROM ${table} WHERE pact_version_id = ?`, pactVersionId);
  tables.run('DELETE FROM pact_versions WHERE id = ?', pactVersionId);
}
