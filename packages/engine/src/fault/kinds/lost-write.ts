import type { FaultKind } from '../fault-kind.ts';

/** A write that is confirmed and forgotten: no change, no webhook, no answer kept for its idempotency key. Never touches what was there. */
export const lostWrite: FaultKind<object> = {
  kind: 'lost-write',
  summary: '2xx, and nothing stored',
  options: {},
  layerOf: () => 'state',
  plan: (_, { exchange: { request } }) =>
    READING.has(request.method) ? { do: 'nothing', why: `a ${request.method} writes nothing` } : { do: 'lose' },
};

const READING: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'QUERY']);
