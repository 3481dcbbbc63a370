import { connectControl } from '../control/control-client.ts';
import { type SandboxCredentials, sandboxPath } from '../control/sandbox-answers.ts';
import type { CredentialsArguments } from '../options/sandbox-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';
import { credentialsOutcome } from '../sandbox/credentials-outcome.ts';

/** `stunt sandbox rotate-keys`: new credentials; the old ones are worth nothing from then on. */
export async function sandboxRotateKeys(
  args: CredentialsArguments & { readonly name: string },
  invocation: Invocation,
): Promise<Outcome> {
  const control = await connectControl({ control: args.control }, invocation);
  const path = sandboxPath(args.name, '/rotate-keys');
  const rotated = await control.json<SandboxCredentials>({ method: 'POST', path });
  return credentialsOutcome(rotated, args, control, invocation);
}
