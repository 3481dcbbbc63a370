import { faultsOf, markOf, operationsOf } from './marks.ts';
import type { CellReport, DrillReport } from './report.ts';
import { comparisonLines, summaryLines } from './text-report.ts';

/** The report for a pull request: a sentence, the matrix, and what does not pass, folded. */
export function markdownReport({ cells, summary }: DrillReport): string {
  const outside = cells.filter(({ allowed }) => !allowed);
  const [head = '', ...more] = summaryLines(summary);
  return [
    `### Drill: ${headline(outside.length, cells.length, summary.leftOut.length)}`,
    '',
    sentence(head),
    ...more.map(sentence),
    ...(summary.comparison === undefined
      ? []
      : ['', ...comparisonLines(summary.comparison).map((line) => `- ${text(line)}`)]),
    '',
    ...(cells.length === 0 ? [] : [...matrix(cells), '']),
    ...outside.flatMap(details),
  ].join('\n');
}

function headline(outside: number, tried: number, leftOut: number): string {
  if (outside > 0) return `${outside} outside the plan`;
  if (leftOut === 0) return 'everything within the plan';
  return tried === 0 ? 'nothing was tried' : `what was tried is within the plan (${tried} of ${tried + leftOut} cells)`;
}

function matrix(cells: readonly CellReport[]): string[] {
  const operations = operationsOf(cells);
  const at = new Map(cells.map((cell) => [`${cell.operation}\n${cell.fault}`, cell]));
  const shown = (cell: CellReport | undefined): string => {
    if (cell === undefined) return '';
    return cell.allowed ? cell.verdict : `**${cell.verdict}** (${markOf(cell)})`;
  };
  return [
    `| | ${operations.map(code).join(' | ')} |`,
    `|---|${operations.map(() => '---|').join('')}`,
    ...faultsOf(cells).map(
      (fault) =>
        `| ${code(fault)} | ${operations.map((operation) => shown(at.get(`${operation}\n${fault}`))).join(' | ')} |`,
    ),
  ];
}

function details({ id, verdict, evidence, replay }: CellReport): string[] {
  return [
    `<details><summary><code>${text(id)}</code>: ${verdict}</summary>`,
    '',
    ...evidence.map((line) => `- ${text(line)}`),
    '',
    '```sh',
    replay.replaceAll('```', ''),
    '```',
    '',
    '</details>',
    '',
  ];
}

const sentence = (line: string): string => `${text(line)}.`;
const code = (name: string): string => `\`${name.replaceAll('`', "'").replaceAll('|', '\\|')}\``;
/** Nothing in it is taken for a tag, a row or emphasis. */
const text = (line: string): string =>
  line.replace(/[<>|*_`\\]/g, (sign) => (sign === '<' ? '&lt;' : sign === '>' ? '&gt;' : `\\${sign}`));
