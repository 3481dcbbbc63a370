import type { Attempt } from '../run-record.ts';
import { shown } from '../shown.ts';
import type { Judged } from './judge.ts';

/** What was asked more often, or sooner, than the answers allow, in words. */
export function stormsIn(given: Judged): string[] {
  const { run } = given;
  const perOperation = [...Map.groupBy(run.attempts, ({ operation }) => operation)];
  return perOperation.flatMap(([operation, attempts]) => {
    const name = operation ?? 'paths that the document does not have';
    const found = [
      tooMany(given, operation, attempts),
      redirects(given, attempts),
      useless(given, operation, attempts),
      tooSoon(given, operation, attempts),
    ];
    return found.flatMap((words) => (words === undefined ? [] : [`${name}: ${words}`]));
  });
}

const isRedirect = ({ fault }: Attempt): boolean => fault === 'redirect-loop';

function tooMany({ baseline, thresholds }: Judged, operation: string | undefined, all: readonly Attempt[]) {
  const { stormAttempts, stormWindowMs } = thresholds;
  const attempts = all.filter((attempt) => !isRedirect(attempt));
  const calls = Math.max(1, baseline.of(operation).calls.most);
  const limit = stormAttempts * calls;
  const most = densest(attempts, stormWindowMs);
  if (most <= limit) return undefined;
  return `${most} attempts within ${shown(Math.min(stormWindowMs, spanOf(attempts)))} for ${calls} in the baseline; more than ${limit} are a storm.`;
}

function densest(attempts: readonly Attempt[], windowMs: number): number {
  let most = 0;
  let from = 0;
  for (const [index, { at }] of attempts.entries()) {
    while ((attempts[from]?.at ?? at) < at - windowMs) from += 1;
    most = Math.max(most, index - from + 1);
  }
  return most;
}

const spanOf = (attempts: readonly Attempt[]): number => (attempts.at(-1)?.at ?? 0) - (attempts[0]?.at ?? 0);

function redirects({ thresholds }: Judged, attempts: readonly Attempt[]): string | undefined {
  const followed = attempts.filter(isRedirect).length;
  if (followed <= thresholds.redirects) return undefined;
  return `${followed} redirects were followed; more than ${thresholds.redirects} are a storm.`;
}

/** Statuses below 500 that may be another one when asked again. */
const PASSING = new Set([408, 425, 429]);
const EXPIRED = 401;

function useless({ baseline }: Judged, operation: string | undefined, all: readonly Attempt[]): string | undefined {
  const refused = all.filter(({ fault, status }) => fault !== undefined && status >= 400 && status < 500);
  const [first] = refused.filter(({ status }) => !PASSING.has(status));
  if (first === undefined) return undefined;
  const calls = Math.max(1, baseline.of(operation).calls.most);
  // With a new token it is worth another try.
  const allowed = first.status === EXPIRED ? 2 * calls : calls;
  if (all.length <= allowed) return undefined;
  return `${all.length} attempts for ${calls} in the baseline, although the answer was ${first.status}, which no repetition changes.`;
}

function tooSoon(given: Judged, operation: string | undefined, all: readonly Attempt[]): string | undefined {
  const [wait] = waitsOf(given, operation, all).filter((each) => isStormy(each, given));
  return wait && `${wordsOf(wait)}.`;
}

/** Who came back before `Retry-After` was over, though late enough for the plan, in words. */
export function earlyIn(given: Judged): string[] {
  const share = given.thresholds.retryAfterShare;
  return [...Map.groupBy(given.run.attempts, ({ operation }) => operation)].flatMap(([operation, attempts]) => {
    const early = waitsOf(given, operation, attempts).filter(
      (wait) => !isStormy(wait, given) && wait.waitedMs < wait.askedMs - CLOCK_MS,
    );
    const [first] = early;
    return first === undefined || operation === undefined
      ? []
      : [
          `${operation}: ${wordsOf(first)}; that is too early, and let pass, since ${share} of it is enough for the plan.`,
        ];
  });
}

/** What an answer asked to wait, and how long it was until the next attempt. */
interface Wait {
  readonly askedMs: number;
  readonly waitedMs: number;
}

function waitsOf({ baseline }: Judged, operation: string | undefined, all: readonly Attempt[]): Wait[] {
  // Of calls that run side by side, the others could not know.
  if (baseline.of(operation).isParallel) return [];
  return all.flatMap(({ retryAfterMs, at, fault }, index) => {
    const next = all[index + 1];
    if (retryAfterMs === undefined || fault === undefined || next === undefined) return [];
    // From its arrival: when an answer was out is known late on a machine that is busy, and the wait would look too short.
    return [{ askedMs: retryAfterMs, waitedMs: next.at - at }];
  });
}

const isStormy = ({ askedMs, waitedMs }: Wait, { thresholds }: Judged): boolean =>
  waitedMs < askedMs * thresholds.retryAfterShare - CLOCK_MS;

const wordsOf = ({ askedMs, waitedMs }: Wait): string =>
  `the next attempt came ${shown(waitedMs)} after one whose answer asked to wait ${shown(askedMs)} (Retry-After)`;

/** Two processes do not agree on a moment to the millisecond. */
const CLOCK_MS = 50;
