import type { ApiDocument, CheckReport } from '@stuntdouble/engine';
import { heading } from './document-summary.ts';
import { bySeverity, findingLines, plural } from './finding-lines.ts';
import { shownPath } from './shown-path.ts';

type Repair = CheckReport['repairs'][number];

/** The result of `stunt check` for a person: findings by severity, repairs as differences, counts. */
export function checkReport(
  document: ApiDocument,
  { findings, repairs, webhooks, counts }: CheckReport,
  cwd: string,
): string {
  const path = shownPath(document.source, cwd);
  const sections = [heading(document, path)];
  for (const severity of ['error', 'warning', 'info'] as const) {
    const group = bySeverity(findings).filter((finding) => finding.severity === severity);
    if (group.length > 0) sections.push(group.flatMap((finding) => findingLines(finding, path)).join('\n'));
  }
  if (repairs.length > 0)
    sections.push(['Served instead of examples that violate their schema:', ...repairs.map(difference)].join('\n'));
  if (webhooks.length > 0) sections.push(['Webhooks, and what fires them:', ...webhooks.map(mapped)].join('\n'));
  const checked = [
    plural(counts.operations, 'operation'),
    plural(counts.examples, 'example'),
    plural(counts.schemas, 'schema'),
  ];
  sections.push(`${checked.join(', ')} checked; ${plural(counts.repaired, 'example')} repaired. ${verdict(findings)}`);
  return sections.join('\n\n');
}

const mapped = ({ name, firedBy }: CheckReport['webhooks'][number]): string =>
  firedBy.length > 0
    ? `  ${name}: ${firedBy.join(', ')}`
    : `  ${name}: nothing; webhooks.map of stunt.yaml can name operations`;

function verdict(findings: CheckReport['findings']): string {
  const count = (severity: string) => findings.filter((finding) => finding.severity === severity).length;
  return `${plural(count('error'), 'error')}, ${plural(count('warning'), 'warning')}.`;
}

function difference({ operation, status, mediaType, example, pointer, changes }: Repair): string {
  const lines = [`  ${operation} ${status} ${mediaType}${example ? ` example ${example}` : ''} (#${pointer})`];
  for (const { path, code, before, after } of changes) {
    lines.push(`    ${path.length > 0 ? path.join('.') : 'the whole body'} (${code})`);
    if (before !== undefined) lines.push(`      - ${shown(before)}`);
    if (after !== undefined) lines.push(`      + ${shown(after)}`);
  }
  return lines.join('\n');
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 100 ? `${text.slice(0, 97)}...` : text;
}
