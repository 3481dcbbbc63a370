import type { RunStatus } from '@stuntdouble/engine';
import { connectSandbox } from '../control/control-client.ts';
import { whereFromFlags } from '../fault/where-from-flags.ts';
import type { ControlArguments } from '../options/control-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';
import { runLine } from '../print/run-lines.ts';
import { followRun } from '../scenario/follow-run.ts';
import { placedRefusal } from '../scenario/placed-refusal.ts';
import { type ReportArguments, reportForm, reportOf } from '../scenario/report-of.ts';
import { scenarioNamed } from '../scenario/scenario-named.ts';

export interface ScenarioRunArguments extends ControlArguments, ReportArguments {
  readonly scenario: string;
  readonly loop?: boolean | undefined;
  readonly wait?: boolean | undefined;
  readonly [flag: string]: unknown;
}

/** `stunt scenario run`: starts a scenario by its name, or one of a file here; with `--wait` follows it and prints its report. */
export async function scenarioRun(args: ScenarioRunArguments, invocation: Invocation): Promise<Outcome> {
  const where = whereFromFlags(args);
  const scenario = await scenarioNamed(args.scenario, invocation.cwd);
  const control = await connectSandbox(args, invocation);
  const options = {
    ...(Object.keys(where).length > 0 && { where }),
    ...(args.loop !== undefined && { loop: args.loop }),
  };
  const request =
    typeof scenario === 'string'
      ? { path: `/scenarios/${encodeURIComponent(scenario)}/run`, body: options }
      : { path: '/scenarios/run', body: { scenario, ...options } };
  const start = () =>
    control.json<RunStatus>({ method: 'POST', ...request }).catch(async (error) => {
      throw await placedRefusal(error, scenario);
    });
  if (args.wait) {
    const stopped = invocation.onStop();
    const isQuiet = reportForm(args) !== 'text' && args.output === undefined;
    const tell = isQuiet ? invocation.log : invocation.say;
    const follow = async () => {
      const last = await followRun(control, start, { tell, stopped, invokedAs: invocation.invokedAs });
      if (last) for (const line of await reportOf(control, last.id, args, invocation.cwd)) invocation.say(line);
    };
    return { exitCode: 0, text: [], running: follow() };
  }
  const run = await start();
  const { invokedAs } = invocation;
  const text = [runLine(run), `follow: ${invokedAs} scenario status   end: ${invokedAs} scenario stop ${run.id}`];
  return { exitCode: 0, text, ...(args.format === 'json' && { json: run }) };
}
