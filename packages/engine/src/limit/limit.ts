import { isObject } from '../schema/json-schema.ts';
import { DURATION_FORM, parseDuration } from '../time/duration.ts';

/** A rate limit as it is written in a document or in stunt.yaml, read and judged. Counts nothing. */
export interface Limit {
  /** The name in the RateLimit header fields. Operations that name the same policy with the same numbers share its count. */
  readonly policy: string;
  /** Requests allowed ... */
  readonly limit: number;
  /** ... in this many milliseconds. */
  readonly window: number;
  readonly per: LimitSubject;
  readonly algorithm: LimitAlgorithm;
}

/** Whose requests are counted together: a credential's (without one, an address's), everybody's in the sandbox, an address's. */
export type LimitSubject = 'credential' | 'sandbox' | 'address';

/**
 * `gcra` gives back a little all the time and lets a whole limit pass at once; `fixed-window` starts anew when a window ends,
 * windows counted from the epoch; `daily` is that from midnight to midnight, UTC.
 */
export type LimitAlgorithm = 'gcra' | 'fixed-window' | 'daily';

export type ReadLimit =
  | { readonly kind: 'limit'; readonly limit: Limit }
  | { readonly kind: 'invalid'; readonly problem: string };

export const ALGORITHMS: readonly LimitAlgorithm[] = ['gcra', 'fixed-window', 'daily'];
const SUBJECTS: readonly LimitSubject[] = ['credential', 'sandbox', 'address'];
const KEYS = ['policy', 'limit', 'window', 'per', 'algorithm'];
const DAY = 86_400_000;
export const MOST = 1_000_000;
const LONGEST = 31 * DAY;

/** Reads one declaration; `policy` is its name where it gives none. */
export function readLimit(value: unknown, policy: string): ReadLimit {
  if (!isObject(value)) return invalid(`was ${shown(value)}; allowed: an object with limit and window`);
  const { policy: name = policy, limit, window, per = 'credential', algorithm = 'gcra' } = value;
  const unknown = Object.keys(value).find((key) => !KEYS.includes(key) && !key.startsWith('x-'));
  if (unknown !== undefined) return invalid(`has ${shown(unknown)}; allowed: ${KEYS.join(', ')}`);
  if (!isPolicy(name)) return invalid(`has policy ${shown(name)}; allowed: a short text in printable ASCII`);
  if (!isCount(limit)) return invalid(`has limit ${shown(limit)}; allowed: 1 to ${MOST}`);
  const subject = SUBJECTS.find((word) => word === per);
  if (subject === undefined) return invalid(`has per ${shown(per)}; allowed: ${SUBJECTS.join(', ')}`);
  const method = ALGORITHMS.find((word) => word === algorithm);
  if (method === undefined) return invalid(`has algorithm ${shown(algorithm)}; allowed: ${ALGORITHMS.join(', ')}`);
  const length = window === undefined && method === 'daily' ? DAY : parseDuration(window);
  if (method === 'daily' && length !== DAY) return invalid(`has window ${shown(window)}; a daily quota has 1d or none`);
  if (length === undefined) return invalid(`has window ${shown(window)}; allowed: ${DURATION_FORM}`);
  if (!Number.isInteger(length) || length < 1 || length > LONGEST)
    return invalid(`has window ${shown(window)}; allowed: 1ms to 31d, in whole milliseconds`);
  return { kind: 'limit', limit: { policy: name, limit, window: length, per: subject, algorithm: method } };
}

const invalid = (problem: string): ReadLimit => ({ kind: 'invalid', problem });

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MOST;

/** What a string of a structured field may hold (RFC 8941 3.3.3). */
const isPolicy = (value: unknown): value is string => typeof value === 'string' && /^[\x20-\x7e]{1,100}$/.test(value);

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
