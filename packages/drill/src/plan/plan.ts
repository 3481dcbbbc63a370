import type { AuthMode } from '@stuntdouble/engine';
import type { Mode } from '../mode.ts';
import type { Verdict } from '../verdict.ts';
import { defaultModes } from './modes.table.ts';

/** What a drill tries and what it lets pass, with every default decided. */
export interface Plan {
  /** Milliseconds that a run may take; one whose baseline takes long gets `deadlineFactor` times that. */
  readonly deadlineMs: number;
  readonly deadlineFactor: number;
  /** Milliseconds that a run of the baseline may take, of which nothing is known before. */
  readonly baselineMs: number;
  readonly auth: AuthMode;
  readonly thresholds: Thresholds;
  readonly modes: readonly Mode[];
  /** Verdicts that are let pass, by how long the failure lasts. */
  readonly allow: Readonly<Record<Mode['lasts'], readonly Verdict[]>>;
  /** The same for one mode, one operation or one cell (`createIntake.hang`); the narrowest wins. */
  readonly allowIn: Readonly<Record<string, readonly Verdict[]>>;
  /** Operations and cells that are left out. */
  readonly skip: readonly string[];
  readonly waivers: readonly Waiver[];
}

/** From when on something is called by its name. */
export interface Thresholds {
  /** More attempts for one call of the baseline than this, within `windowMs`, are a storm. */
  readonly stormAttempts: number;
  readonly stormWindowMs: number;
  /** More redirects followed than this are a storm. */
  readonly redirects: number;
  /** The share of `Retry-After` that has to pass before the next attempt. */
  readonly retryAfterShare: number;
  /** Methods of which a second one that is kept is a duplicate. */
  readonly duplicateMethods: readonly string[];
  /** Where a write says that it is the same one again: header fields by name, or JSON pointers into its body. */
  readonly duplicateKeys: readonly string[];
}

/** A finding that is known and let pass until a day. */
export interface Waiver {
  /** `createIntake.reset-after`; `*` stands for any operation or mode. */
  readonly cell: string;
  /** @default any */
  readonly verdict?: Verdict;
  readonly reason: string;
  /** The last day: `2027-01-31`. */
  readonly expires: string;
}

export const defaultThresholds: Thresholds = {
  stormAttempts: 12,
  stormWindowMs: 10_000,
  redirects: 100,
  retryAfterShare: 0.5,
  duplicateMethods: ['POST', 'PATCH'],
  duplicateKeys: ['idempotency-key', 'x-idempotency-key'],
};

/** No drill needs less for its baseline, however short the time of a run is. */
export const LEAST_BASELINE_MS = 10_000;

export const defaultPlan: Plan = {
  deadlineMs: 30_000,
  deadlineFactor: 3,
  baselineMs: 10 * 60_000,
  auth: 'presence',
  thresholds: defaultThresholds,
  modes: defaultModes,
  allow: {
    transient: ['survived', 'degraded', 'not-exercised'],
    persistent: ['survived', 'degraded', 'failed-fast', 'not-exercised'],
  },
  allowIn: {},
  skip: [],
  waivers: [],
};

/** The plan with a deadline that somebody asked for: then it says of the baseline, too, how long is too long. */
export function withDeadline(plan: Plan, deadlineMs: number | undefined): Plan {
  if (deadlineMs === undefined) return plan;
  return { ...plan, deadlineMs, baselineMs: Math.max(deadlineMs * plan.deadlineFactor, LEAST_BASELINE_MS) };
}
