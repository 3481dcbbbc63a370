import type { WebhookSubscriptionWithSecret } from '../control/answers.ts';
import { connectSandbox } from '../control/control-client.ts';
import type { ControlArguments } from '../options/control-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';

/** `stunt webhook remove`: ends one subscription. To the API one that is gone already is no mistake; a person may have mistyped its id. */
export async function webhookRemove(
  args: ControlArguments & { readonly id: string },
  invocation: Invocation,
): Promise<Outcome> {
  const control = await connectSandbox(args, invocation);
  const path = `/webhooks/subscriptions/${encodeURIComponent(args.id)}`;
  const { id, url } = await control.json<WebhookSubscriptionWithSecret>({ path });
  await control.text({ method: 'DELETE', path });
  return {
    exitCode: 0,
    text: `removed ${id}${url === null ? '' : ` ${url}`}`,
    ...(args.format === 'json' && { json: { removed: id } }),
  };
}
