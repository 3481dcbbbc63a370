import type { Exchange } from '../exchange.ts';
import type { Clock } from '../time/clock.ts';
import type { Wait } from './course.ts';

/** Waits until the time of a fault has passed, its rule is gone, or the client is; never rejects. */
export function wait({ entry, ms }: Wait, clock: Clock, exchange: Exchange): Promise<void> {
  const { until } = entry.stateIn(exchange.sandbox);
  const left = Math.min(ms ?? Number.POSITIVE_INFINITY, until - clock.now());
  const gone = exchange.request.aborted?.();
  if (entry.rule.signal.aborted || gone?.aborted || left <= 0) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = left === Number.POSITIVE_INFINITY ? undefined : new AbortController();
    const end = (): void => {
      entry.waiting.delete(end);
      gone?.removeEventListener('abort', end);
      timer?.abort();
      resolve();
    };
    entry.waiting.add(end);
    gone?.addEventListener('abort', end, { once: true });
    // What rejects was ended already, by `end` itself.
    if (timer !== undefined) clock.sleep(left, timer.signal).then(end, () => {});
  });
}
