import type { Delivery } from '../delivery.ts';
import type { Answer, Exchange } from '../exchange.ts';
import type { StateDamage } from '../state-damage.ts';
import type { Clock } from '../time/clock.ts';
import { NO_BODY } from './answer-parts.ts';
import { type Course, type DeliveryPart, decide, note, takeDelivery } from './course.ts';
import type { Entry } from './entry.ts';
import type { AtAdmit, FaultPlan, Healthy, OperationView, Within } from './fault-kind.ts';
import { wait } from './wait.ts';
import { decoded, wholeAnswer } from './whole-answer.ts';

/**
 * Takes one request through the rules that match it: what the edge plans is waited for and answered, else the operation is
 * asked, then the answer is damaged. A rule that goes while the request waits has no say in it any more.
 */
export interface Ask {
  readonly exchange: Exchange;
  /** Those that match, in their order. */
  readonly entries: readonly Entry[];
  readonly operation: OperationView | undefined;
  /** Of the sandbox. */
  readonly clock: Clock;
  readonly healthy: Healthy;
}

export function runFaults(ask: Ask): Answer | Promise<Answer> {
  const { exchange, operation, clock } = ask;
  const course: Course = {
    exchange,
    operation,
    clock,
    before: [],
    after: [],
    instead: undefined,
    damage: undefined,
    deliveries: [],
    isAdmitted: false,
    hasState: false,
    gone: undefined,
    active: [],
  };
  for (const entry of ask.entries)
    if (entry.rule.layer === 'edge') decide(course, entry, undefined, (plan) => takeEdge(course, entry, plan));
  if (course.before.length > 0) return waiting(ask, course);
  try {
    const answer = answerOf(ask, course);
    return answer instanceof Promise ? settling(answer, course) : finish(course, answer);
  } catch (error) {
    release(course);
    throw error;
  }
}

/** Undefined where the plan is followed, else why it is not. */
function takeEdge(course: Course, entry: Entry, plan: FaultPlan): string | undefined {
  switch (plan.do) {
    case 'delay':
      course.before.push({ entry, ms: plan.ms });
      return undefined;
    case 'hold':
      course[plan.at].push({ entry, ms: plan.ms });
      return undefined;
    case 'answer':
      return takeAnswer(course, entry, plan.answer);
    case 'deliver':
      if (plan.at === 'after') return takeDelivery(course, entry, plan.delivery);
      if (course.instead !== undefined) return takeAnswer(course, entry, NEVER_SENT);
      return takeDelivery(course, entry, plan.delivery) ?? takeAnswer(course, entry, NEVER_SENT);
    default:
      return `a plan to ${plan.do} has no place before the answer`;
  }
}

function takeAnswer(course: Course, entry: Entry, answer: Answer): string | undefined {
  if (course.instead !== undefined) return `${course.instead.entry.rule.id} answers`;
  course.instead = { entry, answer };
  return undefined;
}

/** Undefined where the plan is followed, else why it is not; the answer that it makes goes through `replace`. */
function takeResponse(
  course: Course,
  entry: Entry,
  plan: FaultPlan,
  replace: (answer: Answer) => void,
): string | undefined {
  if (plan.do === 'deliver') return takeDelivery(course, entry, plan.delivery);
  if (plan.do === 'delay' || plan.do === 'hold') {
    course.after.push({ entry, ms: plan.ms });
    return undefined;
  }
  if (plan.do !== 'replace' && plan.do !== 'answer') return `a plan to ${plan.do} has no place after the answer`;
  if (course.damage !== undefined) return `${course.damage.rule.id} has damaged the body`;
  course.damage = entry;
  replace(plan.answer);
  return undefined;
}

async function waiting(ask: Ask, course: Course): Promise<Answer> {
  try {
    for (const each of course.before) await wait(each, course);
    if (course.gone?.aborted) return finish(course, NOBODY_THERE);
    return await settle(await answerOf(ask, course), course);
  } catch (error) {
    release(course);
    throw error;
  }
}

const settling = (answer: Promise<Answer>, course: Course): Promise<Answer> =>
  answer.then(
    (settled) => settle(settled, course),
    (error: unknown) => {
      release(course);
      throw error;
    },
  );

async function settle(answer: Answer, course: Course): Promise<Answer> {
  for (const each of course.after) await wait(each, course);
  return finish(course, answer);
}

/** The answer of the edge, else the operation's with its damages; a promise also where something waits behind it. */
function answerOf(ask: Ask, course: Course): Answer | Promise<Answer> {
  const { instead } = course;
  if (instead !== undefined && !instead.entry.rule.signal.aborted) return heldBack(course, asFault(instead.answer));
  const healthy = ask.healthy(withinOf(ask, course));
  return healthy instanceof Promise
    ? healthy.then((answer) => respondWhole(ask, course, answer))
    : heldBack(course, respond(ask, course, healthy));
}

/** Undefined where no rule has its place there. */
function withinOf(ask: Ask, course: Course): Within | undefined {
  if (!ask.entries.some(({ rule }) => rule.layer === 'admit' || rule.layer === 'state')) return undefined;
  return { atAdmit: atAdmit(ask, course), atState: atState(ask, course) };
}

function atState({ entries }: Ask, course: Course): Within['atState'] {
  const own = entries.filter(({ rule }) => rule.layer === 'state');
  if (own.length === 0) return undefined;
  return (hasEarlier) => {
    let damage: StateDamage | undefined;
    course.hasState = true;
    for (const entry of own) {
      if (entry.rule.signal.aborted) continue;
      decide(course, entry, undefined, (plan) => {
        if (plan.do !== 'lose' && plan.do !== 'stale') return `a plan to ${plan.do} has no place at the state`;
        if (damage !== undefined) return 'another rule has the state';
        if (plan.do === 'stale' && !hasEarlier(plan.stale)) return 'nothing changed';
        damage = plan.do === 'stale' ? { lostWrite: false, stale: plan.stale } : { lostWrite: true };
        return undefined;
      });
    }
    return damage;
  };
}

/** Undefined where no rule has its place there. */
function atAdmit({ entries }: Ask, course: Course): AtAdmit | undefined {
  const own = entries.filter(({ rule }) => rule.layer === 'admit');
  if (own.length === 0) return undefined;
  return (byToken) => {
    let answer: Answer | undefined;
    course.isAdmitted = true;
    for (const entry of own) {
      if (entry.rule.signal.aborted) continue;
      if (!byToken) note(course.exchange, entry, false, 'the request was let in without a token');
      else
        decide(course, entry, undefined, (plan) => {
          if (plan.do !== 'answer') return `a plan to ${plan.do} has no place at admission`;
          if (answer !== undefined) return 'another rule answers';
          answer = asFault(plan.answer);
          return undefined;
        });
    }
    return answer;
  };
}

/** Without a promise nobody would wait for what comes after the answer. */
const heldBack = (course: Course, answer: Answer): Answer | Promise<Answer> =>
  course.after.length === 0 ? answer : Promise.resolve(answer);

/** An upstream's answer is held back only where a rule may damage it. */
function respondWhole(ask: Ask, course: Course, healthy: Answer): Answer | Promise<Answer> {
  const isSafe = healthy.stream === undefined || healthy.status >= 400 || ask.entries.every(isBeforeAnswer);
  return isSafe ? respond(ask, course, healthy) : wholeAnswer(healthy).then((whole) => respond(ask, course, whole));
}

const isBeforeAnswer = ({ rule }: Entry): boolean => rule.layer !== 'response';

function respond(ask: Ask, course: Course, healthy: Answer): Answer {
  let answer = healthy.source === 'upstream' && !ask.entries.every(isBeforeAnswer) ? decoded(healthy) : healthy;
  for (const entry of ask.entries) {
    if (entry.rule.layer === 'admit' && !course.isAdmitted)
      note(course.exchange, entry, false, 'the request was not let in');
    if (entry.rule.layer === 'state' && !course.hasState)
      note(course.exchange, entry, false, 'the request did not get to any state of its operation');
    if (entry.rule.layer !== 'response' || entry.rule.signal.aborted) continue;
    const spared = whySpared(course.exchange, healthy);
    if (spared !== undefined) note(course.exchange, entry, false, spared);
    else
      decide(course, entry, answer, (plan) =>
        takeResponse(course, entry, plan, (replaced) => {
          answer = asFault(replaced);
        }),
      );
  }
  // What no rule changed leaves as it came, its coding included.
  return course.damage === undefined ? healthy : answer;
}

/** Why nothing of the answer can be damaged; what is sent without content is damaged in vain. */
function whySpared({ request }: Exchange, { status }: Answer): string | undefined {
  if (status >= 400) return `the answer is ${status} without it`;
  const hasContent = request.method !== 'HEAD' && status !== 204 && status !== 304;
  return hasContent ? undefined : NO_BODY;
}

/** Gives the answer its delivery, made of what the rules that are still there have asked for. */
function finish(course: Course, answer: Answer): Answer {
  const parts = course.deliveries.filter(({ entry }) => !entry.rule.signal.aborted);
  if (parts.length === 0 || answer === NOBODY_THERE) {
    release(course);
    return answer;
  }
  return { ...asFault(answer), delivery: deliveryOf(parts, () => release(course)) };
}

function deliveryOf(parts: readonly DeliveryPart[], onEnd: () => void): Delivery {
  const signals = [...new Set(parts.map(({ entry }) => entry.rule.signal))];
  const [first] = signals;
  const signal = signals.length === 1 && first !== undefined ? first : AbortSignal.any(signals);
  let delivery: Delivery = { signal, onEnd };
  for (const { wire } of parts) delivery = { ...delivery, ...wire };
  return delivery;
}

/** Once: what the request held of the rules' `maxActive` is free again. */
function release(course: Course): void {
  for (const state of course.active.splice(0)) state.active--;
}

function asFault(answer: Answer): Answer {
  if (answer.source === 'fault') return answer;
  const at = answer.headers.indexOf('Stunt-Source');
  const headers = at === -1 ? [...answer.headers, 'Stunt-Source', 'fault'] : answer.headers.with(at + 1, 'fault');
  return { ...answer, headers, source: 'fault' };
}

/** What stands for the answer where the delivery lets nothing of it through. */
const NEVER_SENT: Answer = {
  status: 503,
  headers: ['Content-Length', '0', 'Stunt-Source', 'fault'],
  body: undefined,
  source: 'fault',
};

/** The client left while it was held: nothing is asked and nothing sent. */
const NOBODY_THERE: Answer = { ...NEVER_SENT, status: 499 };
