import { type BringOptions, bring, drop, note } from './bring.ts';
import { createDeliveryLog, type DeliveryLog } from './delivery-log.ts';
import { createFreshDeliveries } from './fresh-deliveries.ts';
import { createWay, type Delivery, enter, isFull, type Way } from './way.ts';
import type { DeliveryChoice, Disturbance, Message, Subscription } from './webhook.ts';

/**
 * Brings messages to subscriptions: in order, signed, again after failures, disturbed where faults ask for it, logged, and on
 * after a restart. Never decides what is told to whom, and never opens a connection itself.
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
  /** Goes on with what an earlier process left, which is in the log already. Once. */
  takeUp(): void;
  log(sandbox: string): DeliveryLog;
  /** Ends what is on its way, and forgets it and the log. */
  forget(sandbox: string): void;
  /** Interrupts what is on its way; the store has it for the next process. */
  close(): Promise<void>;
}

export interface DeliveriesOptions extends BringOptions {
  /** Of those that are still there. */
  readonly isSandbox: (name: string) => boolean;
}

export function createDeliveries(options: DeliveriesOptions): Deliveries {
  const ways = new Map<string, Way>();
  const wayOf = (sandbox: string): Way => {
    const way = ways.get(sandbox) ?? createWay(createDeliveryLog());
    ways.set(sandbox, way);
    return way;
  };
  const running = new Set<Promise<void>>();
  const track = (work: Promise<void>): void => {
    const tracked = work.finally(() => running.delete(tracked));
    running.add(tracked);
  };
  const left = leftBefore(options, wayOf);
  const fresh = createFreshDeliveries(options);
  return {
    deliver(subscription, message, disturbances = [], choice = {}) {
      const { id: subscribed, sandbox, source } = subscription;
      const way = wayOf(sandbox);
      const isLost = disturbances.some(({ mode }) => mode === 'lost');
      const copies = Array.from({ length: isLost ? 1 : (timesOf(disturbances, 'duplicate') ?? 1) }, () => {
        const id = way.log.newId();
        way.log.keep(id, message, subscribed);
        const isWaiting = !isLost && !isFull(way, message);
        const delivery: Delivery = {
          id,
          sandbox,
          subscription: subscribed,
          message,
          way,
          fault: disturbances.map(({ rule, mode }) => `${rule} ${mode}`).join(', ') || undefined,
          badSignatures: timesOf(disturbances, 'bad-signature') ?? 0,
          choice,
          isKept: source !== 'listen',
          isStored: false,
          attempts: 0,
          dueAt: lateBy(disturbances, options.clocks.clockOf(sandbox).now()),
          heldUntil: undefined,
          entry: undefined,
        };
        if (isWaiting) {
          enter(delivery);
          fresh.add(delivery);
          track(bring(options, delivery, disturbances.find(({ mode }) => mode === 'reordered')?.by));
        } else note(options, delivery, { state: isLost ? 'lost' : 'dropped', attempt: 0 });
        return id;
      });
      return copies[0] ?? '';
    },
    resume({ sandbox, id }) {
      const pauses = ways.get(sandbox)?.pauses;
      pauses?.get(id)?.abort();
      pauses?.delete(id);
    },
    takeUp() {
      for (const delivery of left.splice(0)) if (!delivery.way.end.signal.aborted) track(bring(options, delivery));
    },
    log: (sandbox) => wayOf(sandbox).log,
    forget(sandbox) {
      const way = ways.get(sandbox);
      ways.delete(sandbox);
      way?.end.abort();
      // At once, since the deletion of their sandbox is on the disk at once.
      for (const delivery of way?.waiting ?? []) drop(options, delivery);
    },
    async close() {
      fresh.close();
      for (const { end } of ways.values()) end.abort();
      ways.clear();
      await Promise.all(running);
    },
  };
}

/** What an earlier process was not done with, where its sandbox is still there, and who is to be told. */
function leftBefore(options: DeliveriesOptions, wayOf: (sandbox: string) => Way): Delivery[] {
  const { kept, subscriptions, isSandbox, clocks } = options;
  return kept.read().flatMap(({ dueAt, heldUntil, ...told }) => {
    const { id, sandbox, subscription, message, entry } = told;
    if (!isSandbox(sandbox) || subscriptions.get(sandbox, subscription) === undefined) {
      kept.drop(told);
      return [];
    }
    const way = wayOf(sandbox);
    const offset = clocks.offsetOf(sandbox);
    const delivery: Delivery = {
      ...told,
      way,
      isKept: true,
      isStored: true,
      dueAt: dueAt === undefined ? undefined : dueAt + offset,
      heldUntil: heldUntil === undefined ? undefined : heldUntil + offset,
    };
    way.log.keep(id, message, subscription);
    if (entry !== undefined) way.log.add({ ...entry, retryAt: delivery.dueAt });
    enter(delivery);
    return [delivery];
  });
}

const timesOf = (disturbances: readonly Disturbance[], mode: Disturbance['mode']): number | undefined =>
  disturbances.find((disturbance) => disturbance.mode === mode)?.times;

function lateBy(disturbances: readonly Disturbance[], now: number): number | undefined {
  const late = disturbances.filter(({ mode }) => mode === 'late');
  return late.length === 0 ? undefined : now + late.reduce((sum, { by }) => sum + by, 0);
}
