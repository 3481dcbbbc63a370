import type { Cell } from './cell.ts';
import type { RunRecord } from './run-record.ts';
import type { Verdict } from './verdict.ts';

/** What a run showed, and the sentences that say why. */
export interface Judgement {
  readonly verdict: Verdict;
  /** The first one says what the verdict rests on, the others what else was seen. */
  readonly evidence: readonly string[];
}

export interface CellResult extends Judgement {
  readonly cell: Cell;
  readonly run: RunRecord;
}
