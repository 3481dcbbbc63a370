import { listingOf } from '../contract/listings.ts';
import { withBroker } from '../contract/with-broker.ts';
import type { ListArguments } from '../options/contract-list-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';
import { columns } from '../print/columns.ts';

/** `stunt contract list`: what a broker holds, as tables. */
export async function contractList(args: ListArguments, invocation: Invocation): Promise<Outcome> {
  const { json, head, rows, none } = await withBroker(args, invocation, (client) => listingOf(client, args));
  const text = rows.length === 0 ? none : columns([head, ...rows]);
  return { exitCode: 0, text, ...(args.format === 'json' && { json: { [args.what ?? 'pacts']: json } }) };
}
