import { DrillError } from './errors.ts';
import { unfinishedWords } from './evidence/unfinished.ts';
import type { Attempt, RunRecord } from './run-record.ts';
import { shown } from './shown.ts';
import { tailOf } from './tail.ts';
import { failedHint, missedHint, missedWords, type Way } from './way.ts';

/** Refuses a baseline that nothing can be compared with, and says what to do. */
export function checkBaseline(record: RunRecord, number: number, way: Way): void {
  const { exitCode, ended, deadlineMs, attempts, output } = record;
  const printed = output.trim() === '' ? 'It printed nothing.' : `It printed:\n${indented(tailOf(output))}`;
  if (exitCode !== 0) {
    const how =
      ended === 'deadline'
        ? `did not end: it was still running after ${shown(deadlineMs)}`
        : exitCode === undefined
          ? 'was ended by a signal'
          : `ended with exit code ${exitCode}`;
    const when = number === 1 ? 'without any fault' : 'in the second run without any fault, having passed in the first';
    const open = ended === 'deadline' ? `, and ${unfinishedWords(record)}` : '';
    throw new DrillError(
      'DRILL_BASELINE_FAILED',
      `The command ${how} ${when}${open}. ${requests(record)} ${printed}`,
      ended === 'deadline' ? ENDLESS : hintOf(number, attempts, way),
    );
  }
  if (attempts.some(({ operation }) => operation !== undefined)) return;
  if (attempts.length > 0)
    throw new DrillError(
      'DRILL_NOTHING_RECEIVED',
      `The command passed, and none of its ${attempts.length} requests is for an operation of the document. ${printed}`,
      'Check the base path that the client adds, and that it is the right document.',
    );
  throw new DrillError(
    'DRILL_NOTHING_RECEIVED',
    `The command passed, and ${missedWords(way)}. ${printed}`,
    missedHint(way),
  );
}

/** What may be the reason of one that takes too long. */
const ENDLESS =
  'Make it end by itself: a server, or tests in watch mode, never do. Where it only takes longer, give it more time: three times --deadline, 10 s at least, and what is left of --budget.';

function hintOf(number: number, attempts: readonly Attempt[], way: Way): string | undefined {
  if (number > 1)
    return 'A command that fails now and then proves nothing in a cell: find out why it does, then drill again.';
  if (attempts.length > 0) return undefined;
  return failedHint(way);
}

function requests({ attempts }: RunRecord): string {
  if (attempts.length === 0) return 'It sent no request to the double.';
  const refused = attempts.filter(({ status }) => status >= 400);
  const [first] = refused;
  const which =
    first === undefined
      ? 'all were answered well'
      : `${refused.length} refused, the first with ${first.status} (${wordsOf(first)})`;
  return `It sent ${attempts.length} requests: ${which}.`;
}

const wordsOf = ({ method, operation = 'no operation of the document', wrong }: Attempt): string =>
  [`${method} ${operation}`, ...wrong.slice(0, MOST_WRONG)].join('; ');

const MOST_WRONG = 5;

const indented = (text: string): string => text.replace(/^/gm, '  | ');
