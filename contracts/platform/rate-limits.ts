/**
 * The document's rate limits (`x-stunt-rate-limit`), counted for each credential by GCRA: what was used is given back a little all the
 * time. Says what is left in the `RateLimit` fields; refuses with a `Problem`.
 */
import type { Clock } from './clock.ts';
import type { LimitRule } from './document.ts';
import { Problem } from './problem.ts';

export interface RateLimits {
  /** Counts one request; gives the header fields of its answer, and the refusal if a limit is used up. */
  count(
    rules: readonly LimitRule[],
    who: string,
  ): { readonly headers: Record<string, string>; readonly refusal?: Problem };
  clear(): void;
}

interface Standing {
  readonly rule: LimitRule;
  readonly left: number;
  readonly fullIn: number;
  readonly waitFor: number;
}

export function createRateLimits(clock: Clock): RateLimits {
  /** When each counter is empty again, in milliseconds (the theoretical arrival time of GCRA). */
  const emptyAt = new Map<string, number>();

  const standingOf = (rule: LimitRule, who: string): Standing => {
    const now = clock.now();
    const key = `${rule.policy} ${who}`;
    const cost = (rule.windowSeconds * 1000) / rule.limit;
    const used = Math.max(0, (emptyAt.get(key) ?? now) - now);
    const capacity = rule.windowSeconds * 1000;
    if (used + cost > capacity) return { rule, left: 0, fullIn: used, waitFor: used + cost - capacity };
    emptyAt.set(key, now + used + cost);
    return { rule, left: Math.floor((capacity - used - cost) / cost), fullIn: used + cost, waitFor: 0 };
  };

  return {
    count(rules, who) {
      const standings = rules.map((rule) => standingOf(rule, who));
      const headers = limitFields(standings);
      const used = standings.find(({ waitFor }) => waitFor > 0);
      return used ? { headers, refusal: refusalOf(used.rule, seconds(used.waitFor)) } : { headers };
    },
    clear: () => emptyAt.clear(),
  };
}

const seconds = (ms: number): number => Math.ceil(ms / 1000);

function limitFields(standings: readonly Standing[]): Record<string, string> {
  const each = (field: (standing: Standing) => string): string => standings.map(field).join(', ');
  return {
    ratelimit: each(({ rule, left, fullIn }) => `"${rule.policy}";r=${left};t=${seconds(fullIn)}`),
    'ratelimit-policy': each(({ rule }) => `"${rule.policy}";q=${rule.limit};w=${rule.windowSeconds}`),
  };
}

export function refusalOf({ limit, windowSeconds }: LimitRule, retryAfter: number): Problem {
  return new Problem(
    'rate_limited',
    `More than ${limit} requests in ${windowSeconds} seconds. Try again in ${retryAfter} seconds.`,
    { headers: { 'retry-after': String(retryAfter) } },
  );
}
