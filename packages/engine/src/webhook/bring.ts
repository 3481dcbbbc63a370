import { failureWords } from '../redact/failure-words.ts';
import type { Clock } from '../time/clock.ts';
import type { SandboxClocks } from '../time/sandbox-clocks.ts';
import type { KeptDeliveries } from './kept-deliveries.ts';
import { createLane, type Lane } from './lane.ts';
import { badSignatureHeaders, signatureHeaders } from './sign.ts';
import type { Subscriptions } from './subscriptions.ts';
import { type Delivery, leave } from './way.ts';
import type { AttemptOutcome, DeliveryEntry, SignedDelivery, Subscription } from './webhook.ts';

/** What brings a delivery needs. */
export interface BringOptions {
  readonly clocks: SandboxClocks;
  /** Of the engine: measures how long receivers take. */
  readonly clock: Clock;
  readonly subscriptions: Subscriptions;
  readonly kept: KeptDeliveries;
  /** Milliseconds between the attempts. */
  readonly retries: readonly number[];
  send(subscription: Subscription, delivery: SignedDelivery, signal: AbortSignal): Promise<AttemptOutcome>;
  onEntry(entry: DeliveryEntry): void;
  onLog(line: string): void;
}

/** How long a paused subscription is kept what it was not sent. */
const HELD_MS = 24 * 3_600_000;

/**
 * Takes one delivery from where it stands to its last attempt, and keeps on the way how far it came. `afterNextFor` are the
 * milliseconds for which the first attempt lets another delivery pass. Never rejects.
 */
export async function bring(options: BringOptions, delivery: Delivery, afterNextFor?: number): Promise<void> {
  const { way, sandbox, subscription } = delivery;
  const clock = options.clocks.clockOf(sandbox);
  const { signal } = way.end;
  const lane = way.lanes.get(subscription) ?? createLane();
  way.lanes.set(subscription, lane);
  try {
    for (let passes = afterNextFor; ; passes = undefined) {
      // The clock may have been moved since that was said.
      if (delivery.dueAt !== undefined && delivery.dueAt > clock.now())
        await clock.sleep(delivery.dueAt - clock.now(), signal);
      if (!(await untilActive(options, delivery))) return;
      let isOver = true;
      const turn = async (): Promise<void> => {
        isOver = signal.aborted || (await attemptOnce(options, delivery));
      };
      if (passes === undefined) await lane.run(turn);
      else await afterNext(lane, turn, clock, passes, signal);
      if (isOver) return;
    }
  } catch (error) {
    // Else the sandbox was reset or deleted while this one waited.
    if (!signal.aborted) options.onLog(`webhooks: delivery ${delivery.id} failed: ${failureWords(error)}`);
  } finally {
    // What the end of the process interrupts goes on in the next one.
    if (!signal.aborted) drop(options, delivery);
    leave(delivery);
  }
}

/** Waits while the subscription is paused; false where that took a day. What it says afterwards, it is asked again. */
async function untilActive(options: BringOptions, delivery: Delivery): Promise<boolean> {
  const { way, sandbox, choice } = delivery;
  const isHeld = (): boolean => {
    const { paused = false, keeps = false } = options.subscriptions.get(sandbox, delivery.subscription) ?? {};
    return paused && keeps && choice.evenPaused !== true;
  };
  if (!isHeld() && delivery.heldUntil === undefined) return true;
  const clock = options.clocks.clockOf(sandbox);
  // Held since an earlier process, it is told already.
  const until = delivery.heldUntil ?? clock.now() + HELD_MS;
  if (delivery.heldUntil === undefined) {
    delivery.heldUntil = until;
    note(options, delivery, { state: 'held', attempt: delivery.attempts });
  }
  while (isHeld() && clock.now() < until) {
    const pause = way.pauses.get(delivery.subscription) ?? new AbortController();
    way.pauses.set(delivery.subscription, pause);
    await clock.sleep(until - clock.now(), AbortSignal.any([way.end.signal, pause.signal])).catch(() => {});
    way.end.signal.throwIfAborted();
  }
  delivery.heldUntil = undefined;
  if (clock.now() < until) return true;
  note(options, delivery, { state: 'dropped', attempt: delivery.attempts });
  return false;
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

/** Whether it was the last one. */
async function attemptOnce(options: BringOptions, delivery: Delivery): Promise<boolean> {
  const { clock, clocks, subscriptions } = options;
  const { id, sandbox, message, way, badSignatures, choice } = delivery;
  const subscription = subscriptions.get(sandbox, delivery.subscription);
  if (subscription === undefined) return true;
  const attempt = delivery.attempts + 1;
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
  if (way.end.signal.aborted) return true;
  const durationMs = clock.now() - startedAt;
  const verdict = verdictOf(outcome, (choice.retries ?? options.retries)[delivery.attempts]);
  if (verdict.state === 'gone') subscriptions.remove(sandbox, subscription.id);
  delivery.attempts = attempt;
  delivery.dueAt = verdict.wait === undefined ? undefined : clocks.clockOf(sandbox).now() + verdict.wait;
  note(options, delivery, { ...outcome, state: verdict.state, attempt, durationMs, retryAt: delivery.dueAt });
  return delivery.dueAt === undefined;
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

/** Into the log, and to who listens; and into the store, how far it came. */
export function note(
  options: BringOptions,
  delivery: Delivery,
  found: Pick<DeliveryEntry, 'state' | 'attempt'> & Partial<DeliveryEntry>,
): void {
  const { id, sandbox, message, subscription, way, fault } = delivery;
  const { state, attempt, status = 0, durationMs = 0, reason, retryAt } = found;
  const at = options.clocks.clockOf(sandbox).now();
  const { event } = message;
  const entry = { id, sandbox, at, event, subscription, attempt, state, status, durationMs, reason, retryAt, fault };
  way.log.add(entry);
  delivery.entry = entry;
  if (state === 'retrying' || state === 'held') keep(options, delivery);
  else drop(options, delivery);
  options.onEntry(entry);
}

/** So that the next process goes on with it. */
export function keep({ kept, clocks }: BringOptions, delivery: Delivery): void {
  const { way, isKept, isStored: _, dueAt, heldUntil, ...told } = delivery;
  if (!isKept || way.end.signal.aborted) return;
  const offset = clocks.offsetOf(delivery.sandbox);
  const byEngine = (at: number | undefined): number | undefined => (at === undefined ? undefined : at - offset);
  kept.put({ ...told, dueAt: byEngine(dueAt), heldUntil: byEngine(heldUntil) });
  delivery.isStored = true;
}

export function drop({ kept }: Pick<BringOptions, 'kept'>, delivery: Delivery): void {
  if (delivery.isStored) kept.drop(delivery);
  delivery.isStored = false;
}
