import { connectControl } from '../control/control-client.ts';
import { sandboxPath } from '../control/sandbox-answers.ts';
import type { SandboxArguments } from '../options/sandbox-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';

/** `stunt sandbox export`: a sandbox as a file, settings and state; its credentials only where asked for. */
export async function sandboxExport(
  args: Pick<SandboxArguments, 'control'> & {
    readonly name: string;
    readonly credentials?: boolean | undefined;
  },
  invocation: Invocation,
): Promise<Outcome> {
  const control = await connectControl({ control: args.control }, invocation);
  const query = { credentials: args.credentials ? 'true' : undefined };
  const json = await control.json({ path: sandboxPath(args.name, '/export'), query });
  return { exitCode: 0, text: [], json };
}
