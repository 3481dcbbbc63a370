import type { Invocation, Outcome } from '../outcome.ts';

export interface CheckArguments {
  readonly document: string;
  readonly format: 'text' | 'json';
  /** As of `serve`. */
  readonly seed?: string | undefined;
  /** What was inferred of the state that is kept, instead of what is wrong. */
  readonly state?: boolean | undefined;
}

/** `stunt check`: compiles all of a document and says what is wrong with it. Serves nothing. */
export async function check(
  { document: source, format, seed, state }: CheckArguments,
  { cwd }: Invocation,
): Promise<Outcome> {
  const { loadDocument, checkDocument, describeState } = await import('@stuntdouble/engine');
  const document = await loadDocument(source, { cwd });
  if (state) {
    const resources = describeState(document);
    if (format === 'json') return { exitCode: 0, text: '', json: { resources } };
    const { stateReport } = await import('../print/state-report.ts');
    return { exitCode: 0, text: stateReport(document, resources, cwd) };
  }
  const report = await checkDocument(document, seed === undefined ? {} : { seed });
  const exitCode = report.findings.some(({ severity }) => severity === 'error') ? 1 : 0;
  if (format === 'json') {
    const { name, title, version } = document;
    return {
      exitCode,
      text: '',
      json: { document: { name, source, title, version, format: document.format }, ...report },
    };
  }
  const { checkReport } = await import('../print/check-report.ts');
  return { exitCode, text: checkReport(document, report, cwd) };
}
