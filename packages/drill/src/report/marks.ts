import type { Verdict } from '../verdict.ts';
import type { CellReport } from './report.ts';

/** One letter for each verdict; one that the plan does not let pass is a capital with a mark of its own. */
export const LETTERS: Readonly<Record<Verdict, string>> = {
  survived: 's',
  degraded: 'd',
  'failed-fast': 'f',
  hung: 'h',
  stormed: 't',
  'duplicated-write': 'w',
  swallowed: 'x',
  'not-exercised': '-',
};

export const markOf = ({ verdict, allowed }: Pick<CellReport, 'verdict' | 'allowed'>): string =>
  allowed ? LETTERS[verdict] : `${LETTERS[verdict].toUpperCase()}!`;

export const operationsOf = (cells: readonly CellReport[]): string[] => [
  ...new Set(cells.map(({ operation }) => operation)),
];

export const faultsOf = (cells: readonly CellReport[]): string[] => [...new Set(cells.map(({ fault }) => fault))];
