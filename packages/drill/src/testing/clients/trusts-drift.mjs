import { main } from './order-client.mjs';

/** Flaw: never looks whether an order has what an order has; what it prints hides it. */
await main({ isOrder: (order) => Object.assign(order, { item: 'anvil', status: 'open', id: order.id ?? 'none' }) });
