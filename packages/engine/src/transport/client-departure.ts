import type { ServerResponse } from 'node:http';
import type { Departure } from '../exchange.ts';

const NONE: readonly (() => void)[] = [];

/** Watches a response for its client's going away before it is complete. Small, for there is one for each request that is held. */
export class ClientDeparture implements Departure {
  aborted: boolean;
  #listeners: readonly (() => void)[] = NONE;

  constructor(response: ServerResponse) {
    this.aborted = response.destroyed;
    response.on('close', () => {
      if (!response.writableFinished) this.leave();
    });
  }

  /** As if the client had gone: whoever waits for it stops. */
  leave(): void {
    if (this.aborted) return;
    this.aborted = true;
    for (const listener of this.#listeners) listener();
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    // Not `push`: it makes room for 17.
    this.#listeners = [...this.#listeners, listener];
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners = this.#listeners.filter((each) => each !== listener);
  }
}
