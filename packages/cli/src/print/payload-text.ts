import { type OperationUse, type PayloadReport, topmostUnused } from '@stuntdouble/pact';
import { columns } from './columns.ts';
import { payloadHeadline } from './payload-headline.ts';

/** The report of `stunt report payload` for a person: the answer, then each operation, then what concerns persons. */
export function payloadText(report: PayloadReport): string {
  const { operations, partners, uncalled } = report;
  const names = [...new Set(partners.map(({ consumer, recorded }) => `${consumer}${recorded ? ' (recorded)' : ''}`))];
  return [
    payloadHeadline(report),
    '',
    `Partners: ${names.join(', ')}.${recordedNote(report)}`,
    'Sizes are those of one answer as the double serves it.',
    '',
    columns([
      ['operation', 'bytes', 'unused', '', 'called by'],
      ...operations.map((use) => [
        use.operation,
        use.status === undefined ? 'no JSON' : String(use.offeredBytes),
        String(use.unusedBytes),
        `${use.unusedPercent}%`,
        use.callers.join(', '),
      ]),
    ]),
    ...operations.flatMap(unusedLines),
    ...personalLines(report),
    ...operations.flatMap(requestLines),
    ...(uncalled.length === 0 ? [] : ['', `Called by no contract: ${few(uncalled)}`]),
  ].join('\n');
}

export const recordedNote = ({ partners }: PayloadReport): string =>
  partners.some(({ recorded }) => recorded)
    ? ' A recorded contract says what was called, not what was read: its fields count as offered to that partner.'
    : '';

function unusedLines({ operation, fields, readButNotServed }: OperationUse): string[] {
  const unused = topmostUnused(fields).toSorted((one, other) => other.bytes - one.bytes);
  const offered = fields.filter(({ use }) => use === 'offered');
  if (unused.length === 0 && offered.length === 0 && readButNotServed.length === 0) return [];
  return [
    '',
    operation,
    ...(unused.length > 0 ? [`  nobody reads: ${few(unused.map(({ field, bytes }) => `${field} (${bytes})`))}`] : []),
    ...offered.map(({ field, offeredTo }) => `  offered to ${offeredTo.join(', ')}, not known to be read: ${field}`),
    ...(readButNotServed.length > 0
      ? [`  read by contracts, and not in the answer that was measured: ${readButNotServed.join(', ')}`]
      : []),
  ];
}

function personalLines({ personal }: PayloadReport): string[] {
  if (personal.length === 0) return ['', 'No field looks like data about a person.'];
  const rows = personal.map(({ operation, field, kind, readBy, offeredTo }) => [
    `  ${operation}`,
    field,
    kind,
    readBy.length > 0
      ? `read by ${readBy.join(', ')}`
      : offeredTo.length > 0
        ? `offered to ${offeredTo.join(', ')}`
        : 'read by nobody',
  ]);
  return [
    '',
    'Looks like data about persons (by name and format; x-personal-data in a schema overrules):',
    columns(rows),
  ];
}

function requestLines({ operation, requests }: OperationUse): string[] {
  const { requiredNeverSent, optionalNeverSent } = requests;
  return [
    ...(requiredNeverSent.length > 0
      ? ['', `${operation} requires what no contract sends: ${requiredNeverSent.join(', ')}`]
      : []),
    ...(optionalNeverSent.length > 0
      ? ['', `${operation} takes what no contract sends: ${few(optionalNeverSent)}`]
      : []),
  ];
}

const MOST = 15;
const few = (names: readonly string[]): string =>
  names.length <= MOST ? names.join(', ') : `${names.slice(0, MOST).join(', ')}, and ${names.length - MOST} more`;
