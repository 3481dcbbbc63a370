import type { DeliveryLog } from './delivery-log.ts';
import type { Lane } from './lane.ts';
import type { DeliveryChoice, DeliveryEntry, Message } from './webhook.ts';

/** What is on its way to the subscriptions of one sandbox, and in which order. Bounded; sends nothing. */
export interface Way {
  readonly log: DeliveryLog;
  readonly lanes: Map<string, Lane>;
  /** By subscription: aborted once it is active again. */
  readonly pauses: Map<string, AbortController>;
  /** Aborted with the sandbox, and with the process. */
  readonly end: AbortController;
  readonly waiting: Set<Delivery>;
  /** Of the bodies that wait. */
  size: number;
}

/** One message to one subscription, from the change that it tells of to its last attempt. */
export interface Delivery {
  readonly id: string;
  readonly sandbox: string;
  readonly subscription: string;
  readonly message: Message;
  readonly way: Way;
  readonly fault: string | undefined;
  /** Attempts from the first on whose signature is wrong. */
  readonly badSignatures: number;
  readonly choice: DeliveryChoice;
  /** Whether it outlives the process: a stream does not. */
  readonly isKept: boolean;
  /** The store has it. */
  isStored: boolean;
  /** Attempts that were made. */
  attempts: number;
  /** When the next is made; undefined: in its turn. */
  dueAt: number | undefined;
  /** While its subscription is paused. */
  heldUntil: number | undefined;
  entry: DeliveryEntry | undefined;
}

/** Deliveries of a sandbox that may be on their way or wait for another attempt. */
const MOST_WAITING = 1000;
/** Characters of their bodies together. */
const MOST_SIZE = 16 * 1024 * 1024;

export const createWay = (log: DeliveryLog): Way => ({
  log,
  lanes: new Map(),
  pauses: new Map(),
  end: new AbortController(),
  waiting: new Set(),
  size: 0,
});

export const isFull = ({ waiting, size }: Way, { body }: Message): boolean =>
  waiting.size >= MOST_WAITING || size + body.length > MOST_SIZE;

export function enter(delivery: Delivery): void {
  const { way, message } = delivery;
  way.waiting.add(delivery);
  way.size += message.body.length;
}

export function leave(delivery: Delivery): void {
  const { way, message } = delivery;
  if (!way.waiting.delete(delivery)) return;
  way.size -= message.body.length;
  if (way.waiting.size === 0) way.lanes.clear();
}
