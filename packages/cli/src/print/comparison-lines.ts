import type { ApiDocument } from '@stuntdouble/engine';
import type { ComparedInteraction, CompareFinding, Comparison } from '@stuntdouble/pact';
import { plural } from './finding-lines.ts';
import type { JunitCase } from './junit.ts';
import { inOneLine } from './plain-text.ts';

/** A comparison for a person, grouped by interaction, and as cases of a JUnit report. */
export function comparisonLines(comparison: Comparison, { title, version }: ApiDocument, source: string): string {
  const { interactions } = comparison;
  const sections = [`${source}: ${title}${version ? ` ${version}` : ''}`];
  for (const [pair, members] of Map.groupBy(interactions, pairOf))
    sections.push([pair, ...members.flatMap(interactionLines)].join('\n'));
  sections.push(summary(interactions));
  return sections.join('\n\n');
}

const pairOf = ({ consumer, provider, pact }: ComparedInteraction): string =>
  inOneLine(`${consumer} -> ${provider} (${pact.file})`);

function interactionLines({
  description,
  states,
  operation,
  result,
  pending,
  findings,
}: ComparedInteraction): string[] {
  const given = states.length > 0 ? `, given ${states.join(' and ')}` : '';
  const held = operation === undefined ? '' : ` (${operation})`;
  const errors = findings.filter(({ severity }) => severity === 'error');
  return [
    `  ${result}${pending ? ' (pending)' : ''}: ${inOneLine(`${description}${given}`)}${held}`,
    ...errors.flatMap((finding) => [`    error ${finding.code}: ${inOneLine(finding.message)}`, ...places(finding)]),
    ...warningLines(findings),
  ];
}

/** Many fields may have the same to be said of them: one line for all. */
function warningLines(findings: readonly CompareFinding[]): string[] {
  const warnings = findings.filter(({ severity }) => severity === 'warning');
  return [...Map.groupBy(warnings, ({ code }) => code)].flatMap(([code, members]) => {
    const [first] = members;
    if (first && members.length === 1) return [`    warning ${code}: ${inOneLine(first.message)}`, ...places(first)];
    const names = members.map(({ pact }) =>
      pact.pointer.replace(/^.*?\/(?:body|contents|headers|query)\/(?:content\/)?/, ''),
    );
    const rest = names.length > 8 ? ` and ${names.length - 8} more` : '';
    return [
      `    warning ${code}: ${about[code] ?? 'in several places'}: ${inOneLine(names.slice(0, 8).join(', '))}${rest}`,
    ];
  });
}

const about: Readonly<Record<string, string>> = {
  'response.body.optional': 'optional in the document, but needed',
  'response.body.nullable': 'may be null in the document, and is read as something else',
  'message.payload.optional': 'optional in the document, but needed',
  'message.payload.nullable': 'may be null in the document, and is read as something else',
  'request.query.unknown': 'not declared in the document',
  'request.header.unknown': 'not declared in the document',
  'response.header.optional': 'optional in the document, but needed',
};

const places = ({ pact, document }: CompareFinding): string[] => [
  inOneLine(`      pact     ${pact.file}#${pact.pointer}`),
  ...(document
    ? [`      document ${document.file}${document.line === undefined ? '' : `:${document.line}`}#${document.pointer}`]
    : []),
];

function summary(interactions: readonly ComparedInteraction[]): string {
  const count = (result: string) => interactions.filter((interaction) => interaction.result === result).length;
  const warnings = interactions.flatMap(({ findings }) => findings.filter(({ severity }) => severity === 'warning'));
  const unchecked = count('unchecked') > 0 ? `, ${count('unchecked')} unchecked` : '';
  return `${plural(interactions.length, 'interaction')}: ${count('compatible')} compatible, ${count('incompatible')} incompatible${unchecked}; ${plural(warnings.length, 'warning')}.`;
}

export function comparisonCases({ interactions }: Comparison): JunitCase[] {
  return interactions.map((interaction) => {
    const { consumer, provider, description, result, pending, findings } = interaction;
    const isFailed = result === 'incompatible' && !pending;
    const told = findings.filter(({ severity }) => !isFailed || severity === 'error');
    return {
      suite: `${consumer} -> ${provider}`,
      name: description,
      result: isFailed ? 'failed' : result === 'compatible' ? 'passed' : 'skipped',
      lines: told.map(({ code, message, pact }) => `${code}: ${message} (${pact.file}#${pact.pointer})`),
    };
  });
}
