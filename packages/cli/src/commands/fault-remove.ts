import type { FaultInForce } from '../control/answers.ts';
import { connectControl } from '../control/control-client.ts';
import type { ControlArguments } from '../options/control-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';
import { faultLine } from '../print/fault-lines.ts';

/** `stunt fault remove`: removes one rule. To the API a rule that is gone already is no mistake; a person may have mistyped its id. */
export async function faultRemove(
  args: ControlArguments & { readonly id: string },
  invocation: Invocation,
): Promise<Outcome> {
  const control = await connectControl(args, invocation);
  const path = `/faults/${encodeURIComponent(args.id)}`;
  const removed = await control.json<FaultInForce>({ path });
  await control.text({ method: 'DELETE', path });
  return {
    exitCode: 0,
    text: `removed ${faultLine(removed, Date.now())}`,
    ...(args.format === 'json' && { json: { removed: removed.id } }),
  };
}
