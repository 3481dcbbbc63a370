import { findPacticipant } from '../read/pacticipants.ts';
import { findVersion, type Version } from '../read/versions.ts';
import type { EventLog } from '../record/log.ts';
import { integer } from '../store/column.ts';

/** Makes what a client names and the registry does not know yet. */
export function ensurePacticipant(log: EventLog, name: string): void {
  if (findPacticipant(log.tables, name) === undefined)
    log.record({ type: 'pacticipant-created', name, properties: {} });
}

export interface VersionFacts {
  readonly branch?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  /** Null takes it away, absent leaves it. */
  readonly buildUrl?: string | null | undefined;
}

/** @returns the version and whether it is new. */
export function ensureVersion(log: EventLog, pacticipant: string, number: string, facts: VersionFacts = {}) {
  ensurePacticipant(log, pacticipant);
  const known = findVersion(log.tables, pacticipant, number);
  const { branch, tags = [], buildUrl } = facts;
  const named = { pacticipant, version: number };
  if (known === undefined) log.record({ type: 'version-created', ...named, buildUrl: buildUrl ?? null });
  else if (buildUrl !== undefined && buildUrl !== (known.buildUrl ?? null))
    log.record({ type: 'version-changed', ...named, buildUrl });
  if (branch !== undefined) ensureBranch(log, pacticipant, number, branch);
  for (const tag of tags) ensureTag(log, pacticipant, number, tag);
  return { version: found(log, pacticipant, number), isNew: known === undefined };
}

/** Names that a main branch has nearly always: the first of them to be seen is taken for it, where nobody said another. */
const MAIN_BRANCHES = ['main', 'master', 'develop'];

function ensureBranch(log: EventLog, pacticipant: string, version: string, branch: string): void {
  const isMember = log.tables.one(
    { id: integer },
    `SELECT b.id FROM branches b JOIN branch_versions m ON m.branch_id = b.id JOIN versions v ON v.id = m.version_id
     JOIN pacticipants p ON p.id = b.pacticipant_id WHERE p.name = ? AND b.name = ? AND v.number = ?`,
    pacticipant,
    branch,
    version,
  );
  if (isMember === undefined) log.record({ type: 'branch-joined', pacticipant, version, branch });
  if (MAIN_BRANCHES.includes(branch) && findPacticipant(log.tables, pacticipant)?.mainBranch === undefined)
    log.record({ type: 'pacticipant-changed', name: pacticipant, properties: { mainBranch: branch } });
}

export function ensureTag(log: EventLog, pacticipant: string, version: string, tag: string): boolean {
  const { id } = found(log, pacticipant, version);
  if (log.tables.one({ id: integer }, 'SELECT version_id AS id FROM tags WHERE version_id = ? AND name = ?', id, tag))
    return false;
  log.record({ type: 'tag-added', pacticipant, version, tag });
  return true;
}

function found(log: EventLog, pacticipant: string, number: string): Version {
  const version = findVersion(log.tables, pacticipant, number);
  if (version === undefined) throw new Error('a version is gone within its transaction');
  return version;
}
