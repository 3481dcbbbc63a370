import type { RuleId, Severity } from './rules.table.ts';

/** What a new document does to one partner, as far as its contract tells. Plain data. */
export interface PartnerImpact {
  readonly consumer: string;
  readonly version: string | undefined;
  readonly environment: string | undefined;
  readonly source: string;
  /** Made from traffic: says what was called, not what was read. */
  readonly recorded: boolean;
  readonly verdict: Verdict;
  readonly findings: readonly PartnerFinding[];
  /** Interactions that the old document does not describe, so that nothing can be said of them. */
  readonly unknown: readonly UnknownInteraction[];
  readonly interactions: number;
}

export type Verdict = 'breaks' | 'at-risk' | 'untouched';

export interface PartnerFinding {
  readonly effect: Exclude<Verdict, 'untouched'>;
  /** Place in the list of differences. */
  readonly difference: number;
  readonly rule: RuleId;
  readonly severity: Severity;
  readonly message: string;
  readonly interaction: string;
  /** JSON pointer into the pact. */
  readonly pointer: string;
  readonly operation: string;
  readonly part: string;
  readonly field: string;
  /** Why it is no worse, where the rule alone says worse. */
  readonly because: string | undefined;
}

export interface UnknownInteraction {
  readonly interaction: string;
  readonly asked: string;
}

export const verdictOf = (findings: readonly PartnerFinding[]): Verdict => {
  if (findings.some(({ effect }) => effect === 'breaks')) return 'breaks';
  return findings.length > 0 ? 'at-risk' : 'untouched';
};
