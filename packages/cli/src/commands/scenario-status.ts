import type { ScenarioListing } from '../control/answers.ts';
import { connectSandbox } from '../control/control-client.ts';
import type { ControlArguments } from '../options/control-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';
import { runTable } from '../print/run-lines.ts';

/** `stunt scenario status`: the runs of the sandbox, and where each one is. */
export async function scenarioStatus(args: ControlArguments, invocation: Invocation): Promise<Outcome> {
  const control = await connectSandbox(args, invocation);
  const { runs } = await control.json<ScenarioListing>({ path: '/scenarios' });
  const example = `${invocation.invokedAs} scenario run brownout`;
  const text = runs.length > 0 ? runTable(runs) : `No scenario has run. Start one: ${example}`;
  return { exitCode: 0, text, ...(args.format === 'json' && { json: { runs } }) };
}
