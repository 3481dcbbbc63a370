import { type PublishedPact, pactColumns, pactShape } from '../read/pacts.ts';
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
  const newest = '(SELECT max(version_id) FROM pacts WHERE provider_id = p.id AND consumer_id = c.id)';
  return find(source, { version: newest }).map(({ pact }) => ({ pact, because: { kind: 'latest' } }));
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

interface Search {
  /** Tables that are looked through for each consumer `c`, before its pacts `k` with the provider `p` are. */
  readonly through?: string;
  /** Which version of the consumer: one of `through`, or a query. */
  readonly version: string;
  readonly condition?: string;
  readonly reason?: string;
  readonly place?: string;
  /** In the order of `through`, then of `condition`. */
  readonly values?: readonly Value[];
}

/**
 * The joins are done in the order in which they are written (that is what CROSS is for): from what is few, heads of branches
 * and the like, to pacts by their key, and never from all pacts of a provider.
 */
function find({ tables, provider, consumer }: Source, search: Search): readonly Found[] {
  const { through = '', version, condition = '1', reason = 'NULL', place = 'NULL', values = [] } = search;
  const sql = `SELECT ${pactColumns}, ${reason} AS reason, ${place} AS place
    FROM pacticipants p CROSS JOIN pacticipants c ${through}
    CROSS JOIN pacts k ON k.version_id = ${version} AND k.provider_id = p.id
    JOIN versions v ON v.id = k.version_id JOIN pact_versions h ON h.id = k.pact_version_id
    WHERE ${condition} AND p.name = ? AND (? IS NULL OR c.name = ?) AND k.consumer_id = c.id ORDER BY c.name, k.version_id`;
  return tables
    .all(shape, sql, ...values, provider, consumer, consumer)
    .map(({ reason: why, place: where, ...pact }) => ({ pact, reason: why ?? '', place: where }));
}

/** The newest version of a branch: where that one has no pact with the provider any more, there is none. */
const HEAD = '(SELECT max(version_id) FROM branch_versions WHERE branch_id = b.id)';
const BRANCHES = 'CROSS JOIN branches b ON b.pacticipant_id = c.id';

function inMainBranch(source: Source): readonly SelectedPact[] {
  const search = { through: `${BRANCHES} AND b.name = c.main_branch`, version: HEAD, reason: 'b.name' };
  return find(source, search).map(({ pact, reason }) => ({ pact, because: { kind: 'main-branch', branch: reason } }));
}

function inBranch(
  source: Source,
  branch: string,
  { fallbackBranch, matchingBranch = false }: ConsumerVersionSelector,
): readonly SelectedPact[] {
  const heads = (name: string) =>
    find(source, { through: `${BRANCHES} AND b.name = ?`, version: HEAD, values: [name] });
  return withFallback(heads, branch, fallbackBranch, (name, insteadOf) => ({
    kind: 'branch',
    branch: name,
    ...(insteadOf === undefined ? { matching: matchingBranch } : { insteadOf }),
  }));
}

const TAGGED = 'CROSS JOIN tags t ON t.pacticipant_id = c.id AND t.name = ?';
const LATEST_TAGGED = '(SELECT max(version_id) FROM tags WHERE pacticipant_id = c.id AND name = ?)';

function withTag(
  source: Source,
  tag: string,
  { latest = false, fallbackTag }: ConsumerVersionSelector,
): readonly SelectedPact[] {
  const search = latest ? { version: LATEST_TAGGED } : { through: TAGGED, version: 't.version_id' };
  const tagged = (name: string) => find(source, { ...search, values: [name] });
  return withFallback(tagged, tag, fallbackTag, (name, insteadOf) => ({
    kind: 'tag',
    tag: name,
    latest,
    ...(insteadOf !== undefined && { insteadOf }),
  }));
}

/** Consumers that have nothing of the first name give what they have of the second. */
function withFallback(
  search: (name: string) => readonly Found[],
  name: string,
  fallback: string | undefined,
  because: (name: string, insteadOf: string | undefined) => Because,
): readonly SelectedPact[] {
  const found = search(name);
  const covered = new Set(found.map(({ pact }) => pact.consumerId));
  const instead = fallback === undefined ? [] : search(fallback).filter(({ pact }) => !covered.has(pact.consumerId));
  return [
    ...found.map(({ pact }) => ({ pact, because: because(name, undefined) })),
    ...instead.map(({ pact }) => ({ pact, because: because(fallback ?? '', name) })),
  ];
}

function staying(
  source: Source,
  kind: 'deployed' | 'released',
  environment: string | undefined,
): readonly SelectedPact[] {
  const table = kind === 'deployed' ? 'deployed_versions' : 'released_versions';
  const found = find(source, {
    through: `CROSS JOIN environments e
      CROSS JOIN ${table} s ON s.environment_id = e.id AND s.pacticipant_id = c.id AND s.ended_at IS NULL`,
    version: 's.version_id',
    condition: '(? IS NULL OR e.name = ?)',
    reason: 'e.name',
    place: kind === 'deployed' ? 's.target' : 'NULL',
    values: [environment, environment],
  });
  return found.map(({ pact, reason, place }) => ({ pact, because: { kind, environment: reason, target: place } }));
}

/** All that could be work in progress: the newest of each branch and of each tag. */
export function selectHeads(tables: Database, provider: string, since: number): readonly SelectedPact[] {
  const source = { tables, provider, consumer: undefined };
  const recent = { condition: 'k.created_at >= ?', values: [since] };
  const branches = find(source, { ...recent, through: BRANCHES, version: HEAD, reason: 'b.name' });
  const tags = find(source, {
    ...recent,
    through: `CROSS JOIN (SELECT pacticipant_id, name, max(version_id) AS version_id FROM tags GROUP BY pacticipant_id, name) t
      ON t.pacticipant_id = c.id`,
    version: 't.version_id',
    reason: 't.name',
  });
  return [
    ...branches.map(({ pact, reason }): SelectedPact => ({ pact, because: { kind: 'branch', branch: reason } })),
    ...tags.map(({ pact, reason }): SelectedPact => ({ pact, because: { kind: 'tag', tag: reason, latest: true } })),
  ];
}
