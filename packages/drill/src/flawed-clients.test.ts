import { describe, expect, it } from '@jest/globals';
import { judge } from './evidence/judge.ts';
import { matchesCell } from './matches-cell.ts';
import { defaultThresholds, type Thresholds } from './plan/plan.ts';
import { drillClient } from './testing/drill-client.ts';
import { flaws } from './testing/flaws.ts';
import type { Verdict } from './verdict.ts';

/**
 * Each flaw is found in the cells where it has to be, the sound client passes everywhere, and neither changes when the thresholds do.
 * STUNT_TEST_SCALE=1 runs every cell of every client, and the whole of it as often as STUNT_TEST_ROUNDS says (20).
 */
const isFull = process.env.STUNT_TEST_SCALE === '1';
const ROUNDS = isFull ? Number(process.env.STUNT_TEST_ROUNDS ?? 20) : 1;
const PATIENCE = ROUNDS * (isFull ? 240_000 : 60_000);

const half: Thresholds = {
  ...defaultThresholds,
  stormAttempts: defaultThresholds.stormAttempts / 2,
  stormWindowMs: defaultThresholds.stormWindowMs / 2,
  redirects: defaultThresholds.redirects / 2,
  retryAfterShare: defaultThresholds.retryAfterShare / 2,
};
const double: Thresholds = {
  ...defaultThresholds,
  stormAttempts: defaultThresholds.stormAttempts * 2,
  stormWindowMs: defaultThresholds.stormWindowMs * 2,
  redirects: defaultThresholds.redirects * 2,
  retryAfterShare: defaultThresholds.retryAfterShare * 2,
};

/** Where it has to be found, and what a sound client does elsewhere. */
const expectedIn = (client: string, cell: Parameters<typeof matchesCell>[1]): Verdict => {
  const found = Object.entries(flaws[client] ?? {}).find(([, patterns]) =>
    patterns.some((pattern) => matchesCell(pattern, cell)),
  );
  if (found !== undefined) return found[0] as Verdict;
  return cell.mode.lasts === 'transient' ? 'survived' : 'degraded';
};

/** One cell of each verdict, and one where nothing is to be found, unless all of them are asked for. */
function cellsFor(client: string): string[] {
  if (isFull) return [];
  const found = Object.values(flaws[client] ?? {}).map(([pattern = '']) => pattern.replace('*', 'createOrder'));
  return [...new Set([...found, 'getOrder.reset-once'])];
}

async function verdictsOf(client: string, only: readonly string[]): Promise<Record<string, string>[]> {
  const hasToWait = flaws[client]?.hung !== undefined && !isFull;
  const planFile = hasToWait ? { deadline: '3s' } : {};
  const { report, results, baseline } = await drillClient(client, { only, planFile, jobs: isFull ? 3 : 8 });
  if (baseline === undefined) throw new Error('the drill has no baseline');
  const now = Object.fromEntries(report.cells.map(({ id, verdict }) => [id, verdict]));
  const by = (thresholds: Thresholds) =>
    Object.fromEntries(
      results.map(({ cell, run }) => [cell.id, judge({ cell, run, baseline, thresholds }).verdict] as const),
    );
  const wanted = Object.fromEntries(results.map(({ cell }) => [cell.id, expectedIn(client, cell)]));
  return [wanted, now, by(half), by(double)];
}

const rounds = Array.from({ length: ROUNDS }, (_, index) => index + 1);

describe.each(rounds)('clients with a flaw, round %d', (_round) => {
  it.concurrent.each(Object.keys(flaws))(
    'finds %s where it has to be found, whatever the thresholds',
    async (client) => {
      const [wanted, now, withHalf, withDouble] = await verdictsOf(client, cellsFor(client));
      expect(now).toEqual(wanted);
      expect(withHalf).toEqual(wanted);
      expect(withDouble).toEqual(wanted);
    },
    PATIENCE,
  );

  it.concurrent(
    'lets the sound client pass in every cell',
    async () => {
      const [wanted, now, withHalf, withDouble] = await verdictsOf('sound', []);
      expect(Object.keys(now ?? {})).toHaveLength(42);
      expect(now).toEqual(wanted);
      expect(withHalf).toEqual(wanted);
      expect(withDouble).toEqual(wanted);
    },
    PATIENCE,
  );
});
