import type { FaultKind } from '../fault-kind.ts';

/** Headers never come; the socket stays open. `after` leaves what the request wrote in place: the case in which a retry writes twice. */
export interface HangOptions {
  readonly at: 'before' | 'after';
  readonly for?: number;
}

export const hang: FaultKind<HangOptions> = {
  kind: 'hang',
  summary: 'headers never come; the socket stays open',
  options: {
    at: {
      type: 'word',
      values: ['before', 'after'],
      default: 'before',
      description: 'Before the operation was run, or after, when what it wrote is kept',
    },
    for: { type: 'duration', description: 'Then goes on healthily; where absent, until the rule is gone' },
  },
  layerOf: () => 'edge',
  plan: ({ at, for: ms }) => ({ do: 'hold', at, ms }),
};
