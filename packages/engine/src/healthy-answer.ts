import type { Authorized } from './admit/authorize.ts';
import { isPreflight, preflight } from './cors.ts';
import type { Engine } from './engine.ts';
import type { Answer, Exchange, Preferences } from './exchange.ts';
import type { Within } from './fault/fault-kind.ts';
import type { EngineMatch, Matched } from './mount.ts';
import type { Plan } from './plan.ts';
import { preferencesOf } from './preferences-of.ts';
import type { Refusal } from './problem.ts';
import { refusalOf, unmatchedAnswer } from './refuse.ts';
import { refuse, settle } from './refuse-exchange.ts';

/**
 * The answer that is given where no fault is, from what was matched to what is responded: the middle of `handle.ts`. A preflight,
 * and what the issuer is asked, are matched with nothing.
 */
export function healthyAnswer(
  engine: Engine,
  exchange: Exchange,
  target: string,
  matched: EngineMatch | undefined,
  within: Within | undefined,
): Answer | Promise<Answer> {
  const { request } = exchange;
  const sandbox = engine.registry.get(exchange.sandbox);
  if (matched === undefined)
    return isPreflight(request) || sandbox === undefined
      ? preflight(request)
      : engine.issuer.answer({ sandbox, request, target });
  if (matched.kind === 'refused') return unmatchedAnswer(engine.options, request, matched.refusal);
  const plan = matched.mount.planOf(matched.operation);
  const preferences = preferencesOf(engine, exchange);
  if (preferences.kind === 'refused') return refuse(engine, exchange, plan, preferences.refusal);
  const authorized = plan.admission.authorize(exchange, sandbox, engine.tokens, matched.params);
  return authorized instanceof Promise
    ? authorized.then((outcome) => answerTo(engine, exchange, matched, plan, preferences.preferences, outcome, within))
    : answerTo(engine, exchange, matched, plan, preferences.preferences, authorized, within);
}

/** Who may ask is known; whether what is asked is right is not. */
function answerTo(
  engine: Engine,
  exchange: Exchange,
  matched: Matched,
  plan: Plan,
  preferences: Preferences | undefined,
  authorized: Authorized,
  within: Within | undefined,
): Answer | Promise<Answer> {
  const { request } = exchange;
  if (authorized.kind !== 'authorized') {
    const tooMany = plan.limits && countRefused(engine, exchange, plan.limits, authorized.kind);
    return refuse(engine, exchange, plan, tooMany ?? refusalOf(authorized, engine.sandboxes));
  }
  const faulty = within?.atAdmit?.(plan.admission.byToken(request));
  if (faulty !== undefined) return faulty;
  // What is asked wrongly is counted, too.
  const limited = plan.limits && engine.limits.admit(exchange, plan.limits);
  if (limited !== undefined) return refuse(engine, exchange, plan, limited);
  const admitted = plan.admission.admit(request, matched.params);
  if (admitted.kind !== 'admitted') return refuse(engine, exchange, plan, refusalOf(admitted, engine.sandboxes));

  const ask = { accept: request.headers.accept, preferences, params: matched.params, body: admitted.values.body };
  const damage =
    plan.state &&
    within?.atState?.((stale) => plan.state?.hasEarlier?.(exchange.sandbox, admitted.values, stale) === true);
  const stored = plan.state?.answer(exchange.sandbox, request, admitted.values, ask, damage);
  const responded = plan.throughPrism?.(request, ask, stored) ?? stored ?? plan.responder.respond(ask);
  return responded instanceof Promise
    ? responded.then((settled) => settle(engine, exchange, plan, settled))
    : settle(engine, exchange, plan, responded);
}

/** A gateway counts whom it knows before the API looks at scopes, so a 403 uses up what a 200 would; a stranger has an address only. */
function countRefused(
  { limits }: Engine,
  exchange: Exchange,
  held: NonNullable<Plan['limits']>,
  kind: Exclude<Authorized, { kind: 'authorized' }>['kind'],
): Refusal | undefined {
  return kind === 'forbidden' ? limits.admit(exchange, held) : limits.admitUnknown(exchange, held);
}
