import { flag, integer, optional, type RowOf, text } from '../store/column.ts';
import type { Database, Value } from '../store/database.ts';

const shape = {
  id: integer,
  pacticipantId: integer,
  pacticipant: text,
  number: text,
  buildUrl: optional(text),
  createdAt: integer,
};

/** Versions are ordered by when the registry first heard of them, which is the order of their ids. */
export type Version = RowOf<typeof shape>;

const select = `SELECT v.id, v.pacticipant_id AS pacticipantId, p.name AS pacticipant, v.number, v.build_url AS buildUrl,
  v.created_at AS createdAt FROM versions v JOIN pacticipants p ON p.id = v.pacticipant_id`;

export const findVersion = (tables: Database, pacticipant: string, number: string): Version | undefined =>
  tables.one(shape, `${select} WHERE p.name = ? AND v.number = ?`, pacticipant, number);

/** @param condition on `v` (versions) and `p` (pacticipants); newest first */
export const versionsWhere = (tables: Database, condition: string, ...values: readonly Value[]): readonly Version[] =>
  tables.all(shape, `${select} WHERE ${condition}`, ...values);

export const latestVersion = (tables: Database, pacticipant: string): Version | undefined =>
  tables.one(shape, `${select} WHERE p.name = ? ORDER BY v.id DESC LIMIT 1`, pacticipant);

export const latestTagged = (tables: Database, pacticipant: string, tag: string): Version | undefined =>
  tables.one(
    shape,
    `${select} JOIN tags t ON t.version_id = v.id WHERE p.name = ? AND t.name = ? ORDER BY v.id DESC LIMIT 1`,
    pacticipant,
    tag,
  );

export const latestOfBranch = (tables: Database, pacticipant: string, branch: string): Version | undefined =>
  tables.one(
    shape,
    `${select} JOIN branches b ON b.pacticipant_id = p.id JOIN branch_versions bv ON bv.branch_id = b.id AND bv.version_id = v.id
     WHERE p.name = ? AND b.name = ? ORDER BY v.id DESC LIMIT 1`,
    pacticipant,
    branch,
  );

const memberShape = { name: text, isLatest: flag, createdAt: integer };
export type BranchMember = RowOf<typeof memberShape>;

/** The branches that a version is in, and whether it is the newest there. */
export const branchesOf = (tables: Database, versionId: number): readonly BranchMember[] =>
  tables.all(
    memberShape,
    `SELECT b.name, m.created_at AS createdAt,
       m.version_id = (SELECT max(version_id) FROM branch_versions WHERE branch_id = b.id) AS isLatest
     FROM branch_versions m JOIN branches b ON b.id = m.branch_id WHERE m.version_id = ? ORDER BY b.name`,
    versionId,
  );

/** The tags of a version, and whether it is the newest with that tag. */
export const tagsOf = (tables: Database, versionId: number): readonly BranchMember[] =>
  tables.all(
    memberShape,
    `SELECT t.name, t.created_at AS createdAt, t.version_id =
       (SELECT max(version_id) FROM tags WHERE pacticipant_id = t.pacticipant_id AND name = t.name) AS isLatest
     FROM tags t WHERE t.version_id = ? ORDER BY t.name`,
    versionId,
  );
