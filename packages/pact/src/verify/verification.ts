import type { Pact } from '../pact/pact.ts';

/** What a verification found, interaction by interaction. Plain data: what is printed, published and written as JUnit is made of it. */

/** A pact to hold a provider to, and what is known of it. */
export interface PactToVerify {
  readonly pact: Pact;
  readonly source: string;
  readonly pending: boolean;
  readonly notices: readonly string[];
}

export interface Verification {
  readonly provider: string;
  readonly pacts: readonly PactVerification[];
}

export interface PactVerification {
  readonly consumer: string;
  /** Where the pact came from, as a person would say it: a file, or the versions of the consumer at a broker. */
  readonly source: string;
  /** The broker says that failures of this pact must not fail the build yet. */
  readonly pending: boolean;
  /** What the broker had to say of it: why it is verified, and what pending means. */
  readonly notices: readonly string[];
  readonly interactions: readonly InteractionVerification[];
  /** False where one failed that is not itself pending: what is published. */
  readonly success: boolean;
}

export interface InteractionVerification {
  readonly description: string;
  /** Names of the provider states that it needs. */
  readonly states: readonly string[];
  readonly kind: 'http' | 'message';
  /** `pending`: failed, and may. */
  readonly outcome: 'verified' | 'failed' | 'pending';
  readonly problems: readonly VerificationProblem[];
  /** As a broker numbers it. */
  readonly id: string | undefined;
  readonly durationMs: number | undefined;
}

export interface VerificationProblem {
  /** `status`, `header`, `body`, `metadata` differ from the pact; `no-answer` came at all; `state` could not be set up. */
  readonly kind: 'status' | 'header' | 'body' | 'metadata' | 'no-answer' | 'state' | 'other';
  /** JSON path or name of a field. */
  readonly at: string | undefined;
  readonly message: string;
  readonly expected: string | undefined;
  readonly actual: string | undefined;
}
