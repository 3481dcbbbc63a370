import type { WebhookSubscriptionWithSecret } from '../control/answers.ts';
import { type ControlClient, connectSandbox } from '../control/control-client.ts';
import { CliError } from '../errors.ts';
import type { ControlArguments } from '../options/control-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';
import { eventsText, forwardedLine } from '../print/webhook-lines.ts';
import {
  type Forwarded,
  forwardDelivery,
  forwardUrl,
  isStreamed,
  type StreamedDelivery,
} from '../webhook/forward-delivery.ts';

export interface WebhookListenArguments extends ControlArguments {
  readonly forwardTo: string;
  readonly event?: readonly string[] | undefined;
  readonly secret?: string | undefined;
}

/**
 * `stunt webhook listen`: takes the deliveries of a sandbox from the control API, posts them to a listener on this machine, and
 * reports what it answered, so that what failed is tried again.
 */
export async function webhookListen(args: WebhookListenArguments, invocation: Invocation): Promise<Outcome> {
  const url = forwardUrl(args.forwardTo);
  const control = await connectSandbox(args, invocation);
  return { exitCode: 0, text: [], running: listen(control, url, args, invocation) };
}

async function listen(
  control: ControlClient,
  url: URL,
  { event: events, secret, sandbox = 'default', format }: WebhookListenArguments,
  { onStop, say }: Invocation,
): Promise<void> {
  const stopped = onStop();
  const stream = await control.events(stopped, { method: 'POST', path: '/webhooks/listen', body: { events, secret } });
  for await (const { type, data } of stream) {
    if (type === 'subscription' && isSubscription(data)) {
      if (format === 'json') say(JSON.stringify(data));
      else {
        say(`${eventsText(data.events)} of sandbox ${data.sandbox ?? sandbox} to ${url.href}`);
        say(`secret: ${data.secret}`);
      }
    } else if (type === 'webhook' && isStreamed(data)) {
      const forwarded = await forwardDelivery(data, url);
      const { delivery: id, event, attempt } = data;
      say(
        format === 'json'
          ? JSON.stringify({ id, event, attempt, ...forwarded })
          : forwardedLine(data, forwarded, new Date()),
      );
      await report(control, data, forwarded);
    } else if (type === 'gone') throw new CliError('SANDBOX_GONE', `The sandbox ${nameIn(data, sandbox)} was deleted`);
  }
  if (!stopped.aborted) throw new CliError('CONTROL_UNREACHABLE', 'the double went away');
}

/** A sandbox that was reset in the meantime does not wait for it any more. */
async function report(
  control: ControlClient,
  { delivery, attempt }: StreamedDelivery,
  { status, retryAfter }: Forwarded,
): Promise<void> {
  const path = `/webhooks/deliveries/${encodeURIComponent(delivery)}/outcome`;
  await control.text({ method: 'POST', path, body: { attempt, status, retryAfter } }).catch(() => undefined);
}

const nameIn = (data: unknown, asked: string): string =>
  typeof data === 'object' && data !== null && 'sandbox' in data ? String(data.sandbox) : asked;

const isSubscription = (data: unknown): data is WebhookSubscriptionWithSecret =>
  typeof data === 'object' && data !== null && 'secret' in data && 'events' in data;
