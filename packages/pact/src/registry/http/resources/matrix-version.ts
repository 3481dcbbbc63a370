import { deployedWhere, releasedWhere } from '../../read/environments.ts';
import { branchesOf, tagsOf } from '../../read/versions.ts';
import type { Database } from '../../store/database.ts';
import type { Hal } from '../route.ts';

/** A version as a row of the matrix shows it: with its branches, its tags and where it is. */
export function matrixVersion(tables: Database, { id, number }: { readonly id: number; readonly number: string }): Hal {
  const branches = branchesOf(tables, id);
  const now = 's.version_id = ? AND s.ended_at IS NULL';
  const stays = [...deployedWhere(tables, now, id), ...releasedWhere(tables, now, id)];
  return {
    number,
    ...(branches[0] && { branch: branches[0].name }),
    branches: branches.map(({ name, isLatest }) => ({ name, latest: isLatest })),
    branchVersions: branches.map(({ name, isLatest }) => ({ name, latest: isLatest })),
    environments: [...new Set(stays.map(({ environment }) => environment))].map((name) => ({ name })),
    tags: tagsOf(tables, id).map(({ name, isLatest }) => ({ name, latest: isLatest })),
  };
}
