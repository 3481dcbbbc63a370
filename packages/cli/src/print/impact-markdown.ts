import { type Impact, type PartnerImpact, rules, type Severity } from '@stuntdouble/pact';
import { type DifferenceGroup, differenceGroups, placeText } from './difference-groups.ts';
import { headline } from './impact-headline.ts';
import { byVerdict, moreText, partnerName, verdictWords } from './impact-text.ts';

/** The impact as a comment on a pull request: a table for each partner, what changed for everybody folded away. */
export function impactMarkdown(impact: Impact): string {
  const { old, new: current, partners } = impact;
  return [
    `## Impact of ${text(current.title)} ${text(current.version)} on what ${text(old.version)} promised`,
    '',
    `**${text(headline(impact))}**`,
    ...(partners ?? []).toSorted(byVerdict).flatMap((partner) => ['', ...partnerSection(partner, impact)]),
    ...folded(impact, 'breaking', 'Breaking differences'),
    ...folded(impact, 'risky', 'Risky differences'),
    ...folded(impact, 'safe', 'Safe differences'),
    '',
  ].join('\n');
}

const signs = { breaks: '🔴', 'at-risk': '🟡', untouched: '🟢' } as const;

function partnerSection(partner: PartnerImpact, { differences }: Impact): string[] {
  const { verdict, findings, unknown } = partner;
  const heading = `### ${signs[verdict]} ${text(partnerName(partner))} ${verdictWords[verdict]}`;
  const rows = findings.map((finding) => {
    const found = differences[finding.difference];
    const where = [finding.part, finding.field].filter((each) => each !== '').join(' ');
    const why = finding.because === undefined ? '' : ` (${finding.because})`;
    return [
      finding.effect === 'breaks' ? 'breaks' : 'at risk',
      finding.interaction,
      finding.operation,
      where,
      `${finding.message}${why}`,
      found === undefined ? '' : placeText(found),
    ];
  });
  const judged = unknown.map(({ interaction, asked }) => `- not judged: ${text(interaction)} asks for ${code(asked)}`);
  if (rows.length === 0) return [heading, ...(judged.length > 0 ? ['', ...judged] : [])];
  return [
    heading,
    '',
    ...table(['effect', 'interaction', 'operation', 'where', 'what', 'line'], rows),
    ...(judged.length > 0 ? ['', ...judged] : []),
  ];
}

/** A comment may have 65,536 characters. */
const MOST_ROWS = 100;

function folded(impact: Impact, severity: Severity, title: string): string[] {
  const groups = differenceGroups(impact, severity);
  if (groups.length === 0) return [];
  const rows = groups.slice(0, MOST_ROWS).map((group) => groupRow(group, impact));
  const left = groups.length - rows.length;
  return [
    '',
    `<details><summary>${title}: ${impact.counts[severity]}</summary>`,
    '',
    ...table(['rule', 'what', 'where', 'line', 'partners'], rows),
    ...(left > 0 ? ['', `and ${left} more; \`--format json\` has all of them`] : []),
    '',
    '</details>',
  ];
}

function groupRow(group: DifferenceGroup, impact: Impact): string[] {
  const {
    differences: [first],
    message,
    where,
    partners,
  } = group;
  const rule = first === undefined ? '' : `${first.rule}: ${rules[first.rule][1]}`;
  const more = moreText(group);
  const whom = impact.partners === undefined || first?.severity === 'safe' ? '' : partners.join(', ') || 'none';
  return [rule, message, `${where}${more}`, first === undefined ? '' : placeText(first), whom];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map((row) => line(row.map(text)))];
}

/** Names come from documents and pacts: nothing in them is markup. */
const text = (given: string): string =>
  given
    .replaceAll(/\s+/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\`*_{}[\]|@#~]/g, (sign) => `\\${sign}`);

const code = (given: string): string => `\`${given.replaceAll('`', "'")}\``;
