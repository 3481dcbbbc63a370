import type { Clock } from '../time/clock.ts';
import type { AttemptOutcome, SignedDelivery, Subscription } from './webhook.ts';

/** Deliveries that are taken over a stream and posted by somebody else, who says afterwards what came of them. Knows no socket. */
export interface Streams {
  open(subscription: Subscription, take: (delivery: SignedDelivery) => void): () => void;
  send(subscription: Subscription, delivery: SignedDelivery, signal: AbortSignal): Promise<AttemptOutcome>;
  outcome(sandbox: string, delivery: string, attempt: number, outcome: AttemptOutcome): boolean;
}

/** A little longer than who posts has: the answer has to come back. */
const PATIENCE = 15_000;

export function createStreams(clock: Clock): Streams {
  const takers = new Map<string, (delivery: SignedDelivery) => void>();
  const waiting = new Map<string, (outcome: AttemptOutcome) => void>();
  const keyOf = (sandbox: string, delivery: string, attempt: number): string => `${sandbox} ${delivery} ${attempt}`;
  return {
    open({ sandbox, id }, take) {
      takers.set(`${sandbox} ${id}`, take);
      return () => void takers.delete(`${sandbox} ${id}`);
    },
    async send({ sandbox, id }, delivery, signal) {
      const take = takers.get(`${sandbox} ${id}`);
      if (take === undefined) return { status: 0, reason: 'closed' };
      const key = keyOf(sandbox, delivery.delivery, delivery.attempt);
      const { promise, resolve } = Promise.withResolvers<AttemptOutcome>();
      const done = new AbortController();
      waiting.set(key, resolve);
      clock.sleep(PATIENCE, AbortSignal.any([signal, done.signal])).then(
        () => resolve({ status: 0, reason: 'timeout' }),
        () => resolve({ status: 0, reason: 'closed' }),
      );
      take(delivery);
      const outcome = await promise;
      waiting.delete(key);
      done.abort();
      return outcome;
    },
    outcome(sandbox, delivery, attempt, outcome) {
      const settle = waiting.get(keyOf(sandbox, delivery, attempt));
      settle?.(outcome);
      return settle !== undefined;
    },
  };
}
