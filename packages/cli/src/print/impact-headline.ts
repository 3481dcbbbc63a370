import type { Impact, PartnerImpact } from '@stuntdouble/pact';

/** The answer in one line: who breaks; without contracts, what does. */
export function headline({ counts, partners, environment }: Impact): string {
  const changes = `${counts.breaking} breaking, ${counts.risky} risky and ${counts.safe} safe differences`;
  if (counts.breaking + counts.risky + counts.safe === 0) return 'Nothing changed that a caller could notice.';
  if (partners === undefined) return `${changes}; whom they hit is not known without contracts (--pacts)`;
  if (partners.length === 0) {
    const nobody = environment === undefined ? 'has a contract yet' : `with a contract is in ${environment}`;
    return `Nobody breaks: no partner ${nobody}. ${changes}.`;
  }
  const named = (verdict: PartnerImpact['verdict']) => [
    ...new Set(partners.filter((each) => each.verdict === verdict).map(({ consumer }) => consumer)),
  ];
  const [broken, risked, untouched] = [named('breaks'), named('at-risk'), named('untouched')];
  const all = new Set(partners.map(({ consumer }) => consumer)).size;
  const parts = [
    broken.length === 0
      ? `None of ${all} partners breaks`
      : `${broken.length} of ${all} partners ${broken.length === 1 ? 'breaks' : 'break'}: ${broken.join(', ')}`,
    ...(risked.length === 0 ? [] : [`at risk: ${risked.join(', ')}`]),
    ...(untouched.length === 0 ? [] : [`untouched: ${untouched.join(', ')}`]),
  ];
  return `${parts.join('; ')}. ${changes}.`;
}
