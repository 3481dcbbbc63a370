import { main } from './order-client.mjs';

/** Flaw: repeats what was refused. */
await main({ isWorthAnother: () => true });
