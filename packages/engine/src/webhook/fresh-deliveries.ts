import { type BringOptions, keep } from './bring.ts';
import type { Delivery } from './way.ts';

/** Deliveries that have only just begun: most are over before they are worth being kept. Never holds one up. */
export interface FreshDeliveries {
  add(delivery: Delivery): void;
  /** Keeps those that are not over yet. */
  close(): void;
}

/** What is made before that needs not be written to a file, and overwritten there. */
const KEEP_AFTER_MS = 50;

export function createFreshDeliveries(options: BringOptions): FreshDeliveries {
  const fresh = new Set<Delivery>();
  const closed = new AbortController();
  const keepAll = (): void => {
    for (const delivery of fresh) if (!delivery.isStored && delivery.way.waiting.has(delivery)) keep(options, delivery);
    fresh.clear();
  };
  return {
    add(delivery) {
      if (fresh.size === 0) options.clock.sleep(KEEP_AFTER_MS, closed.signal).then(keepAll, () => {}); // Closed: kept by then.
      fresh.add(delivery);
    },
    close() {
      closed.abort();
      keepAll();
    },
  };
}
