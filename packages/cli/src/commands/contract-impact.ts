import type { Impact } from '@stuntdouble/pact';
import { partnerContracts } from '../contract/partner-contracts.ts';
import { namesBroker } from '../contract/with-broker.ts';
import { CliError } from '../errors.ts';
import type { FailOn } from '../options/impact-flags.ts';
import type { PartnerArguments } from '../options/partner-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';

export interface ContractImpactArguments extends PartnerArguments {
  readonly old: string;
  readonly new: string;
  readonly format: 'text' | 'json' | 'markdown';
  readonly failOn: FailOn;
  readonly all: boolean;
}

/** `stunt contract impact`: what changed between two documents, and which partners' contracts meet it. Calls nobody but a broker. */
export async function contractImpact(given: ContractImpactArguments, invocation: Invocation): Promise<Outcome> {
  const { openComparable, impactOf } = await import('@stuntdouble/pact');
  const { cwd } = invocation;
  const [old, current, contracts] = await Promise.all([
    openComparable(given.old, cwd),
    openComparable(given.new, cwd),
    partnerContracts(given, invocation),
  ]);
  if (given.failOn === 'breaking-for-deployed' && contracts === undefined)
    throw new CliError(
      'USAGE',
      '--fail-on breaking-for-deployed needs contracts',
      namesBroker({ broker: given.broker }, invocation)
        ? 'Name the provider that the documents describe: --provider.'
        : 'Name some with --pacts, or with --broker and --provider.',
    );
  const impact = impactOf(old, current, contracts, given.environment);
  const exitCode = isFailed(impact, given.failOn) ? 1 : 0;
  if (given.format === 'json') return { exitCode, text: '', json: impact };
  if (given.format === 'markdown') {
    const { impactMarkdown } = await import('../print/impact-markdown.ts');
    return { exitCode, text: impactMarkdown(impact) };
  }
  const { impactText } = await import('../print/impact-text.ts');
  return { exitCode, text: impactText(impact, { all: given.all }) };
}

function isFailed({ counts, partners = [] }: Impact, failOn: FailOn): boolean {
  switch (failOn) {
    case 'never':
      return false;
    case 'breaking':
      return counts.breaking > 0;
    case 'risky':
      return counts.breaking + counts.risky > 0;
    case 'breaking-for-deployed':
      return partners.some(({ verdict }) => verdict === 'breaks');
  }
}
