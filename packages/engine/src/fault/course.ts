import { evenDraw } from '../chance/even-draw.ts';
import { hashOf, seededRandom } from '../chance/random.ts';
import type { Delivery } from '../delivery.ts';
import type { Answer, Departure, Exchange, Firing } from '../exchange.ts';
import type { Clock } from '../time/clock.ts';
import { declaredPointer } from './declared-pointer.ts';
import { type Entry, OF_THE_REQUEST, type State } from './entry.ts';
import type { FaultPlan, OperationView } from './fault-kind.ts';
import { restOf } from './when.ts';

/** What the rules have decided about one request so far, and the plans they gave. Nothing waits here and nothing is answered. */
export interface Course {
  readonly exchange: Exchange;
  readonly operation: OperationView | undefined;
  readonly clock: Clock;
  readonly before: Wait[];
  readonly after: Wait[];
  /** The answer of a fault, in place of the operation's. */
  instead: { readonly entry: Entry; readonly answer: Answer } | undefined;
  /** The rule that changed the healthy answer. */
  damage: Entry | undefined;
  readonly deliveries: DeliveryPart[];
  /** Whether the request got as far as where the rules of admission have their say. */
  isAdmitted: boolean;
  /** Whether it got as far as the state of its operation. */
  hasState: boolean;
  /** Aborts when the client leaves; asked of the request only where something waits, for it costs. */
  gone: Departure | undefined;
  /** Counted as active until the answer is made, or was delivered. */
  readonly active: State[];
}

export interface Wait {
  readonly entry: Entry;
  /** Undefined: until the rule is gone. */
  readonly ms: number | undefined;
}

/** What one rule adds to the delivery; no two parts have the same field. */
export interface DeliveryPart {
  readonly entry: Entry;
  readonly wire: Wire;
}

type Wire = Omit<Delivery, 'signal' | 'onEnd'>;

/** Whether the rule fires for this request, and what it then plans. `take` says why the plan cannot be followed, if it cannot. */
export function decide(
  course: Course,
  entry: Entry,
  answer: Answer | undefined,
  take: (plan: FaultPlan) => string | undefined,
): void {
  const { exchange, operation, clock } = course;
  const { rule, when } = entry;
  const state = entry.stateIn(exchange.sandbox);
  const now = clock.now();
  if (now >= state.until) return;
  state.matched++;
  rule.counts.matched++;
  const random = seededRandom(hashOf(state.seed, state.matched));
  const rest = restOf(when, state, Math.max(0, now - state.since), random.next());
  const evenly = (): number => evenDraw(state.seed, state.fired, random);
  const plan: FaultPlan =
    rest === undefined
      ? rule.kind.plan(rule.options, { exchange, random, evenly, answer, operation })
      : { do: 'nothing', why: rest };
  const refused = plan.do === 'nothing' ? whyNot(plan, entry) : take(plan);
  if (refused !== undefined) {
    note(exchange, entry, false, refused);
    return;
  }
  state.fired++;
  rule.counts.fired++;
  if (plan.do === 'delay' || plan.do === 'hold' || plan.do === 'deliver') {
    state.active++;
    course.active.push(state);
  }
  note(exchange, entry, true, plan.do === 'replace' ? changeOf(plan, answer, operation) : undefined);
}

/** The journal has nothing that a client chose. */
const whyNot = ({ why, where }: Extract<FaultPlan, { do: 'nothing' }>, { rule }: Entry): string =>
  where === undefined || rule.id === OF_THE_REQUEST ? why : `${why} at ${where}`;

/** `/address/city (renamed, violating)`: what the journal says of a changed answer. */
function changeOf(
  { pointer, note: effect }: Extract<FaultPlan, { do: 'replace' }>,
  answer: Answer | undefined,
  operation: OperationView | undefined,
): string | undefined {
  if (pointer === undefined) return effect;
  const place = declaredPointer(pointer, answer, operation) || 'the whole body';
  return `${place}${effect === undefined ? '' : ` (${effect})`}`;
}

/** Adds to the record of the exchange. */
export function note(exchange: Exchange, { rule }: Entry, fired: boolean, text: string | undefined): void {
  const firing: Firing = { rule: rule.id, kind: rule.kind.kind, fired, ...(text !== undefined && { note: text }) };
  exchange.firings ??= [];
  exchange.firings.push(firing);
}

/** Keeps what no earlier rule has taken of the delivery; says who took it where nothing is left. */
export function takeDelivery(course: Course, entry: Entry, { headersOver, pacing, end }: Wire): string | undefined {
  const isFree = (field: keyof Wire): boolean => course.deliveries.every(({ wire }) => wire[field] === undefined);
  const wire: Wire = {
    ...(headersOver !== undefined && isFree('headersOver') && { headersOver }),
    ...(pacing !== undefined && isFree('pacing') && { pacing }),
    ...(end !== undefined && isFree('end') && { end }),
  };
  if (Object.keys(wire).length === 0)
    return `${course.deliveries[0]?.entry.rule.id ?? 'another rule'} has the delivery`;
  course.deliveries.push({ entry, wire });
  return undefined;
}
