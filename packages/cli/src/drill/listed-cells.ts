import { cellsOf, checkCells, judgeModes, onlyCells } from '@stuntdouble/drill';
import { createEngine } from '@stuntdouble/engine';
import type { DrillArguments } from '../options/drill-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';
import { columns } from '../print/columns.ts';
import { readInputs } from './prepare-drill.ts';
import { readReport } from './read-report.ts';

/** The cells of a drill without running it: of all operations, or of those that an earlier drill found in use. */
export async function listedCells(args: DrillArguments, { cwd }: Invocation): Promise<Outcome> {
  const { document, plan } = await readInputs(args, cwd);
  const earlier = await readReport(args.baseline, cwd);
  const used = earlier?.baseline.operations.map(({ id }) => id);
  // What a run would refuse is refused here: whoever writes a plan looks at its cells first.
  judgeModes(createEngine({ documents: [document], speaksTls: args.intercept !== undefined }), plan.modes, document);
  const operations = used ?? document.operations.map(({ id }) => id);
  const all = cellsOf(document, operations, plan);
  checkCells(all, operations, plan);
  const cells = onlyCells(all, args.only ?? [], document, plan);
  const rows = cells.map(({ id, operation, mode }) => ({
    id,
    operation,
    fault: mode.id,
    lasts: mode.lasts,
    title: mode.title,
  }));
  const about = used === undefined ? 'A drill runs those of the operations that the test command uses.' : '';
  const lines = columns(rows.map(({ id, lasts, title }) => [id, lasts, title]));
  const text = [lines, '', `${cells.length} cells. ${about}`.trim()];
  return { exitCode: 0, text, ...(args.format === 'json' && { json: { cells: rows } }) };
}
