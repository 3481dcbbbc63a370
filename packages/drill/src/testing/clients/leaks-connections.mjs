import { main } from './order-client.mjs';

/** Flaw: neither reads nor closes an answer that it has no use for, so that its connection stays open. */
await main({ drop: () => {} });
