import { main } from './order-client.mjs';

/** Flaw: waits for an answer for as long as it takes. */
await main({ timeoutMs: undefined });
