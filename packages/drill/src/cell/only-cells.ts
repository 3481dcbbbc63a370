import { type ApiDocument, nearestNames } from '@stuntdouble/engine';
import type { Cell } from '../cell.ts';
import { DrillError } from '../errors.ts';
import { matchesCell } from '../matches-cell.ts';
import type { Plan } from '../plan/plan.ts';
import { cellsOf } from './cells-of.ts';

/** The cells that were asked for by id or pattern; all where nothing was. @throws DrillError DRILL_CELL_UNKNOWN */
export function onlyCells(cells: readonly Cell[], only: readonly string[], document: ApiDocument, plan: Plan): Cell[] {
  for (const pattern of only)
    if (!cells.some((cell) => matchesCell(pattern, cell))) throw unknownCell(pattern, cells, document, plan);
  return cells.filter((cell) => only.length === 0 || only.some((pattern) => matchesCell(pattern, cell)));
}

function unknownCell(pattern: string, cells: readonly Cell[], document: ApiDocument, plan: Plan): DrillError {
  const operations = document.operations.map(({ id }) => id);
  const isUnused = cellsOf(document, operations, plan).some((cell) => matchesCell(pattern, cell));
  if (isUnused)
    return new DrillError(
      'DRILL_CELL_UNKNOWN',
      `The cell "${pattern}" is for an operation that the command does not use: it uses ${[...new Set(cells.map(({ operation }) => operation))].join(', ')}.`,
    );
  const ids = cells.flatMap(({ id, operation, mode }) => [id, operation, mode.id]);
  const nearest = nearestNames(pattern, [...new Set(ids)]);
  return new DrillError('DRILL_CELL_UNKNOWN', `There is no cell "${pattern}". Nearest: ${nearest.join(', ')}.`);
}
