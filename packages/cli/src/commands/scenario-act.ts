import type { RunStatus } from '@stuntdouble/engine';
import { connectSandbox } from '../control/control-client.ts';
import { CliError } from '../errors.ts';
import type { ControlArguments } from '../options/control-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';
import { runLine } from '../print/run-lines.ts';
import { runChosen } from '../scenario/run-chosen.ts';

export interface ScenarioActArguments extends ControlArguments {
  readonly id?: string | undefined;
  readonly to?: string | undefined;
}

/** `stunt scenario stop|pause|resume|skip`: acts on a run, and says where it is then. */
export async function scenarioAct(
  action: 'stop' | 'pause' | 'resume' | 'skip',
  args: ScenarioActArguments,
  invocation: Invocation,
): Promise<Outcome> {
  const { to } = args;
  const control = await connectSandbox(args, invocation);
  const path = `/scenarios/runs/${encodeURIComponent(await runChosen(control, args.id, { goesOn: true }))}`;
  await control.json<RunStatus>({ method: 'POST', path: `${path}/${action}`, body: to === undefined ? {} : { to } });
  // Asked anew: the next phase begins only after the answer to a skip.
  const run = await control.json<RunStatus>({ path });
  if (to !== undefined && run.phase !== to)
    throw new CliError('NO_PHASE', `${run.scenario} has no phase "${to}"; it is in ${run.phase}`);
  return { exitCode: 0, text: runLine(run), ...(args.format === 'json' && { json: run }) };
}
