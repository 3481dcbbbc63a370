import type { Verdict } from '../verdict.ts';
import type { CellReport, Change, Comparison } from './report.ts';

/** What got better and what got worse since an earlier report: first by whether it is let pass, then by the verdict. */
export function compare(before: readonly CellReport[], now: readonly CellReport[]): Comparison {
  const earlier = new Map(before.map((cell) => [cell.id, cell]));
  const later = new Set(now.map(({ id }) => id));
  const better: Change[] = [];
  const worse: Change[] = [];
  for (const cell of now) {
    const known = earlier.get(cell.id);
    if (known === undefined) continue;
    const change = { id: cell.id, before: known.verdict, now: cell.verdict };
    const step = harmIn(cell) - harmIn(known);
    if (step < 0) better.push(change);
    if (step > 0) worse.push(change);
  }
  return {
    better,
    worse,
    added: now.filter(({ id }) => !earlier.has(id)).map(({ id }) => id),
    gone: before.filter(({ id }) => !later.has(id)).map(({ id }) => id),
  };
}

/** A fallback is no worse than getting over it; of two verdicts with one number neither is better. */
const HARM: Readonly<Record<Verdict, number>> = {
  survived: 0,
  degraded: 0,
  'failed-fast': 1,
  'not-exercised': 1,
  swallowed: 2,
  hung: 3,
  stormed: 4,
  'duplicated-write': 5,
};
const NOT_ALLOWED = 10;

const harmIn = ({ verdict, allowed }: CellReport): number => HARM[verdict] + (allowed ? 0 : NOT_ALLOWED);
