import type { FaultKind, Layer } from './fault-kind.ts';

/** A rule as it is given: by `stunt.yaml`, the control API, the command line, a scenario or a test. Durations are strings (`30s`). */
export interface RuleInput {
  readonly kind: string;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly where?: Where;
  readonly when?: When;
  /** The rule is gone after this time of the sandbox's clock: `30s`. */
  readonly ttl?: string;
}

/** All of the conditions that are given must hold. */
export interface Where {
  /** Name of the document. */
  readonly api?: string;
  /** operationId, or `POST /payments/{id}`. */
  readonly operation?: string;
  readonly tag?: string;
  /** The path as asked: exact, or with `*` for anything. */
  readonly path?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly header?: Readonly<Record<string, string>>;
  /** JSON pointer of the request body to the value it must have. */
  readonly body?: Readonly<Record<string, unknown>>;
}

/** When a rule that matches fires. Counts are per rule and sandbox; times are of the sandbox's clock, from when the rule was made. */
export interface When {
  /** 0 to 1. @default 1 */
  readonly probability?: number;
  /** Not for the first n that match. */
  readonly after?: number;
  /** For n firings, then never again. */
  readonly times?: number;
  /** Every n-th that matches. */
  readonly every?: number;
  /** On from `start`, for so long. */
  readonly schedule?: { readonly start: string; readonly for: string };
  /** Off for `up` (the API is well), on for `down`, and so on. */
  readonly flap?: { readonly up: string; readonly down: string };
  /** Probability that grows or falls over a time. */
  readonly ramp?: { readonly from: number; readonly to: number; readonly over: string };
  /** At most so many held or delayed at once. */
  readonly maxActive?: number;
}

/** A rule in force. */
export interface Rule {
  readonly id: string;
  readonly sandbox: string;
  readonly kind: FaultKind<unknown>;
  readonly layer: Layer;
  /** With defaults, durations in milliseconds. */
  readonly options: unknown;
  /** As it was given, for listings. */
  readonly input: RuleInput;
  readonly createdAt: number;
  /** Milliseconds of the sandbox's clock. */
  readonly expiresAt: number | undefined;
  /** Aborted when the rule is removed or has expired. */
  readonly signal: AbortSignal;
  /** What was decided for the one who made it: a `ttl` that was not asked for. */
  readonly notes: readonly string[];
  /** How often it matched and how often it fired. */
  readonly counts: { matched: number; fired: number };
}
