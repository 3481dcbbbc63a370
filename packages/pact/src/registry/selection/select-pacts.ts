import { type PublishedPact, pactColumns, pactShape, pactTables } from '../read/pacts.ts';
import { optional, text } from '../store/column.ts';
import type { Database, Value } from '../store/database.ts';
import type { ConsumerVersionSelector } from './selector.ts';

/** Why a pact is to be verified. */
export type Because =
  | { readonly kind: 'main-branch'; readonly branch: string }
  | { readonly kind: 'branch'; readonly branch: string; readonly insteadOf?: string; readonly matching?: boolean }
  | { readonly kind: 'tag'; readonly tag: string; readonly latest: boolean; readonly insteadOf?: string }
  | { readonly kind: 'deployed' | 'released'; readonly environment: string; readonly target: string | undefined }
  | { readonly kind: 'latest' };

export interface SelectedPact {
  readonly pact: PublishedPact;
  readonly because: Because;
}

const shape = { ...pactShape, reason: optional(text), place: optional(text) };

interface Source {
  readonly tables: Database;
  readonly provider: string;
  readonly consumer: string | undefined;
}

/** The pacts of a provider that one selector means. */
export function selectPacts(
  tables: Database,
  provider: string,
  selector: ConsumerVersionSelector,
  providerBranch: string | undefined,
): readonly SelectedPact[] {
  const source = { tables, provider, consumer: selector.consumer };
  if (selector.mainBranch) return inMainBranch(source);
  const branch = selector.matchingBranch ? providerBranch : selector.branch;
  if (branch !== undefined) return inBranch(source, branch, selector);
  if (selector.tag !== undefined) return withTag(source, selector.tag, selector);
  const { deployed, released, deployedOrReleased, environment } = selector;
  if (deployed || released || deployedOrReleased || environment !== undefined) {
    const either = deployedOrReleased || (!deployed && !released);
    return [
      ...(deployed || either ? staying(source, 'deployed', environment) : []),
      ...(released || either ? staying(source, 'released', environment) : []),
    ];
  }
  return find(
    source,
    'k.version_id = (SELECT max(version_id) FROM pacts WHERE provider_id = p.id AND consumer_id = c.id)',
  ).map(({ pact }) => ({ pact, because: { kind: 'latest' } }));
}

/** What a provider verifies that says nothing else: the main branches, or the latest where there is none, and what is in use. */
export function selectByDefault(tables: Database, provider: string): readonly SelectedPact[] {
  const source = { tables, provider, consumer: undefined };
  const main = inMainBranch(source);
  const covered = new Set(main.map(({ pact }) => pact.consumerId));
  const latest = selectPacts(tables, provider, { latest: true }, undefined);
  return [
    ...main,
    ...latest.filter(({ pact }) => !covered.has(pact.consumerId)),
    ...staying(source, 'deployed', undefined),
    ...staying(source, 'released', undefined),
  ];
}

interface Found {
  readonly pact: PublishedPact;
  readonly reason: string;
  readonly place: string | undefined;
}

function find(
  { tables, provider, consumer }: Source,
  condition: string,
  {
    join = '',
    reason = 'NULL',
    place = 'NULL',
    values = [],
  }: { join?: string; reason?: string; place?: string; values?: readonly Value[] } = {},
): readonly Found[] {
  const sql = `SELECT ${pactColumns}, ${reason} AS reason, ${place} AS place FROM ${pactTables} ${join}
    WHERE p.name = ? AND (? IS NULL OR c.name = ?) AND ${condition} ORDER BY c.name, k.version_id`;
  return tables
    .all(shape, sql, provider, consumer, consumer, ...values)
    .map(({ reason: why, place: where, ...pact }) => ({ pact, reason: why ?? '', place: where }));
}

/** The newest version of a branch: where that one has no pact with the provider any more, there is none. */
const HEAD = 'k.version_id = (SELECT max(version_id) FROM branch_versions WHERE branch_id = b.id)';
const BRANCHES = 'JOIN branches b ON b.pacticipant_id = c.id';

function inMainBranch(source: Source): readonly SelectedPact[] {
  return find(source, `b.name = c.main_branch AND ${HEAD}`, { join: BRANCHES, reason: 'b.name' }).map(
    ({ pact, reason }) => ({
      pact,
      because: { kind: 'main-branch', branch: reason },
    }),
  );
}

function inBranch(
  source: Source,
  branch: string,
  { fallbackBranch, matchingBranch = false }: ConsumerVersionSelector,
): readonly SelectedPact[] {
  const found = find(source, `b.name = ? AND ${HEAD}`, { join: BRANCHES, values: [branch] });
  const covered = new Set(found.map(({ pact }) => pact.consumerId));
  const instead =
    fallbackBranch === undefined
      ? []
      : find(source, `b.name = ? AND ${HEAD}`, { join: BRANCHES, values: [fallbackBranch] });
  return [
    ...found.map(({ pact }): SelectedPact => ({ pact, because: { kind: 'branch', branch, matching: matchingBranch } })),
    ...instead
      .filter(({ pact }) => !covered.has(pact.consumerId))
      .map(
        ({ pact }): SelectedPact => ({
          pact,
          because: { kind: 'branch', branch: fallbackBranch ?? '', insteadOf: branch },
        }),
      ),
  ];
}

const TAGS = 'JOIN tags t ON t.version_id = k.version_id';
const LATEST_TAGGED =
  't.name = ? AND k.version_id = (SELECT max(version_id) FROM tags WHERE pacticipant_id = c.id AND name = t.name)';

function withTag(
  source: Source,
  tag: string,
  { latest = false, fallbackTag }: ConsumerVersionSelector,
): readonly SelectedPact[] {
  if (!latest)
    return find(source, 't.name = ?', { join: TAGS, values: [tag] }).map(({ pact }) => ({
      pact,
      because: { kind: 'tag', tag, latest },
    }));
  const found = find(source, LATEST_TAGGED, { join: TAGS, values: [tag] });
  const covered = new Set(found.map(({ pact }) => pact.consumerId));
  const instead = fallbackTag === undefined ? [] : find(source, LATEST_TAGGED, { join: TAGS, values: [fallbackTag] });
  return [
    ...found.map(({ pact }): SelectedPact => ({ pact, because: { kind: 'tag', tag, latest } })),
    ...instead
      .filter(({ pact }) => !covered.has(pact.consumerId))
      .map(
        ({ pact }): SelectedPact => ({
          pact,
          because: { kind: 'tag', tag: fallbackTag ?? '', latest, insteadOf: tag },
        }),
      ),
  ];
}

function staying(
  source: Source,
  kind: 'deployed' | 'released',
  environment: string | undefined,
): readonly SelectedPact[] {
  const table = kind === 'deployed' ? 'deployed_versions' : 'released_versions';
  const found = find(source, 's.ended_at IS NULL AND (? IS NULL OR e.name = ?)', {
    join: `JOIN ${table} s ON s.version_id = k.version_id JOIN environments e ON e.id = s.environment_id`,
    reason: 'e.name',
    place: kind === 'deployed' ? 's.target' : 'NULL',
    values: [environment, environment],
  });
  return found.map(({ pact, reason, place }) => ({ pact, because: { kind, environment: reason, target: place } }));
}

/** All that could be work in progress: the newest of each branch and of each tag. */
export function selectHeads(tables: Database, provider: string, since: number): readonly SelectedPact[] {
  const source = { tables, provider, consumer: undefined };
  const branches = find(source, `k.created_at >= ? AND ${HEAD}`, { join: BRANCHES, reason: 'b.name', values: [since] });
  const tags = find(
    source,
    'k.created_at >= ? AND k.version_id = (SELECT max(version_id) FROM tags WHERE pacticipant_id = c.id AND name = t.name)',
    { join: TAGS, reason: 't.name', values: [since] },
  );
  return [
    ...branches.map(({ pact, reason }): SelectedPact => ({ pact, because: { kind: 'branch', branch: reason } })),
    ...tags.map(({ pact, reason }): SelectedPact => ({ pact, because: { kind: 'tag', tag: reason, latest: true } })),
  ];
}
