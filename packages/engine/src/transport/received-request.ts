import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Departure, HttpRequest, Origin, RequestHeaders } from '../exchange.ts';
import { ClientDeparture } from './client-departure.ts';

/** What few requests have. */
type Beyond = Partial<Pick<HttpRequest, 'stream' | 'bodyLimitExceeded' | 'origin'>>;

/** A request as the engine sees it, around Node's own. A class, for a closure would cost each request that nobody waits for. */
export class ReceivedRequest implements HttpRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: RequestHeaders;
  readonly body: Uint8Array;
  readonly stream?: AsyncIterable<Uint8Array>;
  readonly bodyLimitExceeded?: number;
  readonly origin?: Origin;
  readonly #response: ServerResponse;
  #departure: ClientDeparture | undefined;

  constructor(message: IncomingMessage, response: ServerResponse, body: Uint8Array, beyond?: Beyond) {
    this.method = message.method ?? 'GET';
    this.target = message.url ?? '/';
    this.headers = message.headers;
    this.body = body;
    this.#response = response;
    if (beyond !== undefined) Object.assign(this, beyond);
  }

  address(): string | undefined {
    return this.#response.req.socket?.remoteAddress;
  }

  aborted(): Departure {
    return this.#departed();
  }

  /** Nobody waits for the answer any more, although the client is there. */
  giveUp(): void {
    this.#departed().leave();
  }

  #departed(): ClientDeparture {
    this.#departure ??= new ClientDeparture(this.#response);
    return this.#departure;
  }
}
