import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { connectSandbox } from '../control/control-client.ts';
import { CliError } from '../errors.ts';
import type { ControlArguments } from '../options/control-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';
import { plural } from '../print/finding-lines.ts';

export interface WebhookSendArguments extends ControlArguments {
  readonly event: string;
  readonly data?: string | undefined;
}

/** `stunt webhook send`: fires an event by hand, with a body of one's own or one that is made up. */
export async function webhookSend(args: WebhookSendArguments, invocation: Invocation): Promise<Outcome> {
  const { event, data } = args;
  const body = data === undefined ? undefined : await jsonIn(data, invocation.cwd);
  const control = await connectSandbox(args, invocation);
  const sent = await control.json<{ readonly deliveries: readonly string[] }>({
    method: 'POST',
    path: '/webhooks/send',
    body: { event, body },
  });
  const { deliveries } = sent;
  const text =
    deliveries.length === 0
      ? `Nobody subscribed to ${event}: nothing was sent.`
      : `sent ${event}: ${plural(deliveries.length, 'delivery', 'deliveries')} (${deliveries.join(', ')})`;
  return { exitCode: 0, text, ...(args.format === 'json' && { json: sent }) };
}

async function jsonIn(file: string, cwd: string): Promise<unknown> {
  const text = await readFile(resolve(cwd, file), 'utf8').catch((error: unknown) => {
    throw new CliError('USAGE', `--data: ${file} cannot be read: ${String(error)}`);
  });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CliError('USAGE', `--data: ${file} is no JSON: ${String(error)}`);
  }
}
