import type { Attempt, RunRecord } from '../run-record.ts';
import { type CommonOutput, commonOutput } from './common-output.ts';

/** What the command does without faults, by two runs: what differs between them is not held against a cell. */
export interface Baseline {
  readonly runs: readonly RunRecord[];
  /** Those that the document has, in the order of their first use. */
  readonly operations: readonly string[];
  /** Of the slower run. */
  readonly durationMs: number;
  readonly peakConnections: number;
  readonly output: CommonOutput;
  of(operation: string | undefined): Usage;
}

/** How one operation was used. */
export interface Usage {
  /** Calls in the run that had fewer, and in the one that had more. */
  readonly calls: { readonly least: number; readonly most: number };
  /** Calls of it that were under way at the same time. */
  readonly isParallel: boolean;
  /** How often each equal request was done, at most. */
  done(request: string): number;
  /** How often the operation was done, at most. */
  readonly doneInAll: number;
  /** Both runs sent the same requests, so that an equal one can be recognised. */
  readonly sendsTheSame: boolean;
}

export function baselineOf(runs: readonly RunRecord[]): Baseline {
  const used = runs.flatMap(({ attempts }) => attempts.flatMap(({ operation }) => operation ?? []));
  const usages = new Map<string | undefined, Usage>();
  return {
    runs,
    operations: [...new Set(used)],
    durationMs: Math.max(...runs.map(({ durationMs }) => durationMs)),
    peakConnections: Math.max(...runs.map(({ peakConnections }) => peakConnections)),
    output: commonOutput(runs.map(({ output }) => output)),
    of(operation) {
      const known = usages.get(operation) ?? usageOf(runs, operation);
      usages.set(operation, known);
      return known;
    },
  };
}

function usageOf(runs: readonly RunRecord[], operation: string | undefined): Usage {
  const perRun = runs.map(({ attempts }) => attempts.filter((each) => each.operation === operation));
  const counts = perRun.map(({ length }) => length);
  const done = perRun.map((attempts) => doneByRequest(attempts));
  const sent = perRun.map((attempts) => [...new Set(attempts.map(({ request }) => request))].sort().join());
  return {
    calls: { least: Math.min(...counts), most: Math.max(...counts) },
    isParallel: perRun.some(overlap),
    done: (request) => Math.max(0, ...done.map((each) => each.get(request) ?? 0)),
    doneInAll: Math.max(0, ...done.map((each) => [...each.values()].reduce((sum, one) => sum + one, 0))),
    sendsTheSame: new Set(sent).size === 1,
  };
}

/** What was done twice under one idempotency key was done once. */
export function doneByRequest(attempts: readonly Attempt[]): Map<string, number> {
  const counts = new Map<string, number>();
  const keys = new Set<string>();
  for (const { done, key, request } of attempts) {
    if (!done) continue;
    if (key !== undefined && keys.has(`${request} ${key}`)) continue;
    keys.add(`${request} ${key}`);
    counts.set(request, (counts.get(request) ?? 0) + 1);
  }
  return counts;
}

const overlap = (attempts: readonly Attempt[]): boolean =>
  attempts.some(({ at, durationMs }, index) => (attempts[index + 1]?.at ?? Number.POSITIVE_INFINITY) < at + durationMs);
