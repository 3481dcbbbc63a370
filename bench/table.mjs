/** Prints the rows of the benchmark as a Markdown table; rows without a target are for information. */

export function renderRows(rows) {
  const cells = rows.map((row) => [
    row.variant === 'source' ? `${row.measure}, from source` : row.measure,
    row.unit,
    number(row.stunt),
    number(row.raw),
    number(row.prism),
    ratioText(row),
    row.target ?? '',
    row.target === undefined ? '' : row.pass ? 'pass' : 'FAIL',
  ]);
  const head = ['measure', 'unit', 'stunt', 'node:http', 'Prism', 'ratio', 'target', ''];
  const lines = [head, head.map((_, i) => (i >= 2 && i <= 4 ? '--:' : '---')), ...cells];
  return lines.map((line) => `| ${line.join(' | ')} |`).join('\n');
}

/** The median, and between which values the middle half lies. */
function ratioText({ ratio, ratios = [], against, prismRatio }) {
  if (ratio === undefined) return '';
  const sorted = [...ratios].sort((a, b) => a - b);
  const at = (share) => sorted[Math.round(share * (sorted.length - 1))];
  const range = sorted.length > 1 ? ` (${decimals(at(0.25))} to ${decimals(at(0.75))})` : '';
  const beside = prismRatio === undefined ? '' : `; Prism ${decimals(prismRatio)}`;
  return `${decimals(ratio)}${range} of ${against}${beside}`;
}

const decimals = (value) => value.toFixed(value < 0.1 ? 3 : 2);

function number(value) {
  if (value === undefined || Number.isNaN(value)) return '–';
  return value < 100 ? value.toFixed(1) : Math.round(value).toLocaleString('en-US');
}
