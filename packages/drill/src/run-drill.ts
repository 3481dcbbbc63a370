import { type Clock, parseDuration } from '@stuntdouble/engine';
import type { Cell } from './cell.ts';
import type { CellResult } from './cell-result.ts';
import { checkBaseline } from './check-baseline.ts';
import { type Baseline, baselineOf } from './evidence/baseline.ts';
import { judge } from './evidence/judge.ts';
import type { Mode } from './mode.ts';
import { LEAST_BASELINE_MS, type Plan } from './plan/plan.ts';
import type { Stage } from './run/stage.ts';
import type { RunRecord } from './run-record.ts';
import type { Way } from './way.ts';

/** Runs the baseline and then cell after cell, some at a time, and judges each. Decides neither which cells there are nor what passes. */
export interface DrillOptions {
  readonly stage: Stage;
  readonly plan: Plan;
  readonly clock: Clock;
  /** Runs at the same time. */
  readonly jobs: number;
  /** Ends the drill; what is known by then is kept. */
  readonly signal: AbortSignal;
  /** Milliseconds from the beginning: a cell that would end later is not begun, one that is not over by then is ended and left out. */
  readonly budgetMs: number | undefined;
  /** For the case that nothing reaches the double. */
  readonly way: Way;
  readonly onProgress: (progress: Progress) => void;
}

export type Progress =
  | { readonly kind: 'baseline'; readonly run: number; readonly of: number }
  | {
      readonly kind: 'cell';
      readonly result: CellResult;
      readonly done: number;
      readonly of: number;
      readonly leftMs: number;
    };

export interface DrillResult {
  readonly results: readonly CellResult[];
  readonly leftOut: readonly Cell[];
  readonly stopped: boolean;
}

const BASELINE_RUNS = 2;
/** What ends a run that asks without measure: so many times what is a storm already. */
const FLOOD_FACTOR = 25;

/** @throws DrillError where the command fails without faults, or asks for nothing. Undefined where it was stopped before. */
export async function runBaseline(options: DrillOptions, begun: number): Promise<Baseline | undefined> {
  const { stage, plan, signal, onProgress, way, clock, budgetMs = Number.POSITIVE_INFINITY } = options;
  const runs: RunRecord[] = [];
  for (let run = 1; run <= BASELINE_RUNS; run++) {
    onProgress({ kind: 'baseline', run, of: BASELINE_RUNS });
    const flood = Number.POSITIVE_INFINITY;
    const leftMs = Math.max(begun + budgetMs - clock.now(), LEAST_BASELINE_MS);
    const deadlineMs = Math.min(plan.baselineMs, leftMs);
    const record = await stage.run({ id: 'baseline', deadlineMs, flood, signal });
    if (record.ended === 'stopped') return undefined;
    checkBaseline(record, run, way);
    runs.push(record);
  }
  return baselineOf(runs);
}

export async function runCells(
  cells: readonly Cell[],
  baseline: Baseline,
  options: DrillOptions,
  begun: number,
): Promise<DrillResult> {
  const { jobs, budgetMs, clock, onProgress } = options;
  const budget = spendBudget(options, begun);
  const signal = AbortSignal.any([options.signal, budget.spent]);
  const results: CellResult[] = [];
  const waiting = [...cells];
  const cellsBegun = clock.now();
  const averageMs = (): number =>
    results.length === 0
      ? baseline.durationMs
      : ((clock.now() - cellsBegun) / results.length) * Math.min(jobs, results.length);
  const isTime = (): boolean => budgetMs === undefined || clock.now() - begun + averageMs() <= budgetMs;
  const work = async (): Promise<void> => {
    while (waiting.length > 0 && !signal.aborted && isTime()) {
      const cell = waiting.shift();
      if (cell === undefined) return;
      const run = await runCell(cell, baseline, { ...options, signal });
      if (run.ended === 'stopped') {
        waiting.unshift(cell);
        return;
      }
      const result = { cell, run, ...judge({ cell, run, baseline, thresholds: options.plan.thresholds }) };
      results.push(result);
      const leftMs = (averageMs() * waiting.length) / jobs;
      onProgress({ kind: 'cell', result, done: results.length, of: cells.length, leftMs });
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, jobs) }, work));
  budget.stop();
  const order = new Map(cells.map(({ id }, index) => [id, index]));
  const place = ({ id }: Cell): number => order.get(id) ?? 0;
  return {
    results: results.sort((a, b) => place(a.cell) - place(b.cell)),
    leftOut: waiting.sort((a, b) => place(a) - place(b)),
    stopped: options.signal.aborted,
  };
}

/** `spent` aborts once the budget is used up; never where there is none, nor after `stop`. */
function spendBudget({ budgetMs, clock }: DrillOptions, begun: number): { readonly spent: AbortSignal; stop(): void } {
  const spent = new AbortController();
  const waiting = new AbortController();
  if (budgetMs !== undefined)
    void clock.sleep(Math.max(0, begun + budgetMs - clock.now()), waiting.signal).then(
      () => spent.abort(),
      () => {},
    );
  return { spent: spent.signal, stop: () => waiting.abort() };
}

function runCell(cell: Cell, baseline: Baseline, { stage, plan, signal }: DrillOptions): Promise<RunRecord> {
  const { operation, mode } = cell;
  const { stormAttempts, redirects } = plan.thresholds;
  const calls = Math.max(1, ...baseline.operations.map((each) => baseline.of(each).calls.most));
  const delays = baseline.of(operation).calls.most * delayOf(mode);
  return stage.run({
    ...{ id: cell.id, operation, mode, signal },
    deadlineMs: Math.max(plan.deadlineMs, plan.deadlineFactor * baseline.durationMs) + delays,
    flood: Math.max(stormAttempts * calls * FLOOD_FACTOR, 5 * redirects),
  });
}

/** What a mode itself adds to each call at least. */
const delayOf = ({ rules }: Mode): number =>
  rules.reduce((sum, { kind, options }) => sum + (kind === 'latency' ? (parseDuration(options?.fixed) ?? 0) : 0), 0);
