import { main } from './order-client.mjs';

/** Flaw: asks again at once, and hundreds of times. */
await main({ attempts: 300, pauseMs: 0 });
