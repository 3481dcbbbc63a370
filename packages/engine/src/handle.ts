import { isPreflight } from './cors.ts';
import type { Engine } from './engine.ts';
import { type Answer, type Exchange, type HttpRequest, newExchange } from './exchange.ts';
import type { Healthy } from './fault/fault-kind.ts';
import { finalHeaders } from './final-headers.ts';
import { healthyAnswer } from './healthy-answer.ts';
import { matchMounts } from './mount.ts';
import { refusalAnswer, refusalOf } from './refuse.ts';
import { failure } from './refuse-exchange.ts';
import { DEFAULT_SANDBOX, pathOf, resolveSandbox } from './resolve/resolve-sandbox.ts';
import { subjectOf } from './subject.ts';
import { elapsedOf } from './time/clock.ts';

/**
 * One request, top to bottom; each stage is one call, here or in `healthy-answer.ts`, and nowhere else.
 *
 *   resolve ── match ──── fault ──── authorise ─ limit ─ admit ──── respond ── fault ───── record
 *   sandbox    operation  edge: late,   who asks?  how    is it      stored,    response:   journal,
 *              or 404/405  or instead              often? right?     generated  damaged     metrics
 *                              └──────── forward, to an upstream ────────┘
 *
 * Answers with a promise only where something really waits; never rejects. `listenerOf`: the sandbox whose own port was asked.
 */
export function handle(engine: Engine, request: HttpRequest, listenerOf?: string): Answer | Promise<Answer> {
  const { ids, options } = engine;
  const serial = ids.next();
  const startedAt = options.clock.now();
  const begun = elapsedOf(options.clock);
  const exchange = newExchange({ serial, id: ids.textOf(serial), startedAt, begun, sandbox: DEFAULT_SANDBOX, request });
  try {
    const answer = answerOf(engine, exchange, listenerOf);
    if (!(answer instanceof Promise)) return record(engine, exchange, answer);
    options.onWaiting(exchange);
    return answer
      .catch((error: unknown) => failure(engine, exchange, error))
      .then((settled) => record(engine, exchange, settled))
      .finally(engine.records.settle);
  } catch (error) {
    return record(engine, exchange, failure(engine, exchange, error));
  }
}

function answerOf(engine: Engine, exchange: Exchange, listenerOf: string | undefined): Answer | Promise<Answer> {
  const { request } = exchange;
  const resolved = resolveSandbox(request.target, request.headers.host, engine.sandboxes, listenerOf, engine.ownHost);
  const isIssuer = resolved.kind === 'reserved' && resolved.area === 'auth';
  if (resolved.kind !== 'sandbox' && !isIssuer) return refusalAnswer(engine.options, refusalOf(resolved, engine.told));
  exchange.sandbox = resolved.name;
  if (request.bodyLimitExceeded !== undefined)
    return refusalAnswer(engine.options, { code: 'BODY_TOO_LARGE', limit: request.bodyLimitExceeded });

  const { target } = resolved;
  const path = pathOf(target);
  const isAlone = isIssuer || (engine.options.cors && isPreflight(request));
  const matched = isAlone ? undefined : matchMounts(engine, request.method, path);
  if (matched?.kind === 'matched') exchange.operation = matched.operation;
  const healthy: Healthy = (within) =>
    engine.upstream && matched
      ? engine.upstream.forward(request, target)
      : engine.limits.tell(exchange, healthyAnswer(engine, exchange, target, matched, within));
  if (!engine.faults.concerns(request)) return healthy();
  return engine.faults.run(exchange, subjectOf(engine, request, target, path, matched), healthy);
}

function record(engine: Engine, exchange: Exchange, answer: Answer): Answer {
  exchange.answer = answer;
  exchange.endedAt = engine.options.clock.now();
  exchange.tookMs = elapsedOf(engine.options.clock) - (exchange.begun ?? 0);
  engine.records.add(exchange);
  engine.capture?.record(exchange);
  engine.recordings.record(exchange);
  engine.options.onExchange(exchange);
  return { ...answer, headers: finalHeaders(engine.options, exchange, answer) };
}
