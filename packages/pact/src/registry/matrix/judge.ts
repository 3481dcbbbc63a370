import type { MatrixTarget } from './question.ts';
import type { Resolved } from './resolve.ts';
import type { MatrixRow } from './rows.ts';

/** What the rows say together. */
export interface Judgement {
  /** Null: not known yet, and may become true or false. */
  readonly deployable: boolean | null;
  readonly success: number;
  readonly failed: number;
  readonly unknown: number;
  readonly ignored: number;
  readonly reasons: readonly Reason[];
}

export interface Reason {
  readonly type: 'success' | 'error' | 'warning';
  readonly text: string;
}

export interface Evidence {
  readonly rows: readonly MatrixRow[];
  readonly specified: readonly Resolved[];
  readonly target: MatrixTarget | undefined;
  readonly isIgnored: (row: MatrixRow) => boolean;
  /** Of what the question names beside pacticipants, an environment that there is not. */
  readonly missing: readonly string[];
}

/** A failed row is a no, whatever else is unknown; a result that is not there yet is neither yes nor no. */
export function judge({ rows, specified, target, isIgnored, missing }: Evidence): Judgement {
  const considered = rows.filter((row) => !isIgnored(row));
  const ignored = rows.filter(isIgnored);
  const failed = considered.filter(({ result }) => result?.success === false);
  const unknown = considered.filter(({ result }) => result === undefined);
  const absent = [...missing, ...specified.flatMap((side) => side.missing ?? [])];
  const counts = {
    success: considered.length - failed.length - unknown.length,
    failed: failed.length,
    unknown: unknown.length,
    ignored: ignored.length,
  };
  const warnings = ignored
    .filter(({ result }) => result?.success !== true)
    .map((row): Reason => ({ type: 'warning', text: `Ignored: ${result(row, target)}` }));
  if (absent.length > 0) {
    const reasons = absent.map((text): Reason => ({ type: 'error', text: `${capital(text)}.` }));
    return { deployable: false, ...counts, reasons: [...reasons, ...warnings] };
  }
  const errors = [...failed, ...unknown].map((row): Reason => ({ type: 'error', text: result(row, target) }));
  const deployable = failed.length > 0 ? false : unknown.length > 0 ? null : true;
  const text =
    considered.length > 0
      ? 'All required verification results are published and successful'
      : `There are no missing dependencies${ignored.length > 0 ? '' : `: ${nobodyConcerned(specified, target)}`}`;
  const reasons = deployable === true ? [{ type: 'success', text } as const] : errors;
  return { deployable, ...counts, reasons: withoutRepeats([...reasons, ...warnings]) };
}

const withoutRepeats = (reasons: readonly Reason[]): readonly Reason[] => [
  ...new Map(reasons.map((reason) => [reason.text, reason])).values(),
];

function result(row: MatrixRow, target: MatrixTarget | undefined): string {
  const { pact, provider, providerVersion } = row;
  const consumer = `${pact.consumer} version ${pact.version}`;
  if (row.result !== undefined) {
    const whose = `${provider.pacticipant} version ${row.result.providerVersion}`;
    if (row.result.type === 'BDCT')
      return `${whose} does not offer what ${consumer} needs: its document was compared with the pact, or the version was held against its document, and that failed. See stunt contract check.`;
    return `The verification of the pact of ${consumer} by ${whose} failed. See the build of ${provider.pacticipant}.`;
  }
  if (providerVersion !== undefined)
    return `There is no verified pact between ${consumer} and ${provider.pacticipant} version ${providerVersion.number}${where(row, target)}: verify it in the build of ${provider.pacticipant}, with that version, and publish the result.`;
  if (provider.versions === 'all')
    return `The pact of ${consumer} with ${provider.pacticipant} was never verified: verify it in the build of ${provider.pacticipant}, and publish the result.`;
  return `${consumer} needs ${provider.pacticipant}, but ${nothingThere(provider.pacticipant, target)}.`;
}

function nobodyConcerned([first, second]: readonly Resolved[], target: MatrixTarget | undefined): string {
  if (first === undefined || second !== undefined) return 'they have no contract with each other';
  const there = target?.kind === 'environment' ? ` in ${target.name}` : '';
  return `${first.words} needs nobody, and nobody${there} needs it`;
}

function where({ provider }: MatrixRow, target: MatrixTarget | undefined): string {
  if (provider.isSpecified) return '';
  switch (target?.kind) {
    case 'environment':
      return `, which is in ${target.name}`;
    case 'tag':
      return `, the latest tagged ${target.name}`;
    case 'main-branch':
      return ', the latest of its main branch';
    case 'latest':
      return ', the latest';
    case undefined:
      return '';
  }
}

function nothingThere(provider: string, target: MatrixTarget | undefined): string {
  switch (target?.kind) {
    case 'environment':
      return `no version of it is recorded in ${target.name}: deploy ${provider} there first, or record that it is there (record-deployment, record-release)`;
    case 'tag':
      return `no version of it is tagged ${target.name}`;
    case 'main-branch':
      return `no version of its main branch is known: publish the results of its build with --branch`;
    case 'latest':
    case undefined:
      return 'no version of it is known: verify the pact in its build, and publish the result';
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
