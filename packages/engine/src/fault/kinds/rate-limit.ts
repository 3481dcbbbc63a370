import { setHeaders } from '../answer-parts.ts';
import { errorAnswer } from '../error-body.ts';
import type { FaultKind } from '../fault-kind.ts';
import { retryAfterOf, retryAfterProblem } from '../retry-after.ts';

/** 429 as a limiter sends it: with or without Retry-After, with the header fields that tell of the limit. Counts nothing itself. */
export interface RateLimitOptions {
  readonly retryAfter: string;
  readonly limit: number;
  readonly remaining: number;
  readonly window: number;
  readonly fields: 'both' | 'draft' | 'legacy' | 'none';
}

/** The word for no Retry-After at all. */
const NONE = 'none';

export const rateLimit: FaultKind<RateLimitOptions> = {
  kind: 'rate-limit',
  summary: '429 with Retry-After (or without) and RateLimit header fields',
  options: {
    retryAfter: { type: 'text', default: '30', description: 'Seconds, a duration, a date of HTTP, or none' },
    limit: { type: 'integer', min: 0, max: 1_000_000_000, default: 100, description: 'Requests that a window allows' },
    remaining: { type: 'integer', min: 0, max: 1_000_000_000, default: 0, description: 'Requests that are left' },
    window: { type: 'duration', min: 1000, default: '60s', description: 'How long a window is' },
    fields: {
      type: 'word',
      values: ['both', 'draft', 'legacy', 'none'],
      default: 'both',
      description: 'RateLimit and RateLimit-Policy (draft), X-RateLimit-* (legacy)',
    },
  },
  layerOf: () => 'edge',
  contradiction({ retryAfter, remaining, limit }) {
    if (remaining > limit) return 'remaining is larger than limit.';
    return retryAfter === NONE ? undefined : retryAfterProblem(retryAfter);
  },
  plan(options, { exchange, operation }) {
    const answer = errorAnswer(429, operation);
    const headers = setHeaders(answer.headers, fieldsOf(options, exchange.startedAt));
    return { do: 'answer', answer: { ...answer, headers } };
  },
};

function fieldsOf({ retryAfter, limit, remaining, window, fields }: RateLimitOptions, now: number): string[] {
  const wait = retryAfter === NONE ? undefined : retryAfterOf(retryAfter);
  const seconds = Math.ceil(window / 1000);
  const reset = secondsUntil(wait, now) ?? seconds;
  // draft-ietf-httpapi-ratelimit-headers: structured fields, q = quota, w = window, r = remaining, t = seconds until more.
  const draft = [
    'RateLimit-Policy',
    `"default";q=${limit};w=${seconds}`,
    'RateLimit',
    `"default";r=${remaining};t=${reset}`,
  ];
  const legacy = [
    ...['X-RateLimit-Limit', String(limit), 'X-RateLimit-Remaining', String(remaining)],
    ...['X-RateLimit-Reset', String(Math.ceil(now / 1000) + reset)],
  ];
  return [
    ...(wait === undefined ? [] : ['Retry-After', wait]),
    ...(fields === 'both' || fields === 'draft' ? draft : []),
    ...(fields === 'both' || fields === 'legacy' ? legacy : []),
  ];
}

function secondsUntil(wait: string | undefined, now: number): number | undefined {
  if (wait === undefined) return undefined;
  return /^\d+$/.test(wait) ? Number(wait) : Math.max(0, Math.ceil((Date.parse(wait) - now) / 1000));
}
