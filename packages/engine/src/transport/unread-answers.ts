import type { ServerResponse } from 'node:http';
import { createHeldBodies, type HeldBody } from './held-bodies.ts';

/** Large answers that their clients have not taken yet: those of all connections together are bounded, and who has waited longest is cut off. */
export interface UnreadAnswers {
  hold(response: ServerResponse, body: Uint8Array | undefined): void;
}

/** What is smaller is not worth a look; Node itself reads no further requests of who does not take the answers. */
const LARGE_BYTES = 1024 * 1024;

/** Answers may be the same bytes, which take their memory once, until the last of their clients has them. */
interface Shared extends HeldBody {
  readonly responses: Set<ServerResponse>;
}

export function createUnreadAnswers(most: number): UnreadAnswers {
  const held = createHeldBodies(most);
  const shared = new Map<Uint8Array, Shared>();
  const leave = (body: Uint8Array, response: ServerResponse): void => {
    const found = shared.get(body);
    if (found === undefined || !found.responses.delete(response) || found.responses.size > 0) return;
    shared.delete(body);
    held.drop(found);
  };
  const first = (body: Uint8Array, response: ServerResponse): void => {
    const responses = new Set([response]);
    const end = (): void => {
      for (const each of responses) each.req.socket.destroy();
    };
    const entry = { bytes: 0, responses, end };
    shared.set(body, entry);
    held.grow(entry, body.length);
  };
  return {
    hold(response, body) {
      // Of a client that has left nothing is told any more.
      if (body === undefined || body.length < LARGE_BYTES || response.destroyed) return;
      response.once('close', () => leave(body, response));
      const before = shared.get(body);
      if (before === undefined) first(body, response);
      else before.responses.add(response);
    },
  };
}
