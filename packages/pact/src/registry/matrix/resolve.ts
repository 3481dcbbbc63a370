import { deployedWhere, environmentNamed, releasedWhere } from '../read/environments.ts';
import { findPacticipant } from '../read/pacticipants.ts';
import {
  findVersion,
  latestOfBranch,
  latestTagged,
  latestVersion,
  type Version,
  versionsWhere,
} from '../read/versions.ts';
import type { Database } from '../store/database.ts';
import type { MatrixSelector, MatrixTarget } from './question.ts';

/** What a selector means now: which versions of a pacticipant, and how to say so. */
export interface Resolved {
  readonly pacticipant: string;
  /** `all` where the question leaves the version open. */
  readonly versions: readonly Version[] | 'all';
  /** Asked for by name, not found as the other side of one that was. */
  readonly isSpecified: boolean;
  /** `version 1.2.0 of partner-a`, `the latest version of platform in branch main`. */
  readonly words: string;
  /** What there is none of, where there is none. */
  readonly missing: string | undefined;
}

export function resolveSelector(tables: Database, selector: MatrixSelector): Resolved {
  const { pacticipant, version, branch, mainBranch, tag, environment, latest } = selector;
  const known = findPacticipant(tables, pacticipant);
  const base = { pacticipant, isSpecified: true };
  const found = (versions: readonly (Version | undefined)[], words: string): Resolved => {
    const there = versions.filter((each) => each !== undefined);
    const missing =
      known === undefined ? `there is no pacticipant ${pacticipant}` : `there is no ${words.replace(/^the /, '')}`;
    return { ...base, versions: there, words, missing: there.length === 0 ? missing : undefined };
  };
  if (version !== undefined)
    return found([findVersion(tables, pacticipant, version)], `version ${version} of ${pacticipant}`);
  if (mainBranch) {
    const main = known?.mainBranch;
    if (known !== undefined && main === undefined)
      return {
        ...base,
        versions: [],
        words: `the main branch of ${pacticipant}`,
        missing: `it is not known which branch is the main branch of ${pacticipant}`,
      };
    return found(
      [main === undefined ? undefined : latestOfBranch(tables, pacticipant, main)],
      `the latest version of ${pacticipant} in its main branch${main === undefined ? '' : ` ${main}`}`,
    );
  }
  if (branch !== undefined)
    return found(
      [latestOfBranch(tables, pacticipant, branch)],
      `the latest version of ${pacticipant} in branch ${branch}`,
    );
  if (environment !== undefined)
    return found(versionsIn(tables, pacticipant, environment), `the version of ${pacticipant} in ${environment}`);
  if (tag !== undefined && latest)
    return found([latestTagged(tables, pacticipant, tag)], `the latest version of ${pacticipant} tagged ${tag}`);
  if (tag !== undefined)
    return found(versionsTagged(tables, pacticipant, tag), `a version of ${pacticipant} tagged ${tag}`);
  if (latest) return found([latestVersion(tables, pacticipant)], `the latest version of ${pacticipant}`);
  return {
    ...base,
    versions: 'all',
    words: `any version of ${pacticipant}`,
    missing: known === undefined ? `there is no pacticipant ${pacticipant}` : undefined,
  };
}

/** The other side of what was asked about, as the target says. */
export function resolveTarget(tables: Database, pacticipant: string, target: MatrixTarget | undefined): Resolved {
  return { ...resolveSelector(tables, selectorFor(pacticipant, target)), isSpecified: false };
}

function selectorFor(pacticipant: string, target: MatrixTarget | undefined): MatrixSelector {
  switch (target?.kind) {
    case 'environment':
      return { pacticipant, environment: target.name };
    case 'tag':
      return { pacticipant, tag: target.name, latest: true };
    case 'main-branch':
      return { pacticipant, mainBranch: true };
    case 'latest':
      return { pacticipant, latest: true };
    case undefined:
      return { pacticipant };
  }
}

const versionsTagged = (tables: Database, pacticipant: string, tag: string): readonly Version[] =>
  versionsWhere(
    tables,
    'p.name = ? AND v.id IN (SELECT t.version_id FROM tags t WHERE t.pacticipant_id = p.id AND t.name = ?) ORDER BY v.id DESC',
    pacticipant,
    tag,
  );

/** Deployed there, or released and supported. */
function versionsIn(tables: Database, pacticipant: string, name: string): readonly Version[] {
  const environment = environmentNamed(tables, name);
  const known = findPacticipant(tables, pacticipant);
  if (environment === undefined || known === undefined) return [];
  const now = 's.environment_id = ? AND s.pacticipant_id = ? AND s.ended_at IS NULL';
  const stays = [
    ...deployedWhere(tables, now, environment.id, known.id),
    ...releasedWhere(tables, now, environment.id, known.id),
  ];
  return [...new Set(stays.map(({ version }) => version))].flatMap(
    (number) => findVersion(tables, pacticipant, number) ?? [],
  );
}
