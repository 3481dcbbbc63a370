import type { CellResult } from '../cell-result.ts';
import { shown } from '../shown.ts';
import { tailOf } from '../tail.ts';
import { escaped } from './escaped.ts';
import { faultsOf, operationsOf } from './marks.ts';
import { styles } from './page-styles.ts';
import type { CellReport, DrillReport } from './report.ts';
import { comparisonLines, summaryLines } from './text-report.ts';
import { timeLine } from './time-line.ts';

/**
 * The report as one page without scripts and without anything from elsewhere: the matrix, and for each cell its time line, what
 * it proves, the end of what the command printed, and how to run it again.
 */
export function htmlReport({ baseline, cells, summary }: DrillReport, results: readonly CellResult[]): string {
  const runs = new Map(results.map((result) => [result.cell.id, result]));
  const title = `Drill of ${baseline.document}`;
  const lines = [
    ...summaryLines(summary),
    ...(summary.comparison === undefined ? [] : comparisonLines(summary.comparison)),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>${styles}</style>
</head>
<body>
<header><h1>${escaped(title)}</h1>
${lines.map((line) => `<p>${escaped(line)}.</p>`).join('\n')}
<p class="quiet">Command: <code>${escaped(baseline.command.join(' '))}</code>. Without faults it takes ${shown(baseline.durationMs)}.</p></header>
<main>
${matrix(cells)}
${cells.map((cell) => section(cell, runs.get(cell.id))).join('\n')}
</main>
</body>
</html>
`;
}

function matrix(cells: readonly CellReport[]): string {
  if (cells.length === 0) return '<p>No cell was run.</p>';
  const operations = operationsOf(cells);
  const at = new Map(cells.map((cell) => [`${cell.operation}\n${cell.fault}`, cell]));
  const head = operations.map((operation) => `<th scope="col">${escaped(operation)}</th>`).join('');
  const rows = faultsOf(cells).map((fault) => {
    const marks = operations.map((operation) => markCell(at.get(`${operation}\n${fault}`)));
    return `<tr><th scope="row">${escaped(fault)}</th>${marks.join('')}</tr>`;
  });
  return `<div class="wide"><table><caption>Failure modes by operation</caption><thead><tr><td></td>${head}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
}

function markCell(cell: CellReport | undefined): string {
  if (cell === undefined) return '<td class="none"></td>';
  const { id, verdict, allowed } = cell;
  return `<td class="${toneOf(cell)}"><a href="#${escaped(anchorOf(id))}">${verdict}${allowed ? '' : ' ✗'}</a></td>`;
}

/** How a verdict looks: what the plan does not let pass is red whatever it is. */
function toneOf({ verdict, allowed }: CellReport): string {
  if (!allowed) return 'outside';
  return verdict === 'survived' || verdict === 'degraded' ? 'fine' : 'plain';
}

function section(cell: CellReport, result: CellResult | undefined): string {
  const { id, verdict, allowed, evidence, replay, exitCode, durationMs } = cell;
  const ended = exitCode === null ? 'ended by the drill' : `exit code ${exitCode}`;
  const drawn = result === undefined ? '<p class="quiet">Not run again: nothing changed.</p>' : timeLine(result.run);
  const mode =
    result === undefined ? '' : `<p>${escaped(`${sentence(result.cell.mode.title)} (${result.cell.mode.lasts})`)}</p>`;
  const output = result === undefined ? '' : tailOf(result.run.output);
  return `<section id="${escaped(anchorOf(id))}"><details${allowed ? '' : ' open'}>
<summary><span class="tag ${toneOf(cell)}">${verdict}</span> <code>${escaped(id)}</code> <span class="quiet">${ended}, ${shown(durationMs)}</span></summary>
${mode}
<ul>${evidence.map((line) => `<li>${escaped(line)}</li>`).join('')}</ul>
${drawn}
<h3>To run it again</h3><pre>${escaped(replay)}</pre>
${output === '' ? '' : `<h3>The end of its output</h3><pre class="output">${escaped(output)}</pre>`}
</details></section>`;
}

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
const anchorOf = (id: string): string => `cell-${id.replaceAll(/[^\w.-]/g, '_')}`;
