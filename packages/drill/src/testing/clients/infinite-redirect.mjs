import { main } from './order-client.mjs';

/** Flaw: follows every redirect. */
await main({ redirects: Number.POSITIVE_INFINITY });
