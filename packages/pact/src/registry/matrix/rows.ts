import { type PublishedPact, pactsWhere } from '../read/pacts.ts';
import { flag, integer, optional, type RowOf, text } from '../store/column.ts';
import type { Database } from '../store/database.ts';
import type { MatrixQuestion } from './question.ts';
import type { Resolved } from './resolve.ts';

const resultShape = {
  type: text,
  success: flag,
  sourceId: integer,
  createdAt: integer,
  providerVersionId: integer,
  providerVersion: text,
  number: optional(integer),
};

export type MatrixResult = RowOf<typeof resultShape>;

/** A pact of a consumer's version, a version of the provider, and what is known of the two. */
export interface MatrixRow {
  readonly pact: PublishedPact;
  readonly consumer: Resolved;
  readonly provider: Resolved;
  /** Undefined where the question means no version of the provider, or none that has a result. */
  readonly providerVersion: { readonly id: number; readonly number: string } | undefined;
  /** Undefined where nothing is known. */
  readonly result: MatrixResult | undefined;
}

/** All rows between what was asked about and the other sides of it. */
export function matrixRows(
  tables: Database,
  sides: readonly Resolved[],
  latestBy: MatrixQuestion['latestBy'],
): readonly MatrixRow[] {
  const rows = sides.flatMap((consumer) => {
    const pacts = pactsOf(tables, consumer, sides);
    return pacts.flatMap((pact) => {
      const provider = sides.find(({ pacticipant }) => pacticipant === pact.provider);
      if (provider === undefined || (!consumer.isSpecified && !provider.isSpecified)) return [];
      return rowsOf(tables, pact, consumer, provider);
    });
  });
  return latestOf(rows, latestBy);
}

function pactsOf(
  tables: Database,
  { pacticipant, versions }: Resolved,
  sides: readonly Resolved[],
): readonly PublishedPact[] {
  if (versions === 'all') {
    const providers = JSON.stringify(sides.map((side) => side.pacticipant));
    return pactsWhere(
      tables,
      'c.name = ? AND p.name IN (SELECT value FROM json_each(?)) ORDER BY k.version_id DESC',
      pacticipant,
      providers,
    );
  }
  return versions.flatMap(({ id }) => pactsWhere(tables, 'k.version_id = ? ORDER BY p.name', id));
}

function rowsOf(tables: Database, pact: PublishedPact, consumer: Resolved, provider: Resolved): readonly MatrixRow[] {
  const row = { pact, consumer, provider };
  const known = resultsOf(tables, pact.pactVersionId, provider);
  if (provider.versions === 'all' || provider.versions.length === 0)
    return known.length === 0
      ? [{ ...row, providerVersion: undefined, result: undefined }]
      : known.map((result) => ({ ...row, providerVersion: versionIn(result), result }));
  return provider.versions.flatMap(({ id, number }): MatrixRow[] => {
    const results = known.filter(({ providerVersionId }) => providerVersionId === id);
    const providerVersion = { id, number };
    return results.length === 0
      ? [{ ...row, providerVersion, result: undefined }]
      : results.map((result) => ({ ...row, providerVersion, result }));
  });
}

const versionIn = ({ providerVersionId, providerVersion }: MatrixResult) => ({
  id: providerVersionId,
  number: providerVersion,
});

const SELECT = `SELECT r.type, r.success, r.source_id AS sourceId, r.created_at AS createdAt,
  r.provider_version_id AS providerVersionId, v.number AS providerVersion, f.number
  FROM results r JOIN versions v ON v.id = r.provider_version_id LEFT JOIN verifications f ON f.id = r.source_id`;

function resultsOf(tables: Database, pactVersionId: number, { versions }: Resolved): readonly MatrixResult[] {
  if (versions === 'all')
    return tables.all(
      resultShape,
      `${SELECT} WHERE r.pact_version_id = ? ORDER BY r.provider_version_id DESC, r.type DESC`,
      pactVersionId,
    );
  return versions.flatMap(({ id }) =>
    tables.all(
      resultShape,
      `${SELECT} WHERE r.pact_version_id = ? AND r.provider_version_id = ? ORDER BY r.type DESC`,
      pactVersionId,
      id,
    ),
  );
}

function latestOf(rows: readonly MatrixRow[], latestBy: MatrixQuestion['latestBy']): readonly MatrixRow[] {
  if (latestBy === 'cvpv') return rows;
  const pair = ({ pact }: MatrixRow) => `${pact.consumerId}/${pact.providerId}`;
  const consumerVersion = latestBy === 'cp' ? newest(rows, pair, ({ pact }) => pact.versionId) : rows;
  return newest(
    consumerVersion,
    (row) => `${pair(row)}/${row.pact.versionId}`,
    ({ providerVersion }) => providerVersion?.id ?? 0,
  );
}

/** Those rows of each group that stand for its newest version: both types of result, where there are two. */
function newest(
  rows: readonly MatrixRow[],
  group: (row: MatrixRow) => string,
  age: (row: MatrixRow) => number,
): readonly MatrixRow[] {
  const highest = new Map<string, number>();
  for (const row of rows) highest.set(group(row), Math.max(age(row), highest.get(group(row)) ?? 0));
  return rows.filter((row) => age(row) === highest.get(group(row)));
}
