import type { Cell } from '../cell.ts';
import type { CellReport, DrillReport, Fingerprint } from './report.ts';

/** What an earlier report says of cells for which neither the client, nor the operation in the document, nor the plan changed. */
export function unchangedCells(
  cells: readonly Cell[],
  earlier: DrillReport | undefined,
  now: Fingerprint,
): readonly CellReport[] {
  const before = earlier?.baseline.fingerprint;
  if (earlier === undefined || before === undefined) return [];
  if (before.client !== now.client || before.plan !== now.plan) return [];
  const wanted = new Set(
    cells.filter(({ operation }) => before.operations[operation] === now.operations[operation]).map(({ id }) => id),
  );
  return earlier.cells.filter(({ id }) => wanted.has(id));
}
