import { corsHeaders, isPreflight, NO_HEADERS, preflight } from './cors.ts';
import { type Engine, type EngineMatch, matchMounts } from './engine.ts';
import { type Answer, type Exchange, type HttpRequest, newExchange } from './exchange.ts';
import type { Plan } from './plan.ts';
import type { Refusal } from './problem.ts';
import { failureWords } from './redact/failure-words.ts';
import { refusalAnswer, refusalOf, refusalOfError, unmatchedAnswer } from './refuse.ts';
import { DEFAULT_SANDBOX, resolveSandbox } from './resolve/resolve-sandbox.ts';
import { readPreferences } from './respond/preferences.ts';
import type { Responded } from './respond/responder.ts';
import { subjectOf } from './subject.ts';
import { elapsedOf } from './time/clock.ts';

/**
 * One request, top to bottom; each stage is one call here and nowhere else.
 *
 *   resolve ── match ──── fault ───── admit ──── respond ─── fault ───── record
 *   sandbox    operation  edge: late,  may it     stored,     response:   journal,
 *              or 404/405  or instead   pass?      generated   damaged     always
 *                              └────── forward, to an upstream ───┘
 *
 * Answers with a promise only where something really waits; never rejects.
 */
export function handle(engine: Engine, request: HttpRequest): Answer | Promise<Answer> {
  const { ids, options } = engine;
  const serial = ids.next();
  const startedAt = options.clock.now();
  const begun = elapsedOf(options.clock);
  const exchange = newExchange({ serial, id: ids.textOf(serial), startedAt, begun, sandbox: DEFAULT_SANDBOX, request });
  try {
    const answer = answerOf(engine, exchange);
    if (!(answer instanceof Promise)) return record(engine, exchange, answer);
    return answer
      .catch((error: unknown) => failure(engine, exchange, error))
      .then((settled) => record(engine, exchange, settled));
  } catch (error) {
    return record(engine, exchange, failure(engine, exchange, error));
  }
}

function answerOf(engine: Engine, exchange: Exchange): Answer | Promise<Answer> {
  const { request } = exchange;
  const resolved = resolveSandbox(request.target, request.headers.host, engine.sandboxes);
  if (resolved.kind !== 'sandbox') return refusalAnswer(engine.options, refusalOf(resolved, engine.sandboxes));
  exchange.sandbox = resolved.name;
  if (request.bodyLimitExceeded !== undefined)
    return refusalAnswer(engine.options, { code: 'BODY_TOO_LARGE', limit: request.bodyLimitExceeded });

  const { target } = resolved;
  const query = target.indexOf('?');
  const path = query === -1 ? target : target.slice(0, query);
  const matched = engine.options.cors && isPreflight(request) ? undefined : matchMounts(engine, request.method, path);
  if (matched?.kind === 'matched') exchange.operation = matched.operation;
  const { upstream } = engine;
  const healthy = (): Answer | Promise<Answer> =>
    upstream && matched
      ? upstream.forward(request, target)
      : engine.limits.tell(exchange, healthyAnswer(engine, exchange, matched));
  if (!engine.faults.concerns(request)) return healthy();
  return engine.faults.run(exchange, subjectOf(engine, request, target, path, matched), healthy);
}

/** The answer that is given where no fault is; a preflight is matched with nothing. */
function healthyAnswer(engine: Engine, exchange: Exchange, matched: EngineMatch | undefined): Answer | Promise<Answer> {
  const { request } = exchange;
  if (matched === undefined) return preflight(request);
  if (matched.kind === 'refused') return unmatchedAnswer(engine.options, request, matched.refusal);
  const plan = matched.mount.planOf(matched.operation);
  const preferences = readPreferences(request);
  if (preferences.kind === 'refused') return refuse(engine, exchange, plan, preferences.refusal);
  const limited = plan.limits && engine.limits.admit(exchange, plan.limits);
  if (limited !== undefined) return refuse(engine, exchange, plan, limited);
  const admitted = plan.admission.admit(request, matched.params);
  if (admitted.kind !== 'admitted') return refuse(engine, exchange, plan, refusalOf(admitted, engine.sandboxes));

  const ask = {
    accept: request.headers.accept,
    preferences: preferences.preferences,
    params: matched.params,
    body: admitted.values.body,
  };
  const stored = plan.state?.answer(exchange.sandbox, request, admitted.values, ask);
  const responded = plan.throughPrism?.(request, ask, stored) ?? stored ?? plan.responder.respond(ask);
  return responded instanceof Promise
    ? responded.then((settled) => settle(engine, exchange, plan, settled))
    : settle(engine, exchange, plan, responded);
}

const settle = (engine: Engine, exchange: Exchange, plan: Plan, responded: Responded): Answer | Promise<Answer> =>
  responded.kind === 'answered'
    ? plan.told(exchange.request, responded.answer)
    : refuse(engine, exchange, plan, responded.refusal);

/** In the document's own words where it has some, else as a problem document. */
function refuse(engine: Engine, exchange: Exchange, plan: Plan, refusal: Refusal): Answer | Promise<Answer> {
  if (refusal.code === 'REQUEST_INVALID') {
    exchange.violations = refusal.violations;
    exchange.declaredViolations = refusal.violations.map(plan.admission.declared);
  }
  const own = plan.refuse(refusal);
  const orElse = (answer: Answer | undefined): Answer =>
    answer ? { ...answer, refusal: refusal.code } : refusalAnswer(engine.options, refusal);
  return own instanceof Promise ? own.then(orElse) : orElse(own);
}

/** A bug of ours: the client gets a problem without internals, the operator one line with them. */
function failure(engine: Engine, exchange: Exchange, error: unknown): Answer {
  const operation = exchange.operation?.id ?? 'no operation';
  engine.options.onLog(`request ${exchange.id} (${operation}) failed: ${failureWords(error)}`, error);
  return refusalAnswer(engine.options, refusalOfError(exchange.id, error));
}

function record(engine: Engine, exchange: Exchange, answer: Answer): Answer {
  exchange.answer = answer;
  engine.journal.record(exchange, engine.options.clock.now());
  engine.metrics.record(exchange, elapsedOf(engine.options.clock) - (exchange.begun ?? 0));
  engine.options.onExchange(exchange);
  const { cors: isOn, errorStyle } = engine.options;
  const cors = isOn ? corsHeaders(exchange.request, answer, errorStyle === 'prism') : NO_HEADERS;
  const headers =
    cors.length === 0
      ? [...answer.headers, 'Stunt-Request-Id', exchange.id]
      : [...answer.headers, ...cors, 'Stunt-Request-Id', exchange.id];
  return { ...answer, headers };
}
