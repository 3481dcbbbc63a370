/** What a check of a running provider says: plain data, the same for text, JSON, JUnit and a broker. */

export type Expectation = 'accepted' | 'refused';

/** One request that was sent, and what was wrong with the answer. */
export interface SentCase {
  /** `documented example`, `without the required query parameter limit`. */
  readonly what: string;
  readonly expects: Expectation;
  readonly method: string;
  /** As sent, without credentials: no header field is kept. */
  readonly target: string;
  /** Undefined where no answer came. */
  readonly status: number | undefined;
  readonly problems: readonly AnswerProblem[];
  /** Why an answer without problems shows nothing: `404: nothing has this id`. */
  readonly unproven?: string;
}

export interface AnswerProblem {
  readonly severity: 'error' | 'warning';
  readonly code: AnswerCode;
  readonly message: string;
  /** Into the document's root, without `#`. */
  readonly pointer?: string;
}

export type AnswerCode =
  | 'no-answer'
  | 'status.undocumented'
  | 'status.server-error'
  | 'status.refused-valid'
  | 'status.accepted-invalid'
  | 'header.missing'
  | 'header.invalid'
  | 'content-type.undocumented'
  | 'body.unexpected'
  | 'body.unreadable'
  | 'body.invalid'
  | 'body.unjudged';

export interface CheckedOperation {
  /** `GET /orders/{id}`. */
  readonly operation: string;
  readonly pointer: string;
  readonly result: 'passed' | 'failed' | 'not exercised';
  /** Why it was not exercised, or why less than planned was sent. */
  readonly reason?: string;
  readonly cases: readonly SentCase[];
}

export interface ProviderReport {
  readonly url: string;
  readonly seed: string;
  readonly requests: number;
  readonly counts: { readonly passed: number; readonly failed: number; readonly notExercised: number };
  readonly operations: readonly CheckedOperation[];
}
