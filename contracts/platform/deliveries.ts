/**
 * Webhook deliveries as Standard Webhooks has them: signed, repeated for 24 hours, kept while a subscription is paused. Never holds up the
 * call that fired an event, follows no redirect. A platform on the internet would also refuse addresses of its own network.
 */

import { Webhook } from 'standardwebhooks';
import { request } from 'undici';
import { type Clock, timeText } from './clock.ts';
import { newId } from './ids.ts';
import type { OwnedSubscription, Store } from './store.ts';

export interface PlatformEvent {
  readonly type: string;
  /** The resource as it is now. */
  readonly data: object;
}

export interface Deliveries {
  /** To the active and paused subscriptions of these participants. */
  fire(event: PlatformEvent, audience: readonly string[]): void;
  /** Paused or not, and once. Returns the message's id. */
  ping(subscription: OwnedSubscription): string;
  /** Sends what was kept while the subscription was paused. */
  resume(subscriptionId: string): void;
  /** Hears what is fired, whoever subscribed; ends with the function that it returns. */
  observe(listener: (event: PlatformEvent, at: number) => void): () => void;
  /** Forgets what is under way. */
  clear(): void;
}

interface Message {
  readonly id: string;
  readonly subscriptionId: string;
  readonly body: string;
  readonly firedAt: number;
  readonly isPing: boolean;
}

const keptMs = 24 * 60 * 60 * 1000;
const answerMs = 10_000;
const seconds = [5, 30, 120, 600, 3600, 14_400, 28_800];
export const retryDelays: readonly number[] = seconds.map((delay) => delay * 1000);

export function eventBody({ type, data }: PlatformEvent, now: number): object {
  return { type, timestamp: timeText(now), data };
}

export function createDeliveries({ subscriptions }: Store, clock: Clock, delays = retryDelays): Deliveries {
  /** What a paused subscription was not sent, in order. */
  const held = new Set<Message>();
  const timers = new Set<NodeJS.Timeout>();
  const listeners = new Set<(event: PlatformEvent, at: number) => void>();

  const isOver = ({ firedAt }: Message): boolean => clock.now() - firedAt > keptMs;

  const later = (message: Message, attempt: number): void => {
    const delay = delays[attempt];
    if (delay === undefined || message.isPing) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      void deliver(message, attempt + 1);
    }, delay);
    timers.add(timer.unref());
  };

  const deliver = async (message: Message, attempt = 0): Promise<void> => {
    const subscription = subscriptions.get(message.subscriptionId)?.item;
    if (!subscription || isOver(message)) return;
    if (subscription.status === 'paused' && !message.isPing) return void held.add(message);
    const status = await send(subscription, message, clock).catch(() => 0);
    if (status >= 200 && status < 300) return;
    // 410: these events are not wanted any more.
    if (status === 410)
      return void subscriptions.put({ ...subscription, status: 'paused', updatedAt: timeText(clock.now()) });
    later(message, attempt);
  };

  const enqueue = (subscription: OwnedSubscription, event: PlatformEvent, isPing: boolean): string => {
    const now = clock.now();
    const body = JSON.stringify(eventBody(event, now));
    const message = { id: newId('msg', now), subscriptionId: subscription.id, body, firedAt: now, isPing };
    for (const earlier of held) if (isOver(earlier)) held.delete(earlier);
    void deliver(message);
    return message.id;
  };

  return {
    fire(event, audience) {
      for (const listener of listeners) listener(event, clock.now());
      const wanted = subscriptions
        .all()
        .filter(({ participantId, eventTypes }) => audience.includes(participantId) && eventTypes.includes(event.type));
      for (const subscription of wanted) enqueue(subscription, event, false);
    },
    ping: (subscription) => enqueue(subscription, { type: 'ping', data: { subscriptionId: subscription.id } }, true),
    resume(subscriptionId) {
      for (const message of [...held]) {
        if (message.subscriptionId !== subscriptionId) continue;
        held.delete(message);
        void deliver(message);
      }
    },
    observe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    clear() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      held.clear();
    },
  };
}

async function send(
  { url, secret, authorization }: OwnedSubscription,
  { id, body }: Message,
  clock: Clock,
): Promise<number> {
  const at = new Date(clock.now());
  const { statusCode, body: answer } = await request(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, at, body),
      ...(authorization !== undefined && { authorization }),
    },
    body,
    signal: AbortSignal.timeout(answerMs),
  });
  await answer.dump();
  return statusCode;
}
