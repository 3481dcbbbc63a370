import { environmentNamed } from '../read/environments.ts';
import { text } from '../store/column.ts';
import type { Database } from '../store/database.ts';
import { type Judgement, judge } from './judge.ts';
import type { MatrixQuestion, MatrixSelector } from './question.ts';
import { type Resolved, resolveSelector, resolveTarget } from './resolve.ts';
import { type MatrixRow, matrixRows } from './rows.ts';

export interface MatrixAnswer {
  readonly rows: readonly MatrixRow[];
  readonly judgement: Judgement;
  readonly isIgnored: (row: MatrixRow) => boolean;
}

/** Answers whether versions go together: those that are named, and those that they meet where they go. */
export function askMatrix(tables: Database, question: MatrixQuestion): MatrixAnswer {
  const { selectors, ignored, target, latestBy } = question;
  const specified = merged(selectors.map((selector) => resolveSelector(tables, selector)));
  const isOpen = target !== undefined || specified.length === 1;
  const others = isOpen ? neighbours(tables, specified).map((name) => resolveTarget(tables, name, target)) : [];
  const rows = matrixRows(tables, [...specified, ...others], latestBy);
  const isIgnored = (row: MatrixRow) => ignored.some((each) => matches(each, row));
  const missing =
    target?.kind === 'environment' && environmentNamed(tables, target.name) === undefined
      ? [`there is no environment ${target.name}`]
      : [];
  return { rows, isIgnored, judgement: judge({ rows, specified, target, isIgnored, missing }) };
}

/** Two selectors of one pacticipant mean the versions of both. */
function merged(sides: readonly Resolved[]): readonly Resolved[] {
  return [...Map.groupBy(sides, ({ pacticipant }) => pacticipant).values()].flatMap((group) => {
    const [first, ...rest] = group;
    if (first === undefined || rest.length === 0) return group;
    const versions = group.some((each) => each.versions === 'all')
      ? ('all' as const)
      : group.flatMap((each) => (each.versions === 'all' ? [] : each.versions));
    const missing = group.find((each) => each.missing !== undefined)?.missing;
    return [{ ...first, versions, missing, words: group.map(({ words }) => words).join(' and ') }];
  });
}

/** Whoever has, or had, a pact with one of these. */
function neighbours(tables: Database, sides: readonly Resolved[]): readonly string[] {
  const names = JSON.stringify(sides.map(({ pacticipant }) => pacticipant));
  const found = tables.all(
    { name: text },
    `WITH named AS (SELECT id FROM pacticipants WHERE name IN (SELECT value FROM json_each(?1)))
     SELECT name FROM pacticipants WHERE id NOT IN named AND id IN (
       SELECT provider_id FROM pact_versions WHERE consumer_id IN named
       UNION SELECT consumer_id FROM pact_versions WHERE provider_id IN named)
     ORDER BY name`,
    names,
  );
  return found.map(({ name }) => name);
}

const matches = ({ pacticipant, version }: MatrixSelector, { pact, providerVersion }: MatrixRow): boolean =>
  (pact.consumer === pacticipant && (version === undefined || pact.version === version)) ||
  (pact.provider === pacticipant && (version === undefined || providerVersion?.number === version));
