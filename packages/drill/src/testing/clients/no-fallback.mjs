import { main } from './order-client.mjs';

/** Flaw: has nothing to offer when the API has nothing. */
await main({
  onFailure(error) {
    throw error;
  },
});
