import { partnerContracts } from '../contract/partner-contracts.ts';
import { CliError } from '../errors.ts';
import type { PartnerArguments } from '../options/partner-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';

export interface ReportPayloadArguments extends PartnerArguments {
  readonly document: string;
  readonly format: 'text' | 'json' | 'html';
}

/** `stunt report payload`: what operations offer against what contracts read and send. Calls nobody but a broker. */
export async function reportPayload(given: ReportPayloadArguments, invocation: Invocation): Promise<Outcome> {
  const { openComparable, payloadUse } = await import('@stuntdouble/pact');
  const contracts = await partnerContracts(given, invocation);
  if (contracts === undefined)
    throw new CliError('USAGE', 'no contracts were named', 'Name some with --pacts, or with --broker and --provider.');
  const report = await payloadUse(await openComparable(given.document, invocation.cwd), contracts);
  if (given.format === 'json') return { exitCode: 0, text: '', json: report };
  if (given.format === 'html') {
    const { payloadPage } = await import('../print/payload-page.ts');
    return { exitCode: 0, text: payloadPage(report) };
  }
  const { payloadText } = await import('../print/payload-text.ts');
  return { exitCode: 0, text: payloadText(report) };
}
