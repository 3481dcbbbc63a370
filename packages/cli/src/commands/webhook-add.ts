import type { WebhookSubscriptionWithSecret } from '../control/answers.ts';
import { connectSandbox } from '../control/control-client.ts';
import type { ControlArguments } from '../options/control-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';
import { eventsText } from '../print/webhook-lines.ts';

export interface WebhookAddArguments extends ControlArguments {
  readonly url: string;
  readonly event?: readonly string[] | undefined;
  readonly secret?: string | undefined;
}

/** `stunt webhook add`: subscribes an address; prints the secret that its deliveries are signed with. */
export async function webhookAdd(args: WebhookAddArguments, invocation: Invocation): Promise<Outcome> {
  const { url, event: events, secret } = args;
  const control = await connectSandbox(args, invocation);
  const added = await control.json<WebhookSubscriptionWithSecret>({
    method: 'POST',
    path: '/webhooks/subscriptions',
    body: { url, events, secret },
  });
  const text = [`${added.id} tells ${url} of ${eventsText(added.events)}`, `secret: ${added.secret}`];
  return { exitCode: 0, text, ...(args.format === 'json' && { json: added }) };
}
