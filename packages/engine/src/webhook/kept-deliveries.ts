import { failureWords } from '../redact/failure-words.ts';
import { isObject } from '../schema/json-schema.ts';
import type { Store } from '../store/store.ts';
import type { DeliveryChoice, DeliveryEntry, Message } from './webhook.ts';

/**
 * Deliveries that are still to be made, as the store keeps them, so that the next process goes on with them. Bodies are data of
 * their sandbox, as its state is: they are told to no log. Decides nothing about deliveries.
 */
export interface KeptDeliveries {
  put(kept: KeptDelivery): void;
  drop(delivery: Pick<KeptDelivery, 'sandbox' | 'id'>): void;
  /** What an earlier process left, in the order in which it came. */
  read(): readonly KeptDelivery[];
}

export interface KeptDelivery {
  /** `d12` */
  readonly id: string;
  readonly sandbox: string;
  readonly subscription: string;
  readonly message: Message;
  readonly fault: string | undefined;
  readonly badSignatures: number;
  readonly choice: DeliveryChoice;
  /** Attempts that were made. */
  readonly attempts: number;
  /** When the next one is made, and until when it is held; by the engine's clock, since a sandbox's begins anew with the process. */
  readonly dueAt: number | undefined;
  readonly heldUntil: number | undefined;
  /** The last that the log has of it. */
  readonly entry: DeliveryEntry | undefined;
}

const KEY = 'delivery/';

export function createKeptDeliveries(store: Store, onLog: (line: string) => void): KeptDeliveries {
  const write = (key: string, value: KeptDelivery | undefined): void => {
    const failed = (error: unknown): void => onLog(`webhooks: a delivery cannot be stored: ${failureWords(error)}`);
    // Stores that answer with a promise may break it, and nobody waits for it here.
    Promise.resolve(store.put(key, value)).catch(failed);
  };
  return {
    put: (kept) => write(keyOf(kept), kept),
    drop: (delivery) => write(keyOf(delivery), undefined),
    read() {
      const keys = store.list(KEY);
      // Who starts does not wait: what is not there at once is not gone on with.
      if (keys instanceof Promise) return [];
      return keys
        .flatMap((key) => {
          const stored = store.get(key);
          const value = stored instanceof Promise ? undefined : stored?.value;
          if (isKept(value)) return [value];
          // Nobody would ever be done with it.
          void store.put(key, undefined);
          return [];
        })
        .sort((a, b) => numberOf(a.id) - numberOf(b.id));
    },
  };
}

const keyOf = ({ sandbox, id }: Pick<KeptDelivery, 'sandbox' | 'id'>): string => `${KEY}${sandbox}/${id}`;

/** Of the id of a delivery: they count on. */
export const numberOf = (id: string): number => Number(id.slice(1));

const isKept = (value: unknown): value is KeptDelivery =>
  isObject(value) &&
  typeof value.id === 'string' &&
  Number.isSafeInteger(numberOf(value.id)) &&
  typeof value.sandbox === 'string' &&
  typeof value.subscription === 'string' &&
  typeof value.attempts === 'number' &&
  isObject(value.choice) &&
  isObject(value.message) &&
  typeof value.message.id === 'string' &&
  typeof value.message.event === 'string' &&
  typeof value.message.method === 'string' &&
  typeof value.message.body === 'string';
