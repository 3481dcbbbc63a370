import { integer } from '../store/column.ts';
import type { Database } from '../store/database.ts';
import type { Stamp } from './apply-event.ts';
import { deletePacts, deleteVersion } from './delete-rows.ts';
import type { EventOf, PacticipantProperties } from './event.ts';
import { pacticipantId } from './ids.ts';

type PacticipantEvent = EventOf<
  'pacticipant-created' | 'pacticipant-changed' | 'pacticipant-deleted' | 'label-added' | 'label-removed'
>;

/** Pacticipants and their labels. */
export function applyPacticipant(tables: Database, event: PacticipantEvent, { seq, at }: Stamp): void {
  switch (event.type) {
    case 'pacticipant-created':
      tables.run(
        'INSERT INTO pacticipants (id, name, created_at, updated_at) VALUES (?, ?, ?, ?)',
        seq,
        event.name,
        at,
        at,
      );
      setProperties(tables, seq, event.properties, at);
      return;
    case 'pacticipant-changed':
      setProperties(tables, pacticipantId(tables, event.name), event.properties, at);
      return;
    case 'pacticipant-deleted':
      remove(tables, pacticipantId(tables, event.name));
      return;
    case 'label-added':
      tables.run(
        'INSERT INTO labels (pacticipant_id, name, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
        pacticipantId(tables, event.pacticipant),
        event.label,
        at,
      );
      return;
    case 'label-removed': {
      const id = pacticipantId(tables, event.pacticipant);
      tables.run('DELETE FROM labels WHERE pacticipant_id = ? AND name = ?', id, event.label);
      return;
    }
  }
}

const columns = {
  displayName: 'display_name',
  repositoryUrl: 'repository_url',
  repositoryName: 'repository_name',
  repositoryNamespace: 'repository_namespace',
  mainBranch: 'main_branch',
} as const satisfies Record<keyof PacticipantProperties, string>;

function setProperties(tables: Database, id: number, properties: PacticipantProperties, at: number): void {
  const { displayName, repositoryUrl, repositoryName, repositoryNamespace, mainBranch } = properties;
  const given = { displayName, repositoryUrl, repositoryName, repositoryNamespace, mainBranch };
  for (const [property, value] of Object.entries(given)) {
    const column = Object.entries(columns).find(([name]) => name === property)?.[1];
    if (value !== undefined && column !== undefined)
      tables.run(`UPDATE pacticipants SET ${column} = ? WHERE id = ?`, value, id);
  }
  tables.run('UPDATE pacticipants SET updated_at = ? WHERE id = ?', at, id);
}

function remove(tables: Database, id: number): void {
  deletePacts(tables, 'consumer_id = ?1 OR provider_id = ?1', id);
  for (const version of tables.all({ id: integer }, 'SELECT id FROM versions WHERE pacticipant_id = ?', id))
    deleteVersion(tables, version.id);
  tables.run('DELETE FROM branches WHERE pacticipant_id = ?', id);
  tables.run('DELETE FROM labels WHERE pacticipant_id = ?', id);
  tables.run('DELETE FROM pacticipants WHERE id = ?', id);
}
