import type { Engine } from './engine.ts';
import { createWebhooks, type Webhooks } from './webhook/webhooks.ts';

type Around = Pick<Engine, 'options' | 'changes' | 'registry' | 'clocks' | 'faults' | 'metrics'>;

/** The webhooks of an engine: they hear of its changes, are disturbed by its faults and are counted. */
export function webhooksOf({ options, changes, registry, clocks, faults, metrics }: Around): Webhooks {
  const around = { settings: options.webhooks, changes, sandboxes: registry, clocks, disturb: faults.disturb };
  const webhooks = createWebhooks({ ...options, ...around });
  webhooks.watch(({ sandbox, state }) => metrics.delivered(sandbox, state));
  return webhooks;
}
