import type { Invocation, Outcome } from '../outcome.ts';

export interface ReportSecurityArguments {
  readonly document: string;
  readonly format: 'text' | 'json';
}

/** `stunt report security`: what the operations of a document ask of their callers. Serves nothing, judges nothing. */
export async function reportSecurity(
  { document: source, format }: ReportSecurityArguments,
  { cwd }: Invocation,
): Promise<Outcome> {
  const { loadDocument, securityReport } = await import('@stuntdouble/engine');
  const document = await loadDocument(source, { cwd });
  const report = securityReport(document);
  if (format === 'json') {
    const { name, title, version } = document;
    return { exitCode: 0, text: '', json: { document: { name, source, title, version }, ...report } };
  }
  const { securityTable } = await import('../print/security-table.ts');
  return { exitCode: 0, text: securityTable(report) };
}
