import { connectSandbox } from '../control/control-client.ts';
import type { ControlArguments } from '../options/control-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';
import { type ReportArguments, reportOf } from '../scenario/report-of.ts';
import { runChosen } from '../scenario/run-chosen.ts';

/** `stunt scenario report`: what a run was like, of one that goes on up to now. */
export async function scenarioReport(
  args: ControlArguments & ReportArguments & { readonly id?: string | undefined },
  invocation: Invocation,
): Promise<Outcome> {
  const control = await connectSandbox(args, invocation);
  const id = await runChosen(control, args.id, { goesOn: false });
  return { exitCode: 0, text: await reportOf(control, id, args, invocation.cwd) };
}
