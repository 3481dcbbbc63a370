import { numberOf } from './kept-deliveries.ts';
import type { DeliveryEntry, Message } from './webhook.ts';

/** What is remembered of the deliveries of one sandbox: the last attempts, and the last messages so that they can be sent again. */
export interface DeliveryLog {
  /** Oldest first. */
  readonly entries: readonly DeliveryEntry[];
  add(entry: DeliveryEntry): void;
  newId(): string;
  keep(id: string, message: Message, subscription: string): void;
  kept(id: string): { readonly message: Message; readonly subscription: string } | undefined;
}

const ENTRIES = 500;
const MESSAGES = 200;
/** Characters of all bodies together. */
const SIZE = 2 * 1024 * 1024;

export function createDeliveryLog(): DeliveryLog {
  const entries: DeliveryEntry[] = [];
  const messages = new Map<string, { readonly message: Message; readonly subscription: string }>();
  let count = 0;
  let size = 0;
  return {
    entries,
    add(entry) {
      entries.push(entry);
      if (entries.length > ENTRIES) entries.shift();
    },
    newId() {
      count++;
      return `d${count}`;
    },
    keep(id, message, subscription) {
      // Those of an earlier process count too.
      count = Math.max(count, numberOf(id));
      messages.set(id, { message, subscription });
      size += message.body.length;
      for (const [oldest, { message: old }] of messages) {
        if (messages.size <= MESSAGES && size <= SIZE) break;
        messages.delete(oldest);
        size -= old.body.length;
      }
    },
    kept: (id) => messages.get(id),
  };
}
