import type { ReceivedRequest } from '../received.ts';
import { lineOf, receiverOf, type Verdict } from './matcher.ts';

/**
 * `expect(api).toHaveHonouredRetryAfter('listIntakes')`: after each answer with `Retry-After` (RFC 9110 10.2.3) the next request to
 * that operation, or to any that told so, came no sooner, by the double's clock. Throws where no answer had the field, also after `not`: it would say nothing.
 */
export function toHaveHonouredRetryAfter(received: unknown, operation?: string): Verdict {
  const asked = receiverOf(received, 'toHaveHonouredRetryAfter').requests(operation === undefined ? {} : { operation });
  const waits = asked.flatMap((request, at) => {
    const due = dueAfter(request);
    return due === undefined
      ? []
      : [{ request, due, next: asked.slice(at + 1).find((later) => later.operation === request.operation) }];
  });
  // Thrown, so that the opposite does not hold either.
  if (waits.length === 0)
    throw new Error(
      `No answer${operation === undefined ? '' : ` to ${operation}`} asked to wait: put one in force, api.fault('${operation ?? '*'}', rateLimit({ retryAfter: 1 })).`,
    );
  const early = waits.filter(({ due, next }) => next !== undefined && next.at < due);
  const pass = early.length === 0;
  return {
    pass,
    message: () => {
      if (pass) return `It was not to wait for Retry-After, and did each of ${waits.length} times.`;
      return early
        .map(({ request, due, next }) => `${lineOf(request)}: asked again ${next ? due - next.at : 0} ms too early.`)
        .join('\n');
    },
  };
}

/** Milliseconds of the double's clock from which on it may be asked again. */
function dueAfter({ at, durationMs, answerHeaders }: ReceivedRequest): number | undefined {
  const field = answerHeaders['retry-after'];
  if (field === undefined) return undefined;
  const seconds = Number(field);
  if (Number.isFinite(seconds)) return at + durationMs + seconds * 1000;
  const date = Date.parse(field);
  return Number.isNaN(date) ? undefined : date;
}
