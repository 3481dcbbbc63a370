import type { Finding } from '@stuntdouble/engine';

/** A finding in two or three lines: what, where (file:line, else the pointer), what to do. */
export function findingLines(finding: Finding, fallbackFile: string): string[] {
  const { severity, code, message, hint } = finding;
  const lines = [`${severity} ${code}: ${message}`, `  at ${place(finding, fallbackFile)}`];
  if (hint) lines.push(`  hint: ${hint}`);
  return lines;
}

function place({ file, line, column, pointer }: Finding, fallbackFile: string): string {
  const at = line === undefined ? '' : `:${line}${column === undefined ? '' : `:${column}`}`;
  return `${file ?? fallbackFile}${at}${pointer === undefined ? '' : `#${pointer}`}`;
}

const rank = { error: 0, warning: 1, info: 2 } as const;

/** The worst first; the order of the document within a severity. */
export function bySeverity(findings: readonly Finding[]): Finding[] {
  return findings.toSorted((a, b) => rank[a.severity] - rank[b.severity]);
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
