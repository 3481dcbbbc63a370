import type { Cell } from '../cell.ts';
import type { Judgement } from '../cell-result.ts';
import { harmOf } from '../mode.ts';
import type { Thresholds } from '../plan/plan.ts';
import type { Attempt, RunRecord } from '../run-record.ts';
import { shown } from '../shown.ts';
import type { Verdict } from '../verdict.ts';
import type { Baseline } from './baseline.ts';
import { changedWords } from './changed.ts';
import { duplicatesIn } from './duplicates.ts';
import { earlyIn, stormsIn } from './storms.ts';
import { unfinishedWords } from './unfinished.ts';

/** Everything that a verdict is made of. The same run is judged the same, always. */
export interface Judged {
  readonly cell: Cell;
  readonly run: RunRecord;
  readonly baseline: Baseline;
  readonly thresholds: Thresholds;
}

export function judge(given: Judged): Judgement {
  const { cell, run } = given;
  const met = run.attempts.filter(({ fault }) => fault !== undefined);
  const seen = [...changedWords(met), ...earlyIn(given), ...besides(given), ...leaks(given)];
  if (met.length === 0) return { verdict: 'not-exercised', evidence: [whyUnexercised(cell, run), ...seen] };
  const duplicates = duplicatesIn(given);
  const storms = stormsIn(given);
  const hung = run.ended === 'deadline' ? [hungWords(given)] : [];
  const findings = [...duplicates, ...storms, ...hung];
  const worst = duplicates.length > 0 ? 'duplicated-write' : storms.length > 0 ? 'stormed' : 'hung';
  if (findings.length > 0) return { verdict: worst, evidence: [...findings, ...seen] };
  const { verdict, because } = run.exitCode === 0 ? passed(given, met) : failed(run);
  return { verdict, evidence: [because, ...seen] };
}

interface Reason {
  readonly verdict: Verdict;
  readonly because: string;
}

function failed({ exitCode, durationMs, ended }: RunRecord): Reason {
  const how = exitCode === undefined ? 'a signal ended it' : `exit code ${exitCode}`;
  const because =
    ended === 'flood'
      ? 'It was ended, for it asked without measure.'
      : `The command failed ${shown(durationMs)} after its start (${how}).`;
  return { verdict: 'failed-fast', because };
}

function passed(given: Judged, met: readonly Attempt[]): Reason {
  const { cell, run, baseline } = given;
  const attempts = run.attempts.filter(({ operation }) => operation === cell.operation);
  if (run.outcome === 'fallback')
    return { verdict: 'degraded', because: 'The command passed, and said that it served a fallback.' };
  const { least, most } = baseline.of(cell.operation).calls;
  const more = attempts.length > most ? ` It asked ${attempts.length} times, and ${most} in the baseline.` : '';
  const usable = attempts.filter(isUsable).length;
  const lacking = usable < least;
  const isInvalid = met.some(({ fault = '' }) => harmOf(fault) === 'invalid' || isCutBody(fault, cell));
  const hides = lacking && baseline.output.isSame(run.output);
  if (hides) {
    const what = isInvalid ? 'the answers it got were invalid' : 'it got no usable answer';
    const times = `${usable} of ${least} usable ${least === 1 ? 'answer' : 'answers'}`;
    return {
      verdict: 'swallowed',
      because: `The command passed and printed what it always prints, although ${what} (${times}).${more}`,
    };
  }
  const because = lacking
    ? `The command passed with ${usable} usable answers where the baseline had ${least}; what it printed is not what it printed then.${more}`
    : survivedWords(attempts, met);
  return { verdict: 'survived', because };
}

function survivedWords(attempts: readonly Attempt[], met: readonly Attempt[]): string {
  const late = met.every(({ fault = '' }) => harmOf(fault) === 'late' || harmOf(fault) === 'odd');
  if (late) return `The command passed with ${attempts.length} ${attempts.length === 1 ? 'attempt' : 'attempts'}.`;
  return `The command passed: ${met.length} of ${attempts.length} attempts met the fault, and what was lost was asked again.`;
}

/** An answer that a client can work with. */
const isUsable = ({ fault, left, note }: Attempt): boolean =>
  !left && (fault === undefined || ['late', 'odd'].includes(harmOf(fault)) || isStillValid(fault, note));

/** What nobody expects, and the schema allows: a further member, an empty list. */
const isStillValid = (fault: string, note = ''): boolean =>
  fault === 'drift' && note !== '' && !note.includes(VIOLATING);

/** The journal's word for what is against the schema. */
const VIOLATING = 'violating';

/** A connection that breaks amid the body: the status said that all is well. */
const isCutBody = (fault: string, { mode }: Cell): boolean =>
  fault === 'reset' && mode.rules.some(({ kind, options }) => kind === 'reset' && options?.at === 'body');

function whyUnexercised({ operation }: Cell, { attempts, exitCode }: RunRecord): string {
  const asked = attempts.filter((each) => each.operation === operation).length;
  const why =
    asked === 0
      ? `The command never asked for ${operation} in this run`
      : `The fault could ${asked === 1 ? 'not meet the only request' : `meet none of the ${asked} requests`} for ${operation}`;
  return exitCode === 0 ? `${why}.` : `${why}, and failed nevertheless: see its output.`;
}

const hungWords = ({ run }: Judged): string =>
  `The command was still running after ${shown(run.deadlineMs)} and was ended; ${unfinishedWords(run)}.`;

function besides({ run }: Judged): string[] {
  const { late, unlisted } = run;
  return [
    ...(late > 0
      ? [
          `${late} ${late === 1 ? 'request' : 'requests'} came after the command had ended: something that it started goes on.`,
        ]
      : []),
    ...(unlisted > 0 ? [`Requests beyond those listed: ${unlisted}.`] : []),
  ];
}

/** Connections beyond those that the baseline needs, and beyond one for each attempt that broke. */
const SPARE_CONNECTIONS = 3;

function leaks({ run, baseline }: Judged): string[] {
  const { peakConnections } = run;
  if (peakConnections <= baseline.peakConnections + SPARE_CONNECTIONS) return [];
  return [
    `${peakConnections} connections were open at the same time, ${baseline.peakConnections} in the baseline: those of failed requests are not closed.`,
  ];
}
