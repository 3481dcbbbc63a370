import type { ReceivedRequest } from '../received.ts';
import { listed, plural, receiverOf, type Verdict } from './matcher.ts';

/**
 * `expect(api).toHaveRetried('createIntake', { times: 2 })`: the same request (method, path, body, idempotency key) came again, so
 * often in all. @default at least once
 */
export function toHaveRetried(
  received: unknown,
  operation: string,
  { times }: { readonly times?: number } = {},
): Verdict {
  const asked = receiverOf(received, 'toHaveRetried').requests({ operation });
  const retries = retriesIn(asked);
  const pass = times === undefined ? retries > 0 : retries === times;
  return {
    pass,
    message: () => {
      const wish = `${pass ? 'It was not to be retried' : 'It was to be retried'}${times === undefined ? '' : ` ${plural(times, 'time')}`}`;
      return [
        `${wish}, and ${operation} was retried ${plural(retries, 'time')}.`,
        listed(asked, `Received of ${operation}`),
      ].join('\n');
    },
  };
}

/** Requests that had come before, exactly so. */
function retriesIn(requests: readonly ReceivedRequest[]): number {
  return requests.length - new Set(requests.map(({ identity }) => identity)).size;
}
