import { escaped } from './escaped.ts';
import type { CellReport, DrillReport } from './report.ts';

/** The report as CI servers read it: a test suite for each operation, a test case for each cell, a failure where the plan does not let it pass. */
export function junitReport({ cells, summary }: DrillReport): string {
  const suites = [...Map.groupBy(cells, ({ operation }) => operation)].map(([operation, own]) => suite(operation, own));
  const leftOut = summary.leftOut.map(
    (id) => `    <testcase classname="drill" name="${escaped(id)}"><skipped message="left out"/></testcase>`,
  );
  const rest =
    leftOut.length === 0
      ? []
      : [
          `  <testsuite name="left out" tests="${leftOut.length}" failures="0" skipped="${leftOut.length}">`,
          ...leftOut,
          '  </testsuite>',
        ];
  const counts = `tests="${cells.length + leftOut.length}" failures="${summary.notAllowed}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="drill" ${counts} time="${seconds(summary.durationMs)}">`,
    ...suites,
    ...rest,
    '</testsuites>',
    '',
  ].join('\n');
}

function suite(operation: string, cells: readonly CellReport[]): string {
  const failures = cells.filter(({ allowed }) => !allowed).length;
  const skipped = cells.filter(isSkipped).length;
  const time = seconds(cells.reduce((sum, { durationMs }) => sum + durationMs, 0));
  return [
    `  <testsuite name="${escaped(operation)}" tests="${cells.length}" failures="${failures}" skipped="${skipped}" time="${time}">`,
    ...cells.map(testCase),
    '  </testsuite>',
  ].join('\n');
}

const isSkipped = ({ verdict, allowed }: CellReport): boolean => verdict === 'not-exercised' && allowed;

function testCase(cell: CellReport): string {
  const { id, operation, verdict, allowed, durationMs, evidence, replay } = cell;
  const head = `    <testcase classname="${escaped(operation)}" name="${escaped(id)}" time="${seconds(durationMs)}"`;
  const text = [...evidence, `replay: ${replay}`].join('\n');
  if (isSkipped(cell)) return `${head}><skipped message="${escaped(evidence[0] ?? verdict)}"/></testcase>`;
  if (allowed) return `${head}><system-out>${escaped([verdict, text].join('\n'))}</system-out></testcase>`;
  const failure = `<failure type="${verdict}" message="${escaped(`${verdict}: ${evidence[0] ?? ''}`)}">${escaped(text)}</failure>`;
  return `${head}>${failure}</testcase>`;
}

const seconds = (ms: number): string => (ms / 1000).toFixed(3);
