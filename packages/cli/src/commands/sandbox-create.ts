import { connectControl } from '../control/control-client.ts';
import type { SandboxCredentials } from '../control/sandbox-answers.ts';
import type { CredentialsArguments, SettingsArguments } from '../options/sandbox-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';
import { credentialsOutcome } from '../sandbox/credentials-outcome.ts';

/** `stunt sandbox create`: makes a sandbox, and prints what its partner needs. */
export async function sandboxCreate(
  args: CredentialsArguments & SettingsArguments & { readonly name: string },
  invocation: Invocation,
): Promise<Outcome> {
  const { name, ttl, seed, auth, listen, record } = args;
  const control = await connectControl({ control: args.control }, invocation);
  const port = listen !== undefined && /^\d+$/.test(listen) ? Number(listen) : listen;
  const body = { name, ttl, seed, auth, listen: port, record };
  const made = await control.json<SandboxCredentials>({ method: 'POST', path: '/sandboxes', body });
  return credentialsOutcome(made, args, control, invocation);
}
