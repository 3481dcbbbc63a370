import { main } from './order-client.mjs';

/** Flaw: repeats a write without an idempotency key. */
await main({ keyOf: () => undefined });
