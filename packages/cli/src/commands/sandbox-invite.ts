import { connectControl } from '../control/control-client.ts';
import type { Invitation } from '../control/sandbox-answers.ts';
import type { SandboxArguments, SettingsArguments } from '../options/sandbox-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';
import { invitationLines } from '../print/sandbox-lines.ts';

/** `stunt sandbox invite`: a link with which a partner makes a sandbox of its own, once. */
export async function sandboxInvite(
  args: SandboxArguments &
    Pick<SettingsArguments, 'ttl' | 'auth'> & {
      readonly name?: string | undefined;
      readonly 'sandbox-ttl'?: string | undefined;
    },
  invocation: Invocation,
): Promise<Outcome> {
  const { name, ttl, auth } = args;
  const control = await connectControl({ control: args.control }, invocation);
  const body = { name, ttl, auth, sandboxTtl: args['sandbox-ttl'] };
  const invitation = await control.json<Invitation>({ method: 'POST', path: '/invitations', body });
  const text = invitationLines(invitation, name, Date.now());
  return { exitCode: 0, text, ...(args.format === 'json' && { json: invitation }) };
}
