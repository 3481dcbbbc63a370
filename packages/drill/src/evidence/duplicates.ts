import type { Attempt } from '../run-record.ts';
import { shown } from '../shown.ts';
import { doneByRequest } from './baseline.ts';
import type { Judged } from './judge.ts';

/** Writes that were done more often than in the baseline, in words. One under the same idempotency key counts once. */
export function duplicatesIn({ run, baseline, thresholds }: Judged): string[] {
  const writes = run.attempts.filter(
    ({ done, method, operation }) => done && operation !== undefined && thresholds.duplicateMethods.includes(method),
  );
  return [...Map.groupBy(writes, ({ operation }) => operation)].flatMap(([operation = '', own]) => {
    const usage = baseline.of(operation);
    const counts = doneByRequest(own);
    const inAll = [...counts.values()].reduce((sum, one) => sum + one, 0);
    for (const [request, count] of counts) {
      const before = usage.done(request);
      // Of a request that the baseline never sent, one is none too many.
      if (count > Math.max(1, before)) return [words(operation, own, count, before)];
    }
    // Bodies that differ from run to run are told apart by nothing but their number.
    const isTold = !usage.sendsTheSame && inAll > usage.doneInAll && usage.doneInAll > 0;
    return isTold ? [words(operation, own, inAll, usage.doneInAll)] : [];
  });
}

function words(operation: string, own: readonly Attempt[], count: number, before: number): string {
  const usual = before <= 1 ? '' : ` (${before} times in the baseline)`;
  const keys = own.some(({ key }) => key !== undefined)
    ? 'with a new Idempotency-Key each time'
    : 'without an Idempotency-Key';
  const [first, ...more] = own;
  const gap = more.at(-1) === undefined || first === undefined ? 0 : (more.at(-1)?.at ?? 0) - first.at;
  return `${operation} was done ${count} times${usual}, ${keys}: the first was kept, and the last came ${shown(gap)} later.`;
}
