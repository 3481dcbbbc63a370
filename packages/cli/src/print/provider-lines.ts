import type { ApiDocument } from '@stuntdouble/engine';
import type { CheckedOperation, ProviderReport, SentCase } from '@stuntdouble/pact';
import { plural } from './finding-lines.ts';
import type { JunitCase } from './junit.ts';

/** What a check of a provider found, for a person, and as cases of a JUnit report: what failed first. */
export function providerLines(report: ProviderReport, { title, version }: ApiDocument): string {
  const sections = [`${report.url} against ${title}${version ? ` ${version}` : ''}`];
  const of = (result: CheckedOperation['result']) =>
    report.operations.filter((operation) => operation.result === result);
  const failed = of('failed').flatMap(({ operation, cases }) => [`failed: ${operation}`, ...cases.flatMap(caseLines)]);
  const passed = of('passed').flatMap(({ operation, cases }) => [
    `passed: ${operation} (${plural(cases.length, 'request')})`,
    ...cases.flatMap(caseLines),
  ]);
  const rest = [...Map.groupBy(of('not exercised'), ({ reason }) => reason ?? '')].flatMap(([reason, members]) => [
    `not exercised: ${reason}`,
    ...members.map(({ operation }) => `  ${operation}`),
  ]);
  for (const lines of [failed, passed, rest]) if (lines.length > 0) sections.push(lines.join('\n'));
  const { counts } = report;
  sections.push(
    `${plural(report.operations.length, 'operation')}: ${counts.passed} passed, ${counts.failed} failed, ${counts.notExercised} not exercised; ${plural(report.requests, 'request')}, seed ${JSON.stringify(report.seed)}.`,
  );
  return sections.join('\n\n');
}

function caseLines({ what, method, target, status, problems }: SentCase): string[] {
  if (problems.length === 0) return [];
  return [
    `  ${what}: ${method} ${shortened(target)} ${status ?? 'without an answer'}`,
    ...problems.map(
      ({ severity, code, message, pointer }) =>
        `    ${severity} ${code}: ${message}${pointer === undefined ? '' : ` (#${pointer})`}`,
    ),
  ];
}

const shortened = (text: string): string => (text.length > 120 ? `${text.slice(0, 117)}...` : text);

export function providerCases({ operations, url }: ProviderReport): JunitCase[] {
  return operations.map(({ operation, result, reason, cases }) => ({
    suite: url,
    name: operation,
    result: result === 'not exercised' ? 'skipped' : result,
    lines: result === 'not exercised' ? [reason ?? ''] : cases.flatMap(caseLines).map((line) => line.trim()),
  }));
}
