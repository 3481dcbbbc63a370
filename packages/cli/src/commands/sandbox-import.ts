import { connectControl } from '../control/control-client.ts';
import type { SandboxImported } from '../control/sandbox-answers.ts';
import type { CredentialsArguments } from '../options/sandbox-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';
import { credentialsOutcome } from '../sandbox/credentials-outcome.ts';
import { readSandboxFile } from '../sandbox/read-sandbox-file.ts';

/** `stunt sandbox import`: makes a sandbox of a file that `sandbox export` printed. */
export async function sandboxImport(
  args: CredentialsArguments & {
    readonly file: string;
    readonly as?: string | undefined;
    readonly replace?: boolean | undefined;
  },
  invocation: Invocation,
): Promise<Outcome> {
  // yargs makes an empty text of a dash.
  const file = args.file === '' && invocation.args.includes('-') ? '-' : args.file;
  const body = await readSandboxFile(file, invocation);
  const control = await connectControl({ control: args.control }, invocation);
  const query = { name: args.as, replace: args.replace ? 'true' : undefined };
  const made = await control.json<SandboxImported>({ method: 'POST', path: '/sandboxes/import', query, body });
  for (const note of made.notes ?? []) invocation.log(`note: ${note}`);
  return credentialsOutcome(made, args, control, invocation);
}
