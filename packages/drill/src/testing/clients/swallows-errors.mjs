import { main } from './order-client.mjs';

/** Flaw: says that all is well when it is not. */
await main({ onFailure: () => console.log('anvil: open') });
