import { connectControl } from '../control/control-client.ts';
import { type SandboxShown, sandboxPath } from '../control/sandbox-answers.ts';
import type { CredentialsArguments } from '../options/sandbox-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';
import { environmentLines, sandboxLines } from '../print/sandbox-lines.ts';

/** `stunt sandbox show`: one sandbox, with its credentials. */
export async function sandboxShow(
  args: CredentialsArguments & { readonly name: string },
  invocation: Invocation,
): Promise<Outcome> {
  const control = await connectControl({ control: args.control }, invocation);
  const sandbox = await control.json<SandboxShown>({ path: sandboxPath(args.name) });
  const text =
    args.format === 'env' ? environmentLines(sandbox) : sandboxLines(sandbox, invocation.invokedAs, Date.now());
  return { exitCode: 0, text, ...(args.format === 'json' && { json: sandbox }) };
}
