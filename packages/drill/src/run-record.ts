/** What is known of one run of the command: how it ended, what it printed, and each request as the double saw it. Plain data. */
export interface RunRecord {
  /** Undefined where a signal ended it. */
  readonly exitCode: number | undefined;
  /** `deadline`: it was ended there; `flood`: because it asked without measure; `stopped`: by whoever runs the drill. */
  readonly ended: 'exited' | 'deadline' | 'flood' | 'stopped';
  readonly durationMs: number;
  readonly deadlineMs: number;
  /** First word of the file in DRILL_OUTCOME. */
  readonly outcome: string | undefined;
  /** Both streams as they came, bounded; what is particular to the run (its URL, its folder) is replaced by a word. */
  readonly output: string;
  /** Oldest first; bounded. */
  readonly attempts: readonly Attempt[];
  /** Requests beyond those in `attempts`. */
  readonly unlisted: number;
  /** Connections that were open at the same time, at most. */
  readonly peakConnections: number;
  /** Those that were still open when the command was ended. */
  readonly openConnections: number;
  /** Attempts that came after the command had ended: something it started goes on. */
  readonly late: number;
}

export interface Attempt {
  /** operationId; undefined where the document has none for the request. */
  readonly operation: string | undefined;
  readonly method: string;
  /** Milliseconds since the run began. */
  readonly at: number;
  /** Until the answer was complete, or the connection gone. */
  readonly durationMs: number;
  /** 0 where a fault let none through. */
  readonly status: number;
  /** What was wrong with it, in names of the document: `body required /item`. */
  readonly wrong: readonly string[];
  /** Kind of the fault that met it. */
  readonly fault: string | undefined;
  /** What the fault changed. */
  readonly note: string | undefined;
  /** Which connection of the run, from 1; 0 where it is not known. */
  readonly connection: number;
  /** The client went away before its answer was complete. */
  readonly left: boolean;
  /** What the answer asked to wait. */
  readonly retryAfterMs: number | undefined;
  /** Digest of path and body: equal for equal requests. */
  readonly request: string;
  /** Digest of its idempotency key. */
  readonly key: string | undefined;
  /** The operation did what was asked, whatever became of the answer. */
  readonly done: boolean;
}
