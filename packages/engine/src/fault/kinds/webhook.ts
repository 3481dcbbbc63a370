import { type DisturbanceMode, disturbanceModes } from '../../webhook/webhook.ts';
import type { FaultKind } from '../fault-kind.ts';

/** Deliveries of webhooks that go wrong: what receivers must live with, since no sender can promise better. */
export interface WebhookOptions {
  readonly mode: DisturbanceMode;
  readonly by: number;
  readonly times: number;
  readonly event?: string;
}

export const webhook: FaultKind<WebhookOptions> = {
  kind: 'webhook',
  summary: 'deliveries that go wrong',
  options: {
    mode: {
      type: 'word',
      values: disturbanceModes,
      default: 'lost',
      description: 'Never sent, late, more than once, behind the next one, or with a wrong signature',
    },
    by: {
      type: 'duration',
      default: '30s',
      description: 'How late; how long a reordered one waits for the next at most',
    },
    times: {
      type: 'integer',
      min: 1,
      max: 100,
      default: 2,
      description: 'How often a duplicate is sent, or with a wrong signature before the right one',
    },
    event: { type: 'text', description: 'Only deliveries of this webhook: intake.submitted' },
  },
  layerOf: () => 'webhook',
  hits: ({ event }, fired) => event === undefined || event === fired,
  plan: ({ mode, by, times }) => ({ do: 'disturb', disturbance: { mode, by, times } }),
};
