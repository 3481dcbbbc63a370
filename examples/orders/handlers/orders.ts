import type { Handlers } from '@stuntdouble/engine';

export default {
  quote({ params, state, respond }) {
    const order = state.get(`/orders/${params.id}`);
    if (typeof order !== 'object' || order === null || !('pieces' in order)) return undefined; // the usual answer
    return respond(200, { order: params.id, total: 42 * Number(order.pieces) });
  },
} satisfies Handlers;
