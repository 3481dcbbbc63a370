import type { Authorized } from './admit/authorize.ts';
import { isPreflight, preflight } from './cors.ts';
import { type Engine, type EngineMatch, type Matched, matchMounts } from './engine.ts';
import { type Answer, type Exchange, type HttpRequest, newExchange, type Preferences } from './exchange.ts';
import type { AtAdmit, Healthy } from './fault/fault-kind.ts';
import { finalHeaders } from './final-headers.ts';
import type { Plan } from './plan.ts';
import { refusalAnswer, refusalOf, unmatchedAnswer } from './refuse.ts';
import { failure, refuse, settle } from './refuse-exchange.ts';
import { DEFAULT_SANDBOX, pathOf, resolveSandbox } from './resolve/resolve-sandbox.ts';
import { readPreferences } from './respond/preferences.ts';
import { subjectOf } from './subject.ts';

/**
 * One request, top to bottom; each stage is one call here and nowhere else.
 *
 *   resolve ── match ──── fault ───── admit ──── respond ─── fault ───── record
 *   sandbox    operation  edge: late,  may it     example,    response:   journal,
 *              or 404/405  or instead   pass?      generated   damaged     always
 *                              └────── forward, to an upstream ───┘
 *
 * Answers with a promise only where something really waits; never rejects.
 */
export function handle(engine: Engine, request: HttpRequest): Answer | Promise<Answer> {
  const { ids, options } = engine;
  const serial = ids.next();
  const startedAt = options.clock.now();
  const exchange = newExchange({ serial, id: ids.textOf(serial), startedAt, sandbox: DEFAULT_SANDBOX, request });
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
  const isIssuer = resolved.kind === 'reserved' && resolved.area === 'auth';
  if (resolved.kind !== 'sandbox' && !isIssuer)
    return refusalAnswer(engine.options, refusalOf(resolved, engine.sandboxes));
  exchange.sandbox = resolved.name;
  if (request.bodyLimitExceeded !== undefined)
    return refusalAnswer(engine.options, { code: 'BODY_TOO_LARGE', limit: request.bodyLimitExceeded });

  const { target } = resolved;
  const path = pathOf(target);
  const isAlone = isIssuer || (engine.options.cors && isPreflight(request));
  const matched = isAlone ? undefined : matchMounts(engine, request.method, path);
  if (matched?.kind === 'matched') exchange.operation = matched.operation;
  const healthy: Healthy = (atAdmit) =>
    engine.upstream && matched
      ? engine.upstream.forward(request, target)
      : healthyAnswer(engine, exchange, target, matched, atAdmit);
  if (!engine.faults.concerns(request)) return healthy();
  return engine.faults.run(exchange, subjectOf(engine, request, target, path, matched), healthy);
}

/** The answer that is given where no fault is; a preflight, and what the issuer is asked, are matched with nothing. */
function healthyAnswer(
  engine: Engine,
  exchange: Exchange,
  target: string,
  matched: EngineMatch | undefined,
  atAdmit: AtAdmit | undefined,
): Answer | Promise<Answer> {
  const { request } = exchange;
  const sandbox = engine.registry.get(exchange.sandbox);
  if (matched === undefined)
    return isPreflight(request) || sandbox === undefined
      ? preflight(request)
      : engine.issuer.answer({ sandbox, request, target });
  if (matched.kind === 'refused') return unmatchedAnswer(engine.options, request, matched.refusal);
  const plan = matched.mount.planOf(matched.operation);
  const preferences = readPreferences(request);
  if (preferences.kind === 'refused') return refuse(engine, exchange, plan, preferences.refusal);
  const authorized = plan.admission.authorize(exchange, sandbox, engine.tokens);
  return authorized instanceof Promise
    ? authorized.then((outcome) => answerTo(engine, exchange, matched, plan, preferences.preferences, outcome, atAdmit))
    : answerTo(engine, exchange, matched, plan, preferences.preferences, authorized, atAdmit);
}

/** Who may ask is known; whether what is asked is right is not. */
function answerTo(
  engine: Engine,
  exchange: Exchange,
  matched: Matched,
  plan: Plan,
  preferences: Preferences | undefined,
  authorized: Authorized,
  atAdmit: AtAdmit | undefined,
): Answer | Promise<Answer> {
  const { request } = exchange;
  if (authorized.kind !== 'authorized') return refuse(engine, exchange, plan, refusalOf(authorized, engine.sandboxes));
  const faulty = atAdmit?.(plan.admission.byToken(request));
  if (faulty !== undefined) return faulty;
  // Rate limits come here: whoever may not ask is not counted, what is asked wrongly is.
  const admitted = plan.admission.admit(request, matched.params);
  if (admitted.kind !== 'admitted') return refuse(engine, exchange, plan, refusalOf(admitted, engine.sandboxes));

  const ask = { accept: request.headers.accept, preferences, params: matched.params, body: admitted.values.body };
  const responded = plan.throughPrism?.(request, ask) ?? plan.responder.respond(ask);
  return responded instanceof Promise
    ? responded.then((settled) => settle(engine, exchange, plan, settled))
    : settle(engine, exchange, plan, responded);
}

function record(engine: Engine, exchange: Exchange, answer: Answer): Answer {
  exchange.answer = answer;
  engine.journal.record(exchange, engine.options.clock.now());
  engine.options.onExchange(exchange);
  return { ...answer, headers: finalHeaders(engine.options, exchange, answer) };
}
