import type { RunStatus } from '@stuntdouble/engine';
import type { Health, ScenarioListing } from '../control/answers.ts';
import type { ControlClient } from '../control/control-client.ts';
import { CliError } from '../errors.ts';

/** The id that was given, else that of the latest run; of one that goes on where that is needed. */
export async function runChosen(
  control: ControlClient,
  id: string | undefined,
  { goesOn }: { readonly goesOn: boolean },
): Promise<string> {
  if (id !== undefined) return id;
  const { runs } = await control.json<ScenarioListing>({ path: '/scenarios' });
  const latest = runs.findLast((run) => !goesOn || isOn(run));
  if (latest) return latest.id;
  const over = runs.length === 0 ? '' : `; the last one, ${runs.at(-1)?.id}, is ${runs.at(-1)?.state}`;
  throw new CliError(
    'NO_RUN',
    `no scenario ${goesOn ? 'is running' : 'has run'} in sandbox ${control.sandbox ?? (await sandboxLedTo(control))}${over}`,
  );
}

/** A sandbox's own address is told of no other. */
async function sandboxLedTo(control: ControlClient): Promise<string> {
  const { sandboxes } = await control.json<Health>({ path: '/health' });
  return sandboxes.length === 1 ? (sandboxes[0] ?? '') : 'default';
}

const isOn = ({ state }: RunStatus): boolean => state === 'running' || state === 'paused';
