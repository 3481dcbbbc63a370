import type { ServerResponse } from 'node:http';
import { createHeldBodies } from './held-bodies.ts';

/** Large answers that their clients have not taken yet: those of all connections together are bounded, and who has waited longest is cut off. */
export interface UnreadAnswers {
  hold(response: ServerResponse, body: Uint8Array | undefined): void;
}

/** What is smaller is not worth a look; Node itself reads no further requests of who does not take the answers. */
const LARGE_BYTES = 1024 * 1024;

export function createUnreadAnswers(most: number): UnreadAnswers {
  const held = createHeldBodies(most);
  /** Answers may be the same bytes: those take their memory once. */
  const sharers = new Map<Uint8Array, number>();
  return {
    hold(response, body) {
      // Of a client that has left nothing is told any more.
      if (body === undefined || body.length < LARGE_BYTES || response.destroyed) return;
      const before = sharers.get(body) ?? 0;
      sharers.set(body, before + 1);
      const entry = { bytes: 0, end: () => void response.req.socket.destroy() };
      response.once('close', () => {
        held.drop(entry);
        const left = (sharers.get(body) ?? 1) - 1;
        if (left === 0) sharers.delete(body);
        else sharers.set(body, left);
      });
      held.grow(entry, before === 0 ? body.length : 0);
    },
  };
}
