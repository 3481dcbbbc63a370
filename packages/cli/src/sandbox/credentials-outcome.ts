import type { ControlClient } from '../control/control-client.ts';
import { type SandboxCredentials, type SandboxShown, sandboxPath } from '../control/sandbox-answers.ts';
import type { CredentialsArguments } from '../options/sandbox-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';
import { environmentLines, sandboxLines } from '../print/sandbox-lines.ts';

/** What a command prints that made credentials: the words alone, or with a first request that the double knows to make. */
export async function credentialsOutcome(
  json: SandboxCredentials,
  { format }: CredentialsArguments,
  control: ControlClient,
  { invokedAs }: Pick<Invocation, 'invokedAs'>,
): Promise<Outcome> {
  if (format === 'json') return { exitCode: 0, text: [], json };
  if (format === 'env') return { exitCode: 0, text: environmentLines(json) };
  const shown = await control.json<SandboxShown>({ path: sandboxPath(json.name) });
  return { exitCode: 0, text: sandboxLines(shown, invokedAs, Date.now()) };
}
