import { connectControl } from '../control/control-client.ts';
import { sandboxPath } from '../control/sandbox-answers.ts';
import type { SandboxArguments } from '../options/sandbox-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';

/** `stunt sandbox delete`: a sandbox with all that is in it. To the API one that is gone already is no mistake; a person may have mistyped its name. */
export async function sandboxDelete(
  args: SandboxArguments & { readonly name: string },
  invocation: Invocation,
): Promise<Outcome> {
  const control = await connectControl({ control: args.control }, invocation);
  await control.json({ path: sandboxPath(args.name) });
  await control.text({ method: 'DELETE', path: sandboxPath(args.name) });
  return {
    exitCode: 0,
    text: `deleted sandbox ${args.name}`,
    ...(args.format === 'json' && { json: { deleted: args.name } }),
  };
}
