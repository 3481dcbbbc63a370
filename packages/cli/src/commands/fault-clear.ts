import { connectControl, everySandbox } from '../control/control-client.ts';
import type { ControlArguments } from '../options/control-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';
import { plural } from '../print/finding-lines.ts';

/** `stunt fault clear`: removes all rules of a sandbox, or of every one; the next answer is healthy. */
export async function faultClear(
  args: ControlArguments & { readonly all?: boolean | undefined },
  invocation: Invocation,
): Promise<Outcome> {
  const control = await connectControl(args, invocation);
  const query = { all: args.all ? 'true' : undefined };
  const answer = await control.json<Cleared>({ method: 'DELETE', path: '/faults', query });
  return { exitCode: 0, text: linesOf(answer, args, invocation), ...(args.format === 'json' && { json: answer }) };
}

interface Cleared {
  /** The one that the address leads to, whatever was asked for; `*` are the operator's. Absent from doubles of earlier releases. */
  readonly sandbox?: string;
  readonly cleared: number;
  /** Ids of runs that would have put further faults in force. */
  readonly stopped: readonly string[];
  /** Faults of every sandbox that are still on. */
  readonly everySandbox: number;
}

function linesOf(
  { cleared, stopped, everySandbox: others, sandbox: led }: Cleared,
  { all, sandbox = led ?? 'default' }: { readonly all?: boolean | undefined; readonly sandbox?: string | undefined },
  { invokedAs }: Invocation,
): string[] {
  const whose = sandbox === everySandbox ? 'the operator' : `sandbox ${sandbox}`;
  const lines = [`cleared ${plural(cleared, 'fault')} of ${all ? 'every sandbox' : whose}`];
  if (stopped.length > 0) lines.push(`stopped ${stopped.join(', ')}, which would have gone on with further faults`);
  if (others > 0) lines.push(`${plural(others, 'fault')} of every sandbox still on: ${invokedAs} fault clear --all`);
  return lines;
}
