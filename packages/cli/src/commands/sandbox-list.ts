import { connectControl } from '../control/control-client.ts';
import type { SandboxListing } from '../control/sandbox-answers.ts';
import type { SandboxArguments } from '../options/sandbox-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';
import { sandboxTable } from '../print/sandbox-lines.ts';

/** `stunt sandbox list`: the sandboxes there are, without their credentials. */
export async function sandboxList(args: SandboxArguments, invocation: Invocation): Promise<Outcome> {
  const control = await connectControl({ control: args.control }, invocation);
  const listing = await control.json<SandboxListing>({ path: '/sandboxes' });
  return { exitCode: 0, text: sandboxTable(listing, Date.now()), ...(args.format === 'json' && { json: listing }) };
}
