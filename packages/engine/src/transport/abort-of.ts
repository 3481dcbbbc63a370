import type { ServerResponse } from 'node:http';
import type { Departure } from '../exchange.ts';

/** Watches a response for its client's going away before it is complete. */
export function abortOf(response: ServerResponse): Departure {
  const listeners = new Set<() => void>();
  let aborted = response.destroyed;
  response.once('close', () => {
    aborted = !response.writableFinished;
    if (aborted) for (const listener of listeners) listener();
  });
  return {
    get aborted() {
      return aborted;
    },
    addEventListener: (_type, listener) => void listeners.add(listener),
    removeEventListener: (_type, listener) => void listeners.delete(listener),
  };
}
