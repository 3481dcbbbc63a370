/** A JUnit report, as CI servers read it: one case for each thing that was checked. Decides nothing. */

export interface JunitCase {
  readonly suite: string;
  readonly name: string;
  readonly result: 'passed' | 'failed' | 'skipped';
  /** What failed, or why it was skipped. */
  readonly lines: readonly string[];
  readonly durationMs?: number | undefined;
  /** Where the suite's pact came from. */
  readonly pact?: string;
}

export function junitReport(name: string, cases: readonly JunitCase[]): string {
  const suites = Map.groupBy(cases, ({ suite, pact }) => JSON.stringify([suite, pact]));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts(name, cases)}>`,
    ...[...suites.values()].flatMap(oneSuite),
    '</testsuites>',
    '',
  ].join('\n');
}

function oneSuite(cases: readonly JunitCase[]): string[] {
  const [{ suite = '', pact } = {}] = cases;
  return [
    `  <testsuite ${counts(suite, cases)}>`,
    ...(pact === undefined ? [] : [`    <properties><property name="pact" value="${escaped(pact)}"/></properties>`]),
    ...cases.map(oneCase),
    '  </testsuite>',
  ];
}

function counts(name: string, cases: readonly JunitCase[]): string {
  const count = (result: JunitCase['result']) => cases.filter((member) => member.result === result).length;
  const time = seconds(cases.reduce((sum, { durationMs = 0 }) => sum + durationMs, 0));
  return `name="${escaped(name)}" tests="${cases.length}" failures="${count('failed')}" errors="0" skipped="${count('skipped')}" time="${time}"`;
}

function oneCase({ suite, name, result, lines, durationMs = 0 }: JunitCase): string {
  const head = `    <testcase classname="${escaped(suite)}" name="${escaped(name)}" time="${seconds(durationMs)}"`;
  if (result === 'passed') return `${head}/>`;
  const first = escaped(lines[0] ?? '');
  const inner =
    result === 'skipped'
      ? `<skipped message="${first}"/>`
      : `<failure message="${first}">${escaped(lines.join('\n'))}</failure>`;
  return `${head}>${inner}</testcase>`;
}

const seconds = (ms: number): number => ms / 1000;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML 1.0 has no place for most control characters, nor for half a sign, however they are written. */
const isUnspeakable = (code: number): boolean =>
  (code < 32 && ![9, 10, 13].includes(code)) ||
  (code >= 0xd800 && code <= 0xdfff) ||
  code === 0xfffe ||
  code === 0xffff;

function escaped(text: string): string {
  const sayable = Array.from(text, (sign) => (isUnspeakable(sign.codePointAt(0) ?? 0) ? '\ufffd' : sign)).join('');
  return sayable.replace(/[&<>"]/g, (found) => entities[found] ?? found);
}
