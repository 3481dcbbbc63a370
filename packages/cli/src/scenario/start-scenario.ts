import type { ScenarioToStart } from '../config/settings-file.ts';
import { connectSandbox } from '../control/control-client.ts';
import type { Invocation } from '../outcome.ts';
import { scenarioNamed } from './scenario-named.ts';

/** Starts a scenario of stunt.yaml, over the control API like everybody else. */
export async function startScenario(
  { run, folder, sandbox, ...options }: ScenarioToStart & { readonly folder: string },
  control: string,
  invocation: Invocation,
): Promise<void> {
  const scenario = await scenarioNamed(run, folder);
  const client = await connectSandbox({ control, sandbox }, invocation);
  await client.json(
    typeof scenario === 'string'
      ? { method: 'POST', path: `/scenarios/${encodeURIComponent(scenario)}/run`, body: options }
      : { method: 'POST', path: '/scenarios/run', body: { scenario, ...options } },
  );
}
