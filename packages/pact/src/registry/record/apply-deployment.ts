import type { Database } from '../store/database.ts';
import type { Stamp } from './apply-event.ts';
import type { EventOf } from './event.ts';
import { environmentId, pacticipantId, versionId } from './ids.ts';

type DeploymentEvent = EventOf<
  | 'environment-created'
  | 'environment-changed'
  | 'environment-deleted'
  | 'version-deployed'
  | 'version-released'
  | 'version-undeployed'
  | 'support-ended'
>;

/** Environments, and what is deployed and supported there. */
export function applyDeployment(tables: Database, event: DeploymentEvent, { seq, at }: Stamp): void {
  switch (event.type) {
    case 'environment-created':
      tables.run(
        `INSERT INTO environments (id, uuid, name, production, contacts, created_at, updated_at)
         VALUES (?, ?, ?, 0, '[]', ?, ?)`,
        seq,
        event.uuid,
        event.environment.name,
        at,
        at,
      );
      setEnvironment(tables, event, at);
      return;
    case 'environment-changed':
      setEnvironment(tables, event, at);
      return;
    case 'environment-deleted': {
      const id = environmentId(tables, event.uuid);
      tables.run('DELETE FROM deployed_versions WHERE environment_id = ?', id);
      tables.run('DELETE FROM released_versions WHERE environment_id = ?', id);
      tables.run('DELETE FROM environments WHERE id = ?', id);
      return;
    }
    case 'version-deployed':
      deploy(tables, event, { seq, at });
      return;
    case 'version-released':
      tables.run(
        `INSERT INTO released_versions (id, uuid, pacticipant_id, version_id, environment_id, created_at)
         VALUES (?, ?, ?, ?, ?, ?)`,
        seq,
        event.uuid,
        pacticipantId(tables, event.pacticipant),
        versionId(tables, event.pacticipant, event.version),
        environmentId(tables, event.environment),
        at,
      );
      return;
    case 'version-undeployed':
      tables.run('UPDATE deployed_versions SET ended_at = ? WHERE uuid = ? AND ended_at IS NULL', at, event.uuid);
      return;
    case 'support-ended':
      tables.run('UPDATE released_versions SET ended_at = ? WHERE uuid = ? AND ended_at IS NULL', at, event.uuid);
      return;
  }
}

function setEnvironment(
  tables: Database,
  { uuid, environment }: EventOf<'environment-created' | 'environment-changed'>,
  at: number,
): void {
  tables.run(
    'UPDATE environments SET name = ?, display_name = ?, production = ?, contacts = ?, updated_at = ? WHERE uuid = ?',
    environment.name,
    environment.displayName,
    environment.production,
    JSON.stringify(environment.contacts),
    at,
    uuid,
  );
}

/** One application instance runs one version at a time: what ran there before does not any more. */
function deploy(tables: Database, event: EventOf<'version-deployed'>, { seq, at }: Stamp): void {
  const pacticipant = pacticipantId(tables, event.pacticipant);
  const environment = environmentId(tables, event.environment);
  tables.run(
    `UPDATE deployed_versions SET ended_at = ?
     WHERE environment_id = ? AND pacticipant_id = ? AND target IS ? AND ended_at IS NULL`,
    at,
    environment,
    pacticipant,
    event.target,
  );
  tables.run(
    `INSERT INTO deployed_versions (id, uuid, pacticipant_id, version_id, environment_id, target, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    seq,
    event.uuid,
    pacticipant,
    versionId(tables, event.pacticipant, event.version),
    environment,
    event.target,
    at,
  );
}
