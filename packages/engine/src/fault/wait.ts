import type { Course, Wait } from './course.ts';

/** Waits until the time of a fault has passed, its rule is gone, or the client is; never rejects. */
export function wait({ entry, ms }: Wait, course: Course): Promise<void> {
  const { exchange, clock } = course;
  const { until } = entry.stateIn(exchange.sandbox);
  const left = Math.min(ms ?? Number.POSITIVE_INFINITY, until - clock.now());
  course.gone ??= exchange.request.aborted?.();
  const { gone } = course;
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
