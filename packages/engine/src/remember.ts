import type { Engine } from './engine.ts';
import type { Exchange } from './exchange.ts';
import { elapsedOf } from './time/clock.ts';

/** All that is kept and told of an exchange, once it is answered: the one place where journal, metrics and capture are fed. */
export function remember({ options, journal, metrics, capture }: Engine, exchange: Exchange): void {
  journal.record(exchange, options.clock.now());
  metrics.record(exchange, elapsedOf(options.clock) - (exchange.begun ?? 0));
  capture?.record(exchange);
  options.onExchange(exchange);
}
