import type { WebhookDeliveryList } from '../control/answers.ts';
import { connectSandbox } from '../control/control-client.ts';
import type { ControlArguments } from '../options/control-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';
import { deliveryTable } from '../print/webhook-lines.ts';

/** `stunt webhook deliveries`: the log of deliveries of a sandbox, oldest first. */
export async function webhookDeliveries(args: ControlArguments, invocation: Invocation): Promise<Outcome> {
  const control = await connectSandbox(args, invocation);
  const list = await control.json<WebhookDeliveryList>({ path: '/webhooks/deliveries' });
  const text = list.deliveries.length === 0 ? 'Nothing was delivered.' : deliveryTable(list.deliveries);
  return { exitCode: 0, text, ...(args.format === 'json' && { json: list }) };
}
