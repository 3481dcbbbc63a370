import { shown } from '../shown.ts';
import type { Verdict } from '../verdict.ts';
import { verdicts } from '../verdict.ts';
import { faultsOf, LETTERS, markOf, operationsOf } from './marks.ts';
import type { CellReport, Comparison, DrillReport, Summary } from './report.ts';

/** The report for a terminal: the matrix (modes down, operations across), what its marks mean, and each cell that does not pass. */
export function textReport({ baseline, cells, summary }: DrillReport, notes: readonly string[]): string {
  const used = baseline.operations.map(({ id, calls }) => (calls === 1 ? id : `${id} (${calls} times)`));
  return [
    baseline.runs === 0
      ? 'stopped before the baseline was complete'
      : `baseline passed twice, ${shown(baseline.durationMs)}; it uses ${used.join(', ')}`,
    ...notes.map((note) => `note: ${note}`),
    '',
    ...(cells.length === 0 ? ['No cell was run.'] : [...matrix(cells), '', legend(cells)]),
    ...explanations(cells.filter(({ allowed }) => !allowed)),
    '',
    ...(summary.comparison === undefined ? [] : comparisonLines(summary.comparison)),
    ...summaryLines(summary),
  ].join('\n');
}

function matrix(cells: readonly CellReport[]): string[] {
  const operations = operationsOf(cells);
  const faults = faultsOf(cells);
  const first = Math.max(...faults.map(({ length }) => length));
  const at = new Map(cells.map((cell) => [`${cell.operation}\n${cell.fault}`, markOf(cell)]));
  const wide = operations.join('  ').length + first + 2 <= WIDTH;
  const heads = wide ? operations : operations.map((_, index) => String(index + 1));
  const row = (head: string, marks: readonly string[]): string =>
    `${head.padEnd(first)}  ${marks.map((mark, index) => mark.padEnd(Math.max(2, heads[index]?.length ?? 0))).join('  ')}`.trimEnd();
  return [
    ...(wide ? [] : [...operations.map((operation, index) => `${index + 1} = ${operation}`), '']),
    row('', heads),
    ...faults.map((fault) =>
      row(
        fault,
        operations.map((operation) => at.get(`${operation}\n${fault}`) ?? ''),
      ),
    ),
  ];
}

const WIDTH = 110;

function legend(cells: readonly CellReport[]): string {
  const present = new Set<Verdict>(cells.map(({ verdict }) => verdict));
  const marks = verdicts.filter((verdict) => present.has(verdict)).map((verdict) => `${LETTERS[verdict]} ${verdict}`);
  const outside = cells.some(({ allowed }) => !allowed) ? ['capital and ! outside the plan'] : [];
  return [...marks, ...outside].join('   ');
}

/** What a sentence says for many cells is said once. */
function explanations(cells: readonly CellReport[]): string[] {
  const said = new Set<string>();
  return cells.flatMap(({ id, verdict, evidence, replay }) => {
    const fresh = evidence.filter((sentence) => !said.has(`${verdict} ${sentence}`));
    for (const sentence of fresh) said.add(`${verdict} ${sentence}`);
    return ['', `${id}  ${verdict}`, ...fresh.map((sentence) => `  ${sentence}`), `  replay: ${replay}`];
  });
}

export function comparisonLines({ better, worse, added, gone }: Comparison): string[] {
  const changes = (list: Comparison['better']): string =>
    list.map(({ id, before, now }) => `${id} (${before} → ${now})`).join(', ');
  const parts = [
    ...(better.length > 0 ? [`better: ${changes(better)}`] : []),
    ...(worse.length > 0 ? [`worse: ${changes(worse)}`] : []),
    ...(added.length > 0 ? [`new: ${added.join(', ')}`] : []),
    ...(gone.length > 0 ? [`not run now: ${gone.join(', ')}`] : []),
  ];
  return parts.length === 0 ? ['nothing changed since the earlier report'] : parts;
}

/** A hundred names are no help in a terminal or a pull request; the JSON report has them. */
const mostNames = 8;
const few = (names: readonly string[]): string =>
  names.length <= mostNames
    ? names.join(', ')
    : `${names.length} cells, ${names.slice(0, mostNames).join(', ')} and so on`;

export function summaryLines({
  cells,
  allowed,
  notAllowed,
  leftOut,
  unchanged,
  stopped,
  durationMs,
}: Summary): string[] {
  return [
    `${cells} ${cells === 1 ? 'cell' : 'cells'} in ${shown(durationMs)}: ${allowed} within the plan, ${notAllowed} outside`,
    ...(unchanged.length > 0
      ? [`${unchanged.length} of them not run again: nothing changed since the earlier report`]
      : []),
    ...(leftOut.length > 0
      ? [`left out, since ${stopped ? 'the drill was stopped' : 'time was up'}: ${few(leftOut)}`]
      : []),
    ...(stopped && leftOut.length === 0 ? ['stopped before its end'] : []),
  ];
}
