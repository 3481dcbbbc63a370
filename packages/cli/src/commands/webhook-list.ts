import type { WebhookListing } from '../control/answers.ts';
import { connectSandbox } from '../control/control-client.ts';
import type { ControlArguments } from '../options/control-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';
import { subscriptionTable } from '../print/webhook-lines.ts';

/** `stunt webhook list`: the webhooks of the documents, and the subscriptions of the sandbox; their secrets are not shown. */
export async function webhookList(args: ControlArguments, invocation: Invocation): Promise<Outcome> {
  const control = await connectSandbox(args, invocation);
  const listing = await control.json<WebhookListing>({ path: '/webhooks' });
  const { events, subscriptions } = listing;
  const text = [
    events.length === 0 ? 'The documents have no webhooks.' : `Webhooks: ${events.join(', ')}`,
    subscriptions.length === 0
      ? `Nobody subscribed. Listen here: ${invocation.invokedAs} webhook listen --forward-to http://localhost:3000/hooks`
      : subscriptionTable(subscriptions),
  ];
  return { exitCode: 0, text, ...(args.format === 'json' && { json: listing }) };
}
