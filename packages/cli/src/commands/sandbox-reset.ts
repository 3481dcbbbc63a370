import { connectControl } from '../control/control-client.ts';
import { sandboxPath } from '../control/sandbox-answers.ts';
import type { SandboxArguments } from '../options/sandbox-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';

/** `stunt sandbox reset`: state, faults, scenarios, clock and journal start anew; settings and credentials stay. */
export async function sandboxReset(
  args: SandboxArguments & { readonly name: string },
  invocation: Invocation,
): Promise<Outcome> {
  const control = await connectControl({ control: args.control }, invocation);
  const json = await control.json({ method: 'POST', path: sandboxPath(args.name, '/reset') });
  return { exitCode: 0, text: `reset sandbox ${args.name}`, ...(args.format === 'json' && { json }) };
}
