import type { Aspect } from './compare.ts';
import type { Case, Side } from './side.ts';

/** Where our engine answers differently from Prism on purpose, or not yet alike: each with its reason. At most 5% of the requests. */
export interface Difference extends Case {
  readonly aspects: readonly Aspect[];
  readonly prism: Side;
  readonly ours: Side;
}

export interface AcceptedDifference {
  readonly id: string;
  readonly reason: string;
  /** Met in documents only that lie outside the repository: unused where those are missing. */
  readonly onlyInCorpus?: boolean;
  covers(difference: Difference): boolean;
}

export const acceptedDifferences: readonly AcceptedDifference[] = [];
