import type { Engine } from './engine.ts';
import type { Answer, Exchange } from './exchange.ts';
import type { Plan } from './plan.ts';
import type { Refusal } from './problem.ts';
import { failureWords } from './redact/failure-words.ts';
import { refusalAnswer, refusalOfError } from './refuse.ts';
import type { Responded } from './respond/responder.ts';

/** What was responded, or the refusal of what could not be. */
export const settle = (
  engine: Engine,
  exchange: Exchange,
  plan: Plan,
  responded: Responded,
): Answer | Promise<Answer> =>
  responded.kind === 'answered'
    ? plan.told(exchange.request, responded.answer)
    : refuse(engine, exchange, plan, responded.refusal);

/** In the document's own words where it has some, else as a problem document. */
export function refuse(engine: Engine, exchange: Exchange, plan: Plan, refusal: Refusal): Answer | Promise<Answer> {
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
export function failure(engine: Engine, exchange: Exchange, error: unknown): Answer {
  const operation = exchange.operation?.id ?? 'no operation';
  engine.options.onLog(`request ${exchange.id} (${operation}) failed: ${failureWords(error)}`, error);
  return refusalAnswer(engine.options, refusalOfError(exchange.id, error));
}
