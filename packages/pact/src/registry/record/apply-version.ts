import type { Database } from '../store/database.ts';
import type { Stamp } from './apply-event.ts';
import { deleteVersion } from './delete-rows.ts';
import type { EventOf } from './event.ts';
import { pacticipantId, versionId } from './ids.ts';

type VersionEvent = EventOf<
  | 'version-created'
  | 'version-changed'
  | 'version-deleted'
  | 'branch-joined'
  | 'branch-left'
  | 'branch-deleted'
  | 'tag-added'
  | 'tag-removed'
  | 'retained'
>;

/** Versions, and the branches and tags that they are in. */
export function applyVersion(tables: Database, event: VersionEvent, { seq, at }: Stamp): void {
  const owner = pacticipantId(tables, event.pacticipant);
  if (event.type === 'version-created') {
    const sql = 'INSERT INTO versions (id, pacticipant_id, number, build_url, created_at) VALUES (?, ?, ?, ?, ?)';
    tables.run(sql, seq, owner, event.version, event.buildUrl, at);
    return;
  }
  if (event.type === 'branch-deleted') {
    tables.run(`DELETE FROM branch_versions WHERE branch_id = (${BRANCH})`, owner, event.branch);
    tables.run('DELETE FROM branches WHERE pacticipant_id = ? AND name = ?', owner, event.branch);
    return;
  }
  if (event.type === 'retained') {
    for (const number of event.removed) deleteVersion(tables, versionId(tables, event.pacticipant, number));
    return;
  }
  const version = versionId(tables, event.pacticipant, event.version);
  switch (event.type) {
    case 'version-changed':
      tables.run('UPDATE versions SET build_url = ? WHERE id = ?', event.buildUrl, version);
      return;
    case 'version-deleted':
      deleteVersion(tables, version);
      return;
    case 'branch-joined':
      joinBranch(tables, { owner, branch: event.branch, version, seq, at });
      return;
    case 'branch-left':
      tables.run(
        `DELETE FROM branch_versions WHERE branch_id = (${BRANCH}) AND version_id = ?`,
        owner,
        event.branch,
        version,
      );
      return;
    case 'tag-added': {
      const sql =
        'INSERT INTO tags (pacticipant_id, name, version_id, created_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING';
      tables.run(sql, owner, event.tag, version, at);
      return;
    }
    case 'tag-removed':
      tables.run('DELETE FROM tags WHERE version_id = ? AND name = ?', version, event.tag);
      return;
  }
}

const BRANCH = 'SELECT id FROM branches WHERE pacticipant_id = ? AND name = ?';

function joinBranch(
  tables: Database,
  { owner, branch, version, seq, at }: { owner: number; branch: string; version: number } & Stamp,
): void {
  tables.run(
    'INSERT INTO branches (id, pacticipant_id, name, created_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    seq,
    owner,
    branch,
    at,
  );
  tables.run(
    `INSERT INTO branch_versions (branch_id, version_id, created_at) VALUES ((${BRANCH}), ?, ?) ON CONFLICT DO NOTHING`,
    owner,
    branch,
    version,
    at,
  );
}
