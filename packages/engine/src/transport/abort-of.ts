import type { ServerResponse } from 'node:http';

/** A signal that aborts when the client goes away before its answer is complete. Made for what waits: each one costs a listener. */
export function abortOf(response: ServerResponse): AbortSignal {
  if (response.destroyed) return AbortSignal.abort();
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
}
