import { flag, integer, optional, type RowOf, text } from '../store/column.ts';
import type { Database, Value } from '../store/database.ts';

const shape = {
  id: integer,
  uuid: text,
  name: text,
  displayName: optional(text),
  production: flag,
  /** JSON. */
  contacts: text,
  createdAt: integer,
  updatedAt: integer,
};

export type Environment = RowOf<typeof shape>;

const select = `SELECT id, uuid, name, display_name AS displayName, production, contacts, created_at AS createdAt,
  updated_at AS updatedAt FROM environments`;

export const allEnvironments = (tables: Database): readonly Environment[] =>
  tables.all(shape, `${select} ORDER BY production, name`);

export const findEnvironment = (tables: Database, uuid: string): Environment | undefined =>
  tables.one(shape, `${select} WHERE uuid = ?`, uuid);

export const environmentNamed = (tables: Database, name: string): Environment | undefined =>
  tables.one(shape, `${select} WHERE name = ?`, name);

const stayShape = {
  id: integer,
  uuid: text,
  pacticipantId: integer,
  pacticipant: text,
  versionId: integer,
  version: text,
  environmentUuid: text,
  environment: text,
  production: flag,
  target: optional(text),
  createdAt: integer,
  endedAt: optional(integer),
};

/** A version in an environment: deployed there until another replaced it, or released and supported until that ended. */
export type Stay = RowOf<typeof stayShape>;

const stay = (
  table: string,
  target: string,
): string => `SELECT s.id, s.uuid, s.pacticipant_id AS pacticipantId, p.name AS pacticipant,
  s.version_id AS versionId, v.number AS version, e.uuid AS environmentUuid, e.name AS environment, e.production,
  ${target} AS target, s.created_at AS createdAt, s.ended_at AS endedAt
  FROM ${table} s JOIN pacticipants p ON p.id = s.pacticipant_id JOIN versions v ON v.id = s.version_id
  JOIN environments e ON e.id = s.environment_id`;

/** @param condition on `s` (the stay), `p` (pacticipant), `v` (version) and `e` (environment) */
export const deployedWhere = (tables: Database, condition: string, ...values: readonly Value[]): readonly Stay[] =>
  tables.all(stayShape, `${stay('deployed_versions', 's.target')} WHERE ${condition}`, ...values);

export const releasedWhere = (tables: Database, condition: string, ...values: readonly Value[]): readonly Stay[] =>
  tables.all(stayShape, `${stay('released_versions', 'NULL')} WHERE ${condition}`, ...values);
