import { connectSandbox } from '../control/control-client.ts';
import type { ControlArguments } from '../options/control-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';

/** `stunt webhook replay`: sends the message of a delivery again, under the same webhook-id. */
export async function webhookReplay(
  args: ControlArguments & { readonly id: string },
  invocation: Invocation,
): Promise<Outcome> {
  const control = await connectSandbox(args, invocation);
  const path = `/webhooks/deliveries/${encodeURIComponent(args.id)}/replay`;
  const replayed = await control.json<{ readonly delivery: string }>({ method: 'POST', path });
  return {
    exitCode: 0,
    text: `sent ${args.id} again, as ${replayed.delivery}`,
    ...(args.format === 'json' && { json: replayed }),
  };
}
