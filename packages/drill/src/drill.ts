import type { ApiDocument, Clock } from '@stuntdouble/engine';
import { cellsOf } from './cell/cells-of.ts';
import { checkCells } from './cell/check-cells.ts';
import { onlyCells } from './cell/only-cells.ts';
import type { Cell } from './cell.ts';
import type { CellResult } from './cell-result.ts';
import type { Baseline } from './evidence/baseline.ts';
import { meaningOf } from './evidence/meaning.ts';
import { allowanceOf, isExpired } from './plan/allowed.ts';
import type { Plan } from './plan/plan.ts';
import type { CellReport, DrillReport, Fingerprint } from './report/report.ts';
import { cellReport, summaryOf } from './report/report-of.ts';
import { unchangedCells } from './report/unchanged-cells.ts';
import type { Stage } from './run/stage.ts';
import { type Progress, runBaseline, runCells } from './run-drill.ts';
import type { Way } from './way.ts';

/** A whole drill: baseline, cells, verdicts, report. Prints nothing and writes no file. */
export interface DrillSetup {
  readonly document: ApiDocument;
  readonly stage: Stage;
  /** As reports show it. */
  readonly command: readonly string[];
  readonly plan: Plan;
  /** How requests of the command are to reach the stage. */
  readonly way: Way;
  readonly jobs: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly budgetMs?: number | undefined;
  /** Ids of cells, or patterns of them; none: all. */
  readonly only: readonly string[];
  /** The report that this drill is compared with. */
  readonly earlier?: DrillReport | undefined;
  /** The report whose cells are not run again where nothing changed. */
  readonly changedSince?: DrillReport | undefined;
  readonly fingerprint: Fingerprint;
  /** The command that runs one cell again. */
  readonly replayOf: (id: string) => string;
  readonly onProgress: (progress: Progress) => void;
}

export interface Drilled {
  readonly report: DrillReport;
  /** What the report for people shows beyond that: titles, outputs. */
  readonly results: readonly CellResult[];
  /** Undefined where the drill was stopped before it was complete. */
  readonly baseline: Baseline | undefined;
  readonly notes: readonly string[];
}

/** @throws DrillError */
export async function drill(setup: DrillSetup): Promise<Drilled> {
  const { document, plan, clock, only, signal, jobs, stage, budgetMs, way, onProgress } = setup;
  const begun = clock.now();
  const today = new Date(begun).toISOString().slice(0, 10);
  const options = { stage, plan, clock, jobs, signal, budgetMs, way, onProgress };
  checkNames(setup);
  const baseline = await runBaseline(options, begun);
  if (baseline === undefined) return stoppedBefore(setup, clock.now() - begun);
  const all = cellsOf(document, baseline.operations, plan);
  checkCells(all, baseline.operations, plan);
  const asked = onlyCells(all, only, document, plan);
  const unchanged = unchangedCells(asked, setup.changedSince, setup.fingerprint);
  const kept = new Set(unchanged.map(({ id }) => id));
  const { results, leftOut, stopped } = await runCells(
    asked.filter(({ id }) => !kept.has(id)),
    baseline,
    options,
    begun,
  );
  const run = results.map((result) => reportOf(result, setup, today));
  const order = new Map(asked.map(({ id }, index) => [id, index]));
  const cells = [...run, ...unchanged].sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
  const more = { leftOut, unchanged, stopped, durationMs: clock.now() - begun, earlier: setup.earlier };
  const report = { baseline: baselineReport(setup, baseline), cells, summary: summaryOf(cells, more) };
  return { report, results, baseline, notes: notesOf(setup, baseline, today) };
}

/** What no operation of the document has is found out before anything runs. */
function checkNames({ document, plan, only }: DrillSetup): void {
  const operations = document.operations.map(({ id }) => id);
  const cells = cellsOf(document, operations, plan);
  checkCells(cells, operations, plan);
  onlyCells(cells, only, document, plan);
}

function reportOf(result: CellResult, { plan, replayOf }: DrillSetup, today: string): CellReport {
  const { cell, verdict, evidence, run } = result;
  const { allowed, waiver } = allowanceOf(plan, cell, verdict, today);
  const failedUnmet = verdict === 'not-exercised' && run.exitCode !== 0;
  const waived =
    waiver === undefined
      ? []
      : [
          allowed
            ? `Waived until ${waiver.expires}: ${waiver.reason}`
            : `The waiver for it expired on ${waiver.expires}: ${waiver.reason}`,
        ];
  const said = [...evidence, meaningOf(verdict, cell), ...waived];
  return cellReport(result, { allowed: allowed && !failedUnmet, evidence: said, replay: replayOf(cell.id) });
}

function baselineReport({ command, document, fingerprint }: DrillSetup, baseline: Baseline): DrillReport['baseline'] {
  return {
    ...{ command, document: document.name, runs: baseline.runs.length, durationMs: Math.round(baseline.durationMs) },
    operations: baseline.operations.map((id) => ({ id, calls: baseline.of(id).calls.most })),
    fingerprint,
  };
}

function notesOf({ plan }: DrillSetup, baseline: Baseline, today: string): string[] {
  const unknown = Math.max(
    ...baseline.runs.map(({ attempts }) => attempts.filter(({ operation }) => operation === undefined).length),
  );
  const [first, second] = baseline.runs.map(({ attempts }) =>
    attempts
      .map(({ operation }) => operation)
      .sort()
      .join(),
  );
  return [
    ...plan.waivers
      .filter((waiver) => isExpired(waiver, today))
      .map(({ cell, expires, reason }) => `The waiver for ${cell} expired on ${expires}: ${reason}`),
    ...(unknown > 0 ? [`${unknown} requests of the baseline are for no operation of the document.`] : []),
    ...(first === second
      ? []
      : ['The two runs of the baseline asked for different things; what differs is not compared.']),
  ];
}

function stoppedBefore(setup: DrillSetup, durationMs: number): Drilled {
  const { command, document, fingerprint } = setup;
  const baseline = { command, document: document.name, runs: 0, durationMs: 0, operations: [], fingerprint };
  const leftOut: readonly Cell[] = [];
  const more = { leftOut, unchanged: [], stopped: true, durationMs, earlier: undefined };
  return { report: { baseline, cells: [], summary: summaryOf([], more) }, results: [], baseline: undefined, notes: [] };
}
