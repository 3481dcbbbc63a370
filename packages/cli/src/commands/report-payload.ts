import type { Invocation, Outcome } from '../outcome.ts';

export interface ReportPayloadArguments {
  readonly document: string;
  readonly pacts: readonly string[];
  readonly provider?: string | undefined;
  readonly format: 'text' | 'json' | 'html';
}

/** `stunt report payload`: what operations offer against what contracts read and send. Calls nobody. */
export async function reportPayload(given: ReportPayloadArguments, { cwd }: Invocation): Promise<Outcome> {
  const { contractsFromFiles, openComparable, payloadUse } = await import('@stuntdouble/pact');
  const document = await openComparable(given.document, cwd);
  const report = await payloadUse(document, await contractsFromFiles(given.pacts, cwd, given.provider));
  if (given.format === 'json') return { exitCode: 0, text: '', json: report };
  if (given.format === 'html') {
    const { payloadPage } = await import('../print/payload-page.ts');
    return { exitCode: 0, text: payloadPage(report) };
  }
  const { payloadText } = await import('../print/payload-text.ts');
  return { exitCode: 0, text: payloadText(report) };
}
