import type { ScenarioListing } from '../control/answers.ts';
import { connectSandbox } from '../control/control-client.ts';
import type { ControlArguments } from '../options/control-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';
import { scenarioLines } from '../print/run-lines.ts';

/** `stunt scenario list`: the scenarios that the double knows, its own and those of the folder `scenarios/`. */
export async function scenarioList(args: ControlArguments, invocation: Invocation): Promise<Outcome> {
  const control = await connectSandbox(args, invocation);
  const { scenarios } = await control.json<ScenarioListing>({ path: '/scenarios' });
  return { exitCode: 0, text: scenarioLines(scenarios), ...(args.format === 'json' && { json: { scenarios } }) };
}
