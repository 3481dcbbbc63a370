import type { ServerResponse } from 'node:http';
import type { HeldBodies, HeldBody } from './held-bodies.ts';
import type { ReceivedRequest } from './received-request.ts';

/**
 * Requests whose answer waits: for a fault, an upstream, the pace of a delivery. Each keeps its body for so long, and one connection
 * may have many. They share the room of the bodies under way, and whoever began to wait first gives way. Knows nothing of what is answered at once.
 */
export interface WaitingRequests {
  hold(request: ReceivedRequest, response: ServerResponse): WaitingRequest;
}

export interface WaitingRequest {
  /** Others needed the room: what it waited for was told that nobody waits any more, and its answer is not to be sent. */
  readonly isGivenUp: boolean;
  /** The answer is on its way. It goes on to count until it has left, and can only be cut off from now on. */
  settle(): void;
}

/** What a request that waits takes beside its fields and its body. */
const OWN_BYTES = 4 * 1024;

/** `most`: what `held` has room for. */
export function createWaitingRequests(held: HeldBodies, most: number): WaitingRequests {
  return {
    hold(request, response) {
      const waiting = new Waiting(request, response);
      // Of a client that has left nothing is told any more.
      if (response.destroyed) return waiting;
      response.once('close', () => held.drop(waiting));
      // Never more than there is room for, or it would give way to itself.
      held.grow(waiting, Math.min(weightOf(request, response), most));
      return waiting;
    },
  };
}

class Waiting implements HeldBody, WaitingRequest {
  bytes = 0;
  isGivenUp = false;
  #isSettled = false;
  readonly #request: ReceivedRequest;
  readonly #response: ServerResponse;

  constructor(request: ReceivedRequest, response: ServerResponse) {
    this.#request = request;
    this.#response = response;
  }

  end(): void {
    if (this.#isSettled) this.#response.req.socket.destroy();
    else {
      this.isGivenUp = true;
      this.#request.giveUp();
    }
  }

  settle(): void {
    this.#isSettled = true;
  }
}

function weightOf({ target, body }: ReceivedRequest, { req }: ServerResponse): number {
  let bytes = OWN_BYTES + target.length + body.length;
  for (const text of req.rawHeaders) bytes += text.length;
  return bytes;
}
