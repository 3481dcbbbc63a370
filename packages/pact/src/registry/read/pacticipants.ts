import { integer, optional, type RowOf, text } from '../store/column.ts';
import type { Database } from '../store/database.ts';

const shape = {
  id: integer,
  name: text,
  displayName: optional(text),
  repositoryUrl: optional(text),
  repositoryName: optional(text),
  repositoryNamespace: optional(text),
  mainBranch: optional(text),
  createdAt: integer,
  updatedAt: integer,
};

export type Pacticipant = RowOf<typeof shape>;

const columns = `p.id, p.name, p.display_name AS displayName, p.repository_url AS repositoryUrl, p.repository_name AS repositoryName,
  p.repository_namespace AS repositoryNamespace, p.main_branch AS mainBranch, p.created_at AS createdAt, p.updated_at AS updatedAt`;

export const findPacticipant = (tables: Database, name: string): Pacticipant | undefined =>
  tables.one(shape, `SELECT ${columns} FROM pacticipants p WHERE p.name = ?`, name);

export const allPacticipants = (tables: Database): readonly Pacticipant[] =>
  tables.all(shape, `SELECT ${columns} FROM pacticipants p ORDER BY p.name COLLATE NOCASE, p.name`);

export const pacticipantsLabelled = (tables: Database, label: string): readonly Pacticipant[] =>
  tables.all(
    shape,
    `SELECT ${columns} FROM pacticipants p JOIN labels l ON l.pacticipant_id = p.id WHERE l.name = ? ORDER BY p.name`,
    label,
  );

const labelShape = { name: text, createdAt: integer };

export const labelsOf = (tables: Database, pacticipantId: number): readonly RowOf<typeof labelShape>[] =>
  tables.all(
    labelShape,
    'SELECT name, created_at AS createdAt FROM labels WHERE pacticipant_id = ? ORDER BY name',
    pacticipantId,
  );

export const allLabels = (tables: Database): readonly string[] =>
  tables.all({ name: text }, 'SELECT DISTINCT name FROM labels ORDER BY name').map(({ name }) => name);
