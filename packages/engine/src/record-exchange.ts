import { corsHeaders, NO_HEADERS } from './cors.ts';
import type { Engine } from './engine.ts';
import type { Answer, Exchange } from './exchange.ts';
import { elapsedOf } from './time/clock.ts';

/**
 * The end of every exchange: the one place where journal, metrics and capture are fed. Gives the answer with the header fields that
 * all answers have.
 */
export function recordExchange(engine: Engine, exchange: Exchange, answer: Answer): Answer {
  const { options, journal, metrics, capture } = engine;
  const { clock, cors: isOn, errorStyle } = options;
  exchange.answer = answer;
  journal.record(exchange, clock.now());
  metrics.record(exchange, elapsedOf(clock) - (exchange.begun ?? 0));
  capture?.record(exchange);
  options.onExchange(exchange);
  const cors = isOn ? corsHeaders(exchange.request, answer, errorStyle === 'prism') : NO_HEADERS;
  const headers =
    cors.length === 0
      ? [...answer.headers, 'Stunt-Request-Id', exchange.id]
      : [...answer.headers, ...cors, 'Stunt-Request-Id', exchange.id];
  return { ...answer, headers };
}
