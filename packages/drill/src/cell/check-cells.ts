import type { Cell } from '../cell.ts';
import { DrillError } from '../errors.ts';
import type { Plan } from '../plan/plan.ts';

/** Refuses a plan that leaves nothing to try: to end well would say that all is well. @throws DrillError DRILL_NO_CELL */
export function checkCells(cells: readonly Cell[], operations: readonly string[], { modes, skip }: Plan): void {
  if (cells.length > 0) return;
  const tried = modes.length === 0 ? 'no mode' : modes.map(({ id }) => id).join(', ');
  const skipped = skip.length === 0 ? '' : `, and leaves out ${skip.join(', ')}`;
  throw new DrillError(
    'DRILL_NO_CELL',
    `The plan leaves no cell for ${shortened(operations)}: it tries ${tried}${skipped}.`,
  );
}

const SHOWN = 8;

const shortened = (names: readonly string[]): string =>
  names.length === 0
    ? 'a document without operations'
    : `${names.slice(0, SHOWN).join(', ')}${names.length > SHOWN ? ' and so on' : ''}`;
