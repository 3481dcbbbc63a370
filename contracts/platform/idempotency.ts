/**
 * `Idempotency-Key`: the answer of a call that made something is kept for 24 hours and given again to a call with the same key and body.
 * Keeps only answers that made something; a refusal is decided anew.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Clock } from './clock.ts';
import type { Reply } from './operation.ts';
import { Problem } from './problem.ts';

export const keptMs = 24 * 60 * 60 * 1000;

export interface Intention {
  /** Client and operation: a key of one is nothing to the other. */
  readonly scope: string;
  readonly key: string | undefined;
  readonly body: unknown;
}

export interface IdempotencyKeys {
  /** Runs `make` once for an intention. */
  once(intention: Intention, make: () => Reply): Reply;
  clear(): void;
}

export function createIdempotencyKeys(clock: Clock): IdempotencyKeys {
  const kept = new Map<string, { readonly body: unknown; readonly reply: Reply; readonly until: number }>();

  return {
    once({ scope, key, body }, make) {
      if (key === undefined) return make();
      const now = clock.now();
      // In order of age: what is over stands in front.
      for (const [name, { until }] of kept) {
        if (until > now) break;
        kept.delete(name);
      }
      const place = `${scope} ${key}`;
      const earlier = kept.get(place);
      if (earlier) {
        if (isDeepStrictEqual(earlier.body, body)) return withReplayed(earlier.reply, true);
        const detail = 'This Idempotency-Key was used with another body. Use a new key for a new request.';
        throw new Problem('idempotency_key_reused', detail);
      }
      const reply = make();
      kept.set(place, { body, reply, until: now + keptMs });
      return withReplayed(reply, false);
    },
    clear: () => kept.clear(),
  };
}

const withReplayed = (reply: Reply, replayed: boolean): Reply => ({
  ...reply,
  headers: { ...reply.headers, 'idempotency-replayed': String(replayed) },
});
