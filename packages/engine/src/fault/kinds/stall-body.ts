import { withoutBody } from '../answer-parts.ts';
import type { FaultKind } from '../fault-kind.ts';

/** Part of the body, then silence on an open connection. */
export interface StallBodyOptions {
  readonly fraction: number;
  readonly for?: number;
}

export const stallBody: FaultKind<StallBodyOptions> = {
  kind: 'stall-body',
  summary: 'part of the body, then silence',
  options: {
    fraction: { type: 'fraction', default: 0.5, description: 'Of the body that is sent before the silence' },
    for: { type: 'duration', description: 'Then the rest is sent; where absent, when the rule is gone' },
  },
  layerOf: () => 'response',
  plan: ({ fraction, for: ms }, { answer }) =>
    withoutBody(answer) ?? {
      do: 'deliver',
      at: 'after',
      delivery: { pacing: { kind: 'stall', fraction, ...(ms === undefined ? {} : { for: ms }) } },
    },
};
