import { main } from './order-client.mjs';

/** Flaw: comes back after its own pause, whatever the answer asked for. */
await main({ honoursRetryAfter: false });
