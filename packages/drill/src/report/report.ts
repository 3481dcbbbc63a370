import type { Verdict } from '../verdict.ts';

/** A drill as programs get it: `--format json`, and what later drills are compared with. */
export interface DrillReport {
  readonly baseline: BaselineReport;
  readonly cells: readonly CellReport[];
  readonly summary: Summary;
}

export interface BaselineReport {
  readonly command: readonly string[];
  readonly document: string;
  readonly runs: number;
  /** Of the slower run. */
  readonly durationMs: number;
  readonly operations: readonly { readonly id: string; readonly calls: number }[];
  /** What of the client, of each operation of the document and of the plan the verdicts hold for: digests. */
  readonly fingerprint: Fingerprint;
}

export interface Fingerprint {
  readonly client: string;
  readonly plan: string;
  readonly operations: Readonly<Record<string, string>>;
}

export interface CellReport {
  readonly id: string;
  readonly operation: string;
  readonly fault: string;
  readonly verdict: Verdict;
  readonly allowed: boolean;
  /** Null where the command was ended. */
  readonly exitCode: number | null;
  readonly durationMs: number;
  readonly attempts: readonly AttemptReport[];
  readonly evidence: readonly string[];
  /** The command that runs this cell again. */
  readonly replay: string;
}

export interface AttemptReport {
  readonly operation: string | null;
  readonly method: string;
  readonly atMs: number;
  readonly durationMs: number;
  readonly status: number;
  readonly fault: string | null;
  /** What the fault changed: a place and what became of it, no value. */
  readonly note: string | null;
  /** What the answer asked to wait. */
  readonly retryAfterMs: number | null;
  /** Whether the request had an idempotency key. */
  readonly hasKey: boolean;
  readonly connection: number;
  readonly clientLeft: boolean;
}

export interface Summary {
  readonly cells: number;
  readonly allowed: number;
  readonly notAllowed: number;
  readonly verdicts: Readonly<Partial<Record<Verdict, number>>>;
  /** Ids of cells that were not run: time was up, or the drill was stopped. */
  readonly leftOut: readonly string[];
  /** Ids of cells whose verdict is that of an earlier report, since nothing changed. */
  readonly unchanged: readonly string[];
  readonly stopped: boolean;
  readonly durationMs: number;
  /** Where there was a report to compare with. */
  readonly comparison?: Comparison;
}

export interface Comparison {
  readonly better: readonly Change[];
  readonly worse: readonly Change[];
  /** Ids of cells that one of the two does not have. */
  readonly added: readonly string[];
  readonly gone: readonly string[];
}

export interface Change {
  readonly id: string;
  readonly before: Verdict;
  readonly now: Verdict;
}
