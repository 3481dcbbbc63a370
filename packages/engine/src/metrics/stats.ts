import type { SandboxRegistry } from '../sandbox/registry.ts';
import { addLatencies, type Latencies, newLatencies, quantile } from './latencies.ts';
import type { Metrics, OperationCounts, SandboxCounts } from './metrics.ts';

/** What the platform wants to know of its partners: volume, success, how fast, where they get stuck, how soon they got there. */
export interface Stats {
  readonly sandboxes: readonly SandboxStats[];
}

export interface Traffic {
  readonly requests: number;
  /** Share of answers below 400, from 0 to 1; null where nothing was asked. */
  readonly successRate: number | null;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
}

export interface SandboxStats extends Traffic {
  readonly sandbox: string;
  readonly createdAt: string | null;
  /** The first call that succeeded, also before a restart or a reset; null where none did yet. */
  readonly firstSuccess: { readonly at: string; readonly afterMs: number } | null;
  /** The busiest first. */
  readonly operations: readonly OperationStats[];
}

export interface OperationStats extends Traffic {
  /** An operationId, `unmatched` where none matched, `other` beyond what is counted apart. */
  readonly operation: string;
  /** Codes in lower case, the most frequent first. */
  readonly refusals: readonly { readonly cause: string; readonly count: number }[];
  /** In the words of the journal, `body required /name`, the most frequent first. */
  readonly violations: readonly { readonly what: string; readonly count: number }[];
}

const MOST_SHOWN = 10;

/** Of one sandbox, or of all that there are. Sandboxes that were never asked are listed too: they are where somebody is stuck. */
export async function statsOf(metrics: Metrics, registry: SandboxRegistry, sandbox?: string): Promise<Stats> {
  const names = sandbox === undefined ? registry.list().map(({ name }) => name) : [sandbox];
  return { sandboxes: await Promise.all(names.map((name) => sandboxStats(metrics, registry, name))) };
}

async function sandboxStats(
  { sandboxes, firstSuccesses }: Metrics,
  registry: SandboxRegistry,
  sandbox: string,
): Promise<SandboxStats> {
  const record = registry.get(sandbox);
  const first = await firstSuccesses.of(sandbox);
  const counts = sandboxes.get(sandbox);
  return {
    sandbox,
    createdAt: record === undefined ? null : new Date(record.createdAt).toISOString(),
    firstSuccess: first === undefined ? null : { at: new Date(first.at).toISOString(), afterMs: first.afterMs },
    ...total(counts),
    operations: [...(counts?.operations ?? [])]
      .map(([operation, each]) => operationStats(operation, each))
      .sort((a, b) => b.requests - a.requests),
  };
}

function total(counts: SandboxCounts | undefined): Traffic {
  const latencies = newLatencies();
  let succeeded = 0;
  for (const each of counts?.operations.values() ?? []) {
    addLatencies(latencies, each.latencies);
    succeeded += successes(each);
  }
  return traffic(latencies, succeeded);
}

const operationStats = (operation: string, counts: OperationCounts): OperationStats => ({
  operation,
  ...traffic(counts.latencies, successes(counts)),
  refusals: (counts.refusals?.entries() ?? []).slice(0, MOST_SHOWN).map(([cause, count]) => ({ cause, count })),
  violations: (counts.violations?.entries() ?? []).slice(0, MOST_SHOWN).map(([what, count]) => ({ what, count })),
});

function traffic(latencies: Latencies, succeeded: number): Traffic {
  const { count } = latencies;
  return {
    requests: count,
    successRate: count === 0 ? null : Math.round((succeeded / count) * 10_000) / 10_000,
    p50Ms: rounded(quantile(latencies, 0.5)),
    p99Ms: rounded(quantile(latencies, 0.99)),
  };
}

const successes = ({ classes: [, first = 0, second = 0, third = 0] }: OperationCounts): number =>
  first + second + third;

/** Three digits: more would promise what a bucket does not hold. */
const rounded = (ms: number | undefined): number | null => (ms === undefined ? null : Number(ms.toPrecision(3)));
