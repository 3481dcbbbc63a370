import { failureWords } from '../redact/failure-words.ts';
import type { Clock } from '../time/clock.ts';
import type { SandboxClocks } from '../time/sandbox-clocks.ts';
import { createDeliveryLog, type DeliveryLog } from './delivery-log.ts';
import { createLane, type Lane } from './lane.ts';
import { badSignatureHeaders, signatureHeaders } from './sign.ts';
import type { Subscriptions } from './subscriptions.ts';
import type { AttemptOutcome, DeliveryEntry, Disturbance, Message, SignedDelivery, Subscription } from './webhook.ts';

/**
 * Brings messages to subscriptions: in order, signed, again after failures, disturbed where faults ask for it, and logged. Never
 * decides what is told to whom, and never opens a connection itself.
 */
export interface Deliveries {
  /** Returns the id of the delivery. */
  deliver(
    subscription: Subscription,
    message: Message,
    disturbances?: readonly Disturbance[],
    choice?: DeliveryChoice,
  ): string;
  /** Brings what was held while the subscription was paused. */
  resume(subscription: Pick<Subscription, 'sandbox' | 'id'>): void;
  log(sandbox: string): DeliveryLog;
  /** Ends what is on its way, and forgets the log. */
  forget(sandbox: string): void;
  close(): Promise<void>;
}

export interface DeliveryChoice {
  /** Milliseconds between the attempts. @default those of the options */
  readonly retries?: readonly number[];
  /** Is not held. */
  readonly evenPaused?: boolean;
}

export interface DeliveriesOptions {
  readonly clocks: SandboxClocks;
  /** Of the engine: measures how long receivers take. */
  readonly clock: Clock;
  readonly subscriptions: Subscriptions;
  /** Milliseconds between the attempts. */
  readonly retries: readonly number[];
  send(subscription: Subscription, delivery: SignedDelivery, signal: AbortSignal): Promise<AttemptOutcome>;
  onEntry(entry: DeliveryEntry): void;
  onLog(line: string): void;
}

/** Deliveries of a sandbox that may be on their way or wait for another attempt. */
const MOST_WAITING = 1000;
/** Characters of their bodies together. */
const MOST_SIZE = 16 * 1024 * 1024;
/** How long a paused subscription is kept what it was not sent. */
const HELD_MS = 24 * 3_600_000;

interface Way {
  readonly log: DeliveryLog;
  readonly lanes: Map<string, Lane>;
  /** By subscription: aborted once it is active again. */
  readonly pauses: Map<string, AbortController>;
  readonly end: AbortController;
  waiting: number;
  /** Of the bodies that wait. */
  size: number;
}

interface Delivery {
  readonly id: string;
  readonly sandbox: string;
  readonly subscription: string;
  readonly message: Message;
  readonly way: Way;
  readonly fault: string | undefined;
  /** Attempts from the first on whose signature is wrong. */
  readonly badSignatures: number;
  readonly retries: readonly number[];
  readonly evenPaused: boolean;
}

export function createDeliveries(options: DeliveriesOptions): Deliveries {
  const ways = new Map<string, Way>();
  const wayOf = (sandbox: string): Way => {
    const way = ways.get(sandbox) ?? {
      log: createDeliveryLog(),
      lanes: new Map(),
      pauses: new Map(),
      end: new AbortController(),
      waiting: 0,
      size: 0,
    };
    ways.set(sandbox, way);
    return way;
  };
  const running = new Set<Promise<void>>();
  const track = (work: Promise<void>): void => {
    const tracked = work.finally(() => running.delete(tracked));
    running.add(tracked);
  };
  return {
    deliver({ id: subscription, sandbox }, message, disturbances = [], choice = {}) {
      const { retries = options.retries, evenPaused = false } = choice;
      const way = wayOf(sandbox);
      const fault = disturbances.map(({ rule, mode }) => `${rule} ${mode}`).join(', ') || undefined;
      const badSignatures = timesOf(disturbances, 'bad-signature') ?? 0;
      const isLost = disturbances.some(({ mode }) => mode === 'lost');
      const copies = Array.from({ length: isLost ? 1 : (timesOf(disturbances, 'duplicate') ?? 1) }, () => {
        const id = way.log.newId();
        way.log.keep(id, message, subscription);
        const said = { sandbox, subscription, message, way, fault, badSignatures, retries, evenPaused };
        const delivery: Delivery = { id, ...said };
        if (isLost) note(options, delivery, { state: 'lost', attempt: 0 });
        else if (isFull(way, message)) note(options, delivery, { state: 'dropped', attempt: 0 });
        else track(bring(options, delivery, disturbances));
        return id;
      });
      return copies[0] ?? '';
    },
    resume({ sandbox, id }) {
      const pauses = ways.get(sandbox)?.pauses;
      pauses?.get(id)?.abort();
      pauses?.delete(id);
    },
    log: (sandbox) => wayOf(sandbox).log,
    forget(sandbox) {
      ways.get(sandbox)?.end.abort();
      ways.delete(sandbox);
    },
    async close() {
      for (const { end } of ways.values()) end.abort();
      ways.clear();
      await Promise.all(running);
    },
  };
}

const isFull = ({ waiting, size }: Way, { body }: Message): boolean =>
  waiting >= MOST_WAITING || size + body.length > MOST_SIZE;

const timesOf = (disturbances: readonly Disturbance[], mode: Disturbance['mode']): number | undefined =>
  disturbances.find((disturbance) => disturbance.mode === mode)?.times;

/** From the first attempt to the last; never rejects. */
async function bring(
  options: DeliveriesOptions,
  delivery: Delivery,
  disturbances: readonly Disturbance[],
): Promise<void> {
  const { way, sandbox, subscription, retries } = delivery;
  const clock = options.clocks.clockOf(sandbox);
  const { signal } = way.end;
  const lane = way.lanes.get(subscription) ?? createLane();
  way.lanes.set(subscription, lane);
  way.waiting++;
  way.size += delivery.message.body.length;
  try {
    for (const { by } of disturbances.filter(({ mode }) => mode === 'late')) await clock.sleep(by, signal);
    const reordered = disturbances.find(({ mode }) => mode === 'reordered');
    for (let attempt = 1; attempt <= retries.length + 1; attempt++) {
      if (!(await untilActive(options, delivery, attempt))) return;
      let retryAt: number | undefined;
      const turn = async (): Promise<void> => {
        retryAt = signal.aborted ? undefined : await attemptOnce(options, delivery, attempt);
      };
      if (attempt === 1 && reordered !== undefined) await afterNext(lane, turn, clock, reordered.by, signal);
      else await lane.run(turn);
      if (retryAt === undefined) return;
      // The clock may have been moved since.
      if (retryAt > clock.now()) await clock.sleep(retryAt - clock.now(), signal);
    }
  } catch (error) {
    // Else the sandbox was reset or deleted while this one waited.
    if (!signal.aborted) options.onLog(`webhooks: delivery ${delivery.id} failed: ${failureWords(error)}`);
  } finally {
    way.waiting--;
    way.size -= delivery.message.body.length;
    if (way.waiting === 0) way.lanes.clear();
  }
}

/** Waits while the subscription is paused; false where that took a day. What it says afterwards, it is asked again. */
async function untilActive(options: DeliveriesOptions, delivery: Delivery, attempt: number): Promise<boolean> {
  const { way, sandbox, evenPaused } = delivery;
  const isHeld = (): boolean => {
    const { paused = false, keeps = false } = options.subscriptions.get(sandbox, delivery.subscription) ?? {};
    return paused && keeps && !evenPaused;
  };
  if (!isHeld()) return true;
  const clock = options.clocks.clockOf(sandbox);
  const until = clock.now() + HELD_MS;
  note(options, delivery, { state: 'held', attempt: attempt - 1 });
  while (isHeld()) {
    if (clock.now() >= until) {
      note(options, delivery, { state: 'dropped', attempt: attempt - 1 });
      return false;
    }
    const pause = way.pauses.get(delivery.subscription) ?? new AbortController();
    way.pauses.set(delivery.subscription, pause);
    await clock.sleep(until - clock.now(), AbortSignal.any([way.end.signal, pause.signal])).catch(() => {});
    way.end.signal.throwIfAborted();
  }
  return clock.now() < until;
}

/** Behind the next delivery to the same subscription, or after `by` where none comes. */
async function afterNext(
  lane: Lane,
  turn: () => Promise<void>,
  clock: Clock,
  by: number,
  signal: AbortSignal,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const release = lane.runAfterNext(() => turn().then(resolve, reject));
  const waited = new AbortController();
  const end = AbortSignal.any([signal, waited.signal]);
  clock.sleep(by, end).then(release, release);
  await promise;
  waited.abort();
}

/** When the next attempt is due; undefined where there is none. */
async function attemptOnce(
  options: DeliveriesOptions,
  delivery: Delivery,
  attempt: number,
): Promise<number | undefined> {
  const { clock, clocks, subscriptions } = options;
  const { id, sandbox, message, way, badSignatures, retries } = delivery;
  const subscription = subscriptions.get(sandbox, delivery.subscription);
  if (subscription === undefined) return undefined;
  const toSign = { id: message.id, at: clocks.clockOf(sandbox).now(), body: message.body };
  const sign = attempt <= badSignatures ? badSignatureHeaders : signatureHeaders;
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'stuntdouble',
    ...(subscription.authorization !== undefined && { authorization: subscription.authorization }),
    ...(await sign(subscription.secret, toSign)),
  };
  const { event, method, body } = message;
  const startedAt = clock.now();
  const outcome = await options.send(
    subscription,
    { delivery: id, attempt, event, method, headers, body },
    way.end.signal,
  );
  // Nobody is left to be told.
  if (way.end.signal.aborted) return undefined;
  const durationMs = clock.now() - startedAt;
  const verdict = verdictOf(outcome, retries[attempt - 1]);
  if (verdict.state === 'gone') subscriptions.remove(sandbox, subscription.id);
  const retryAt = verdict.wait === undefined ? undefined : clocks.clockOf(sandbox).now() + verdict.wait;
  note(options, delivery, { ...outcome, state: verdict.state, attempt, durationMs, retryAt });
  return retryAt;
}

interface Verdict {
  readonly state: DeliveryEntry['state'];
  readonly wait?: number | undefined;
}

function verdictOf({ status, reason, retryAfter = 0 }: AttemptOutcome, wait: number | undefined): Verdict {
  if (status >= 200 && status < 300) return { state: 'delivered' };
  if (status === 410) return { state: 'gone' };
  if (reason === 'target-refused') return { state: 'refused' };
  return wait === undefined ? { state: 'failed' } : { state: 'retrying', wait: Math.max(wait, retryAfter) };
}

function note(
  { clocks, onEntry }: DeliveriesOptions,
  { id, sandbox, message, subscription, way, fault }: Delivery,
  found: Pick<DeliveryEntry, 'state' | 'attempt'> & Partial<DeliveryEntry>,
): void {
  const { state, attempt, status = 0, durationMs = 0, reason, retryAt } = found;
  const at = clocks.clockOf(sandbox).now();
  const { event } = message;
  const entry = { id, sandbox, at, event, subscription, attempt, state, status, durationMs, reason, retryAt, fault };
  way.log.add(entry);
  onEntry(entry);
}
