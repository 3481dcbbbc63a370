/** A JUnit report, as CI servers read it: one case for each thing that was checked. Decides nothing. */

export interface JunitCase {
  readonly suite: string;
  readonly name: string;
  readonly result: 'passed' | 'failed' | 'skipped';
  /** What failed, or why it was skipped. */
  readonly lines: readonly string[];
}

export function junitReport(name: string, cases: readonly JunitCase[]): string {
  const suites = [...Map.groupBy(cases, ({ suite }) => suite)].map(([suite, members]) =>
    [
      `  <testsuite ${counts(suite, members)}>`,
      ...members.map((member) => oneCase(suite, member)),
      '  </testsuite>',
    ].join('\n'),
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts(name, cases)}>`,
    ...suites,
    '</testsuites>',
    '',
  ].join('\n');
}

function counts(name: string, cases: readonly JunitCase[]): string {
  const count = (result: JunitCase['result']) => cases.filter((member) => member.result === result).length;
  return `name="${escaped(name)}" tests="${cases.length}" failures="${count('failed')}" skipped="${count('skipped')}"`;
}

function oneCase(suite: string, { name, result, lines }: JunitCase): string {
  const head = `    <testcase classname="${escaped(suite)}" name="${escaped(name)}"`;
  if (result === 'passed') return `${head}/>`;
  const first = escaped(lines[0] ?? '');
  const inner =
    result === 'skipped'
      ? `<skipped message="${first}"/>`
      : `<failure message="${first}">${escaped(lines.join('\n'))}</failure>`;
  return `${head}>${inner}</testcase>`;
}

/** XML has no place for control characters, not even escaped. */
function escaped(text: string): string {
  return [...text]
    .filter((char) => char >= ' ' || char === '\n' || char === '\t')
    .join('')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
