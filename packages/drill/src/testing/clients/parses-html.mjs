import { main } from './order-client.mjs';

/** Flaw: takes whatever comes with 200 for JSON, and breaks where it is none. */
await main({ isJson: () => true });
