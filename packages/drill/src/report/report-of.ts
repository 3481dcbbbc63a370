import type { Cell } from '../cell.ts';
import type { CellResult } from '../cell-result.ts';
import type { Attempt } from '../run-record.ts';
import type { Verdict } from '../verdict.ts';
import { compare } from './compare.ts';
import type { AttemptReport, CellReport, DrillReport, Summary } from './report.ts';

/** Plain data of what was found, for programs. Holds no output of the command: a file for CI is no place for it. */
const LISTED_ATTEMPTS = 200;

export function cellReport(
  { cell, verdict, run }: CellResult,
  more: Pick<CellReport, 'allowed' | 'evidence' | 'replay'>,
): CellReport {
  return {
    id: cell.id,
    operation: cell.operation,
    fault: cell.mode.id,
    verdict,
    allowed: more.allowed,
    exitCode: run.exitCode ?? null,
    durationMs: Math.round(run.durationMs),
    attempts: run.attempts.slice(0, LISTED_ATTEMPTS).map(attemptReport),
    evidence: more.evidence,
    replay: more.replay,
  };
}

const attemptReport = (attempt: Attempt): AttemptReport => ({
  operation: attempt.operation ?? null,
  method: attempt.method,
  atMs: Math.round(attempt.at),
  durationMs: Math.round(attempt.durationMs),
  status: attempt.status,
  fault: attempt.fault ?? null,
  note: attempt.note ?? null,
  retryAfterMs: attempt.retryAfterMs ?? null,
  hasKey: attempt.key !== undefined,
  connection: attempt.connection,
  clientLeft: attempt.left,
});

export interface SummaryParts {
  readonly leftOut: readonly Cell[];
  readonly unchanged: readonly CellReport[];
  readonly stopped: boolean;
  readonly durationMs: number;
  readonly earlier: DrillReport | undefined;
}

export function summaryOf(cells: readonly CellReport[], parts: SummaryParts): Summary {
  const verdicts: Partial<Record<Verdict, number>> = {};
  for (const { verdict } of cells) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
  const allowed = cells.filter((cell) => cell.allowed).length;
  return {
    cells: cells.length,
    allowed,
    notAllowed: cells.length - allowed,
    verdicts,
    leftOut: parts.leftOut.map(({ id }) => id),
    unchanged: parts.unchanged.map(({ id }) => id),
    stopped: parts.stopped,
    durationMs: Math.round(parts.durationMs),
    ...(parts.earlier !== undefined && { comparison: compare(parts.earlier.cells, cells) }),
  };
}
