import { main } from './order-client.mjs';

/** Flaw: submits once more when nothing came for a moment, as a second order. */
await main({ impatientMs: 700 });
