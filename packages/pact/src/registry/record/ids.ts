import { integer } from '../store/column.ts';
import type { Database } from '../store/database.ts';

const id = { id: integer };

/** Rows by the names that events use. What an event names is there: whoever wrote it had looked, in the same transaction. */
export function pacticipantId(tables: Database, name: string): number {
  return found(tables.one(id, 'SELECT id FROM pacticipants WHERE name = ?', name), name);
}

export function versionId(tables: Database, pacticipant: string, number: string): number {
  const row = tables.one(
    id,
    'SELECT v.id FROM versions v JOIN pacticipants p ON p.id = v.pacticipant_id WHERE p.name = ? AND v.number = ?',
    pacticipant,
    number,
  );
  return found(row, `${pacticipant} ${number}`);
}

export function environmentId(tables: Database, uuid: string): number {
  return found(tables.one(id, 'SELECT id FROM environments WHERE uuid = ?', uuid), uuid);
}

export function pactVersionId(
  tables: Database,
  consumerId: number,
  providerId: number,
  hash: string,
): number | undefined {
  const sql = 'SELECT id FROM pact_versions WHERE consumer_id = ? AND provider_id = ? AND hash = ?';
  return tables.one(id, sql, consumerId, providerId, hash)?.id;
}

function found(row: { readonly id: number } | undefined, what: string): number {
  if (row === undefined) throw new Error(`an event names what is not there: ${what}`);
  return row.id;
}
