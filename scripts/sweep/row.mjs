/** One line of the sweep's table: what a document's server did, in counts, and what is wrong with that. */

export function emptyRow(document) {
  return {
    name: document.name,
    extra: document.extra,
    version: '',
    operations: 0,
    startedS: null,
    peakMb: null,
    asked: 0,
    answers: { '2xx': 0, '3xx': 0, '4xx': 0, '5xx': 0, none: 0 },
    json: { json: 0, valid: 0, invalid: 0, format: 0, unchecked: 0, undeclared: 0 },
    /** Sentences; any of them fails the sweep. */
    failures: [],
    notes: [],
  };
}

export const classOf = (status) => (status ? `${String(status)[0]}xx` : 'none');

const columns = [
  ['document', (row) => row.name],
  ['version', (row) => row.version],
  ['operations', (row) => row.operations],
  ['started s', (row) => row.startedS?.toFixed(2) ?? '–'],
  ['peak MB', (row) => row.peakMb ?? '–'],
  ['asked', (row) => row.asked],
  ['2xx', (row) => row.answers['2xx']],
  ['3xx', (row) => row.answers['3xx']],
  ['4xx', (row) => row.answers['4xx']],
  ['5xx', (row) => row.answers['5xx']],
  ['none', (row) => row.answers.none],
  ['JSON', (row) => row.json.json],
  ['valid', (row) => row.json.valid],
  ['invalid', (row) => row.json.invalid],
  ['format', (row) => row.json.format],
  ['unchecked', (row) => row.json.unchecked],
  ['undeclared', (row) => row.json.undeclared],
];

export function renderTable(rows) {
  const lines = [...rows, totalOf(rows)].map((row) => columns.map(([, value]) => String(value(row))));
  const widths = columns.map(([title], i) => Math.max(title.length, ...lines.map((line) => line[i].length)));
  const render = (cells) =>
    `| ${cells.map((cell, i) => (i < 2 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(' | ')} |`;
  const rule = `|${widths.map((width, i) => (i < 2 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [render(columns.map(([title]) => title)), rule, ...lines.map(render)].join('\n');
}

export function totalOf(rows) {
  const started = rows.filter((row) => row.startedS !== null);
  const total = emptyRow({ name: `${started.length} of ${rows.length} start`, extra: false });
  for (const row of rows) {
    total.operations += row.operations;
    total.asked += row.asked;
    for (const group of ['answers', 'json'])
      for (const key of Object.keys(total[group])) total[group][key] += row[group][key];
  }
  return total;
}
