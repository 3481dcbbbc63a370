import type { Exchange } from '@stuntdouble/engine';

/**
 * What the journal does not tell of requests: those that are under way, their order, by how much their sandbox was ahead when they came,
 * and whether anybody was there for the answer. Keeps as many of each sandbox as are kept of its requests.
 */
export interface Arrivals {
  /** Its answer is not there at once. `offset`: milliseconds by which its sandbox is ahead of the engine's time now. */
  waiting(exchange: Exchange, offset: number): void;
  over(exchange: Exchange, offset: number): void;
  /** Those under way, in their order. */
  underWay(sandbox: string): readonly Waiting[];
  /** Undefined for a request that came before the sandbox began anew. */
  of(sandbox: string, id: string): Arrival | undefined;
  /** A sandbox begins anew, or ends: what is under way belongs to what was. */
  forget(sandbox: string): void;
}

export interface Arrival {
  /** Which request of the process it is. */
  readonly serial: number;
  /** When it came, and when it was over: by how much the sandbox was ahead. */
  readonly offset: number;
  readonly offsetAtEnd: number;
  /** Nobody was there any more once the answer was. */
  readonly left: boolean;
}

export interface Waiting {
  readonly exchange: Exchange;
  readonly offset: number;
}

/** Of each sandbox, as many as are kept of its requests. */
const KEPT = 1000;

export function createArrivals(): Arrivals {
  const sandboxes = new Map<string, Map<string, Arrival>>();
  const waiting = new Map<Exchange, number>();
  const bygone = new WeakSet<Exchange>();
  return {
    waiting: (exchange, offset) => void waiting.set(exchange, offset),
    over(exchange, offsetAtEnd) {
      const { id, serial, sandbox, request } = exchange;
      const waited = waiting.get(exchange);
      waiting.delete(exchange);
      if (bygone.has(exchange)) return;
      const left = waited !== undefined && (request.aborted?.().aborted ?? false);
      const arrivals = sandboxes.get(sandbox) ?? new Map<string, Arrival>();
      sandboxes.set(sandbox, arrivals.set(id, { serial, offset: waited ?? offsetAtEnd, offsetAtEnd, left }));
      const [oldest] = arrivals.size > KEPT ? arrivals.keys() : [];
      if (oldest !== undefined) arrivals.delete(oldest);
    },
    underWay: (sandbox) =>
      [...waiting].flatMap(([exchange, offset]) =>
        exchange.sandbox === sandbox && !bygone.has(exchange) ? [{ exchange, offset }] : [],
      ),
    of: (sandbox, id) => sandboxes.get(sandbox)?.get(id),
    forget(sandbox) {
      sandboxes.delete(sandbox);
      for (const exchange of waiting.keys()) if (exchange.sandbox === sandbox) bygone.add(exchange);
    },
  };
}
