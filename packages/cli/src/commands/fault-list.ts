import type { FaultList, Health } from '../control/answers.ts';
import { type ControlClient, connectControl, everySandbox } from '../control/control-client.ts';
import { ControlProblem } from '../control/control-problem.ts';
import type { ControlArguments } from '../options/control-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';
import { faultTable } from '../print/fault-lines.ts';

/** `stunt fault list`: the rules that can meet a request of the sandbox, the operator's included; with `--all` those of every one. */
export async function faultList(
  args: ControlArguments & { readonly all?: boolean | undefined },
  invocation: Invocation,
): Promise<Outcome> {
  const control = await connectControl(args, invocation);
  const sandboxes = args.all
    ? [everySandbox, ...(await control.json<Health>({ path: '/health', sandbox: undefined })).sandboxes]
    : [...new Set([everySandbox, args.sandbox])];
  const lists = await Promise.all(sandboxes.map((sandbox) => listOf(control, sandbox)));
  const faults = lists.flatMap((list) => list.faults);
  const example = `${invocation.invokedAs} fault add status --code 503 --ttl 30s`;
  const text = faults.length > 0 ? faultTable(faults, Date.now()) : `No faults are in force. Add one: ${example}`;
  return { exitCode: 0, text, ...(args.format === 'json' && { json: { faults } }) };
}

/** The operator's own are not for the address of one sandbox, which is refused there. */
async function listOf(control: ControlClient, sandbox: string | undefined): Promise<FaultList> {
  try {
    return await control.json<FaultList>({ path: '/faults', sandbox });
  } catch (error) {
    const isRefused = error instanceof ControlProblem && error.code === 'CONTROL_INVALID';
    if (sandbox === everySandbox && control.sandbox === undefined && isRefused) return { faults: [] };
    throw error;
  }
}
