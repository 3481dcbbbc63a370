import type { FaultKind } from '../fault-kind.ts';

/** An eventually consistent read: an item that was changed a moment ago, or a list of such items, as it was before. Nothing stored changes. */
export interface StaleOptions {
  readonly for: number;
  readonly versions: number;
}

export const stale: FaultKind<StaleOptions> = {
  kind: 'stale',
  summary: 'an earlier version of a resource (eventual consistency)',
  options: {
    for: { type: 'duration', min: 1, default: '5s', description: 'How long after a change' },
    versions: {
      type: 'integer',
      min: 1,
      max: 3,
      default: 1,
      description: 'How many changes back, or as far as there are',
    },
  },
  layerOf: () => 'state',
  plan: (options, { exchange: { request } }) =>
    request.method === 'GET' || request.method === 'HEAD'
      ? { do: 'stale', stale: options }
      : { do: 'nothing', why: `a ${request.method} reads nothing` },
};
