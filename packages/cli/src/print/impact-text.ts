import { type Impact, type PartnerFinding, type PartnerImpact, rules, type Severity } from '@stuntdouble/pact';
import { type DifferenceGroup, differenceGroups, placeText } from './difference-groups.ts';
import { headline } from './impact-headline.ts';
import { inOneLine } from './plain-text.ts';

/** The impact of a new document for a person: the answer first, then each partner, then what changed for everybody. */
export function impactText(impact: Impact, { all }: { readonly all: boolean }): string {
  const { partners, counts } = impact;
  return [
    headline(impact),
    versions(impact),
    ...(partners ?? []).toSorted(byVerdict).flatMap((partner) => ['', ...partnerLines(partner, impact)]),
    ...section(impact, 'breaking', 'Breaking'),
    ...section(impact, 'risky', 'Risky'),
    ...(all ? section(impact, 'safe', 'Safe') : []),
    ...(!all && counts.safe > 0 ? ['', `Safe: ${counts.safe} (--all shows them)`] : []),
  ].join('\n');
}

const versions = ({ old, new: current }: Impact): string =>
  `${old.title} ${old.version} (${old.operations} operations) -> ${current.version} (${current.operations} operations)`;

const order = ['breaks', 'at-risk', 'untouched'];

export const byVerdict = (one: PartnerImpact, other: PartnerImpact): number =>
  order.indexOf(one.verdict) - order.indexOf(other.verdict);

export function partnerName({ consumer, version, environment, recorded }: PartnerImpact): string {
  const where = environment === undefined ? '' : ` in ${environment}`;
  return `${consumer}${version === undefined ? '' : ` ${version}`}${where}${recorded ? ' (recorded)' : ''}`;
}

export const verdictWords = { breaks: 'breaks', 'at-risk': 'is at risk', untouched: 'is untouched' } as const;

function partnerLines(partner: PartnerImpact, impact: Impact): string[] {
  const { verdict, findings, unknown, interactions } = partner;
  const groups = Map.groupBy(findings, ({ interaction, operation }) => inOneLine(`"${interaction}" (${operation})`));
  return [
    `${partnerName(partner)} ${verdictWords[verdict]}${verdict === 'untouched' ? `: none of the ${interactions - unknown.length} interactions that the old document describes meets a change` : ''}`,
    ...[...groups].flatMap(([interaction, members]) => [
      `  ${interaction}`,
      ...members.map((finding) => `    ${findingText(finding, impact)}`),
    ]),
    ...unknown.map(
      ({ interaction, asked }) =>
        `  not judged: ${inOneLine(`"${interaction}" asks for ${asked}`)} that the old document does not have`,
    ),
  ];
}

function findingText(finding: PartnerFinding, { differences }: Impact): string {
  const { effect, part, field, message, because, difference } = finding;
  const found = differences[difference];
  const place = found === undefined ? '' : `  ${placeText(found)}`;
  const where = [part, field].filter((text) => text !== '').join(' ');
  const sign = effect === 'breaks' ? 'breaks: ' : 'at risk: ';
  return `${sign}${where === '' ? '' : `${where}: `}${message}${because === undefined ? '' : ` (${because})`}${place}`;
}

function section(impact: Impact, severity: Severity, title: string): string[] {
  const groups = differenceGroups(impact, severity);
  if (groups.length === 0) return [];
  const byRule = Map.groupBy(groups, ({ differences: [first] }) => first?.rule ?? 'operation-removed');
  return [
    '',
    `${title}: ${impact.counts[severity]}`,
    ...[...byRule].flatMap(([rule, members]) => [
      `  ${rule}: ${rules[rule][1]}`,
      ...members.map((group) => `    ${groupText(group, impact)}`),
    ]),
  ];
}

export function moreText({ operations }: DifferenceGroup, comma = ''): string {
  if (operations < 2) return '';
  return `${comma} and ${operations - 1} more ${operations === 2 ? 'operation' : 'operations'}`;
}

function groupText(group: DifferenceGroup, { partners }: Impact): string {
  const [first] = group.differences;
  const more = moreText(group, ',');
  const place = first === undefined ? '' : `  ${placeText(first)}`;
  return `${group.message} | ${group.where}${more}${place}${partners === undefined ? '' : whom(group)}`;
}

const whom = ({ partners, differences: [first] }: DifferenceGroup): string => {
  if (first?.severity === 'safe') return '';
  return partners.length === 0 ? '  [no partner]' : `  [${partners.join(', ')}]`;
};
