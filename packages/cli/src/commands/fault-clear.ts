import type { FaultList } from '../control/answers.ts';
import { type ControlClient, connectControl, everySandbox } from '../control/control-client.ts';
import type { ControlArguments } from '../options/control-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';
import { plural } from '../print/finding-lines.ts';

/** `stunt fault clear`: removes all rules of a sandbox, or of every one; the next answer is healthy. */
export async function faultClear(
  args: ControlArguments & { readonly all?: boolean | undefined },
  invocation: Invocation,
): Promise<Outcome> {
  const control = await connectControl(args, invocation);
  const { cleared } =
    args.sandbox === everySandbox && !args.all
      ? await clearOperators(control)
      : await control.json<{ cleared: number }>({
          method: 'DELETE',
          path: '/faults',
          query: { all: args.all ? 'true' : undefined },
        });
  const whose = args.all ? 'every sandbox' : `sandbox ${args.sandbox ?? 'default'}`;
  return {
    exitCode: 0,
    text: `cleared ${plural(cleared, 'fault')} of ${args.sandbox === everySandbox ? 'the operator' : whose}`,
    ...(args.format === 'json' && { json: { cleared } }),
  };
}

/** The API clears sandboxes; the operator's rules are in none. */
async function clearOperators(control: ControlClient): Promise<{ cleared: number }> {
  const { faults } = await control.json<FaultList>({ path: '/faults' });
  for (const { id } of faults) await control.text({ method: 'DELETE', path: `/faults/${encodeURIComponent(id)}` });
  return { cleared: faults.length };
}
