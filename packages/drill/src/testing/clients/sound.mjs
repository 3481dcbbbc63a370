import { main } from './order-client.mjs';

await main();
