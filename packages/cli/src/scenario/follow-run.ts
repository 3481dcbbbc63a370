import type { RunStatus } from '@stuntdouble/engine';
import type { ControlClient } from '../control/control-client.ts';
import { CliError } from '../errors.ts';
import { phaseLine } from '../print/run-lines.ts';

export interface Following {
  readonly tell: (line: string) => void;
  readonly stopped: AbortSignal;
  readonly invokedAs: string;
}

/**
 * Starts a run and tells of each phase as it begins. Gives back how it ended; undefined where the one who follows has stopped
 * following, which leaves the run alone.
 */
export async function followRun(
  control: ControlClient,
  start: () => Promise<RunStatus>,
  { tell, stopped, invokedAs }: Following,
): Promise<RunStatus | undefined> {
  // Listening before the run begins, so that no phase is missed.
  const events = await control.events(stopped);
  const { id } = await start();
  for await (const { type, data } of events) {
    if (type !== 'scenario' || !isStatus(data) || data.id !== id) continue;
    tell(phaseLine(data, new Date()));
    if (data.state === 'finished' || data.state === 'stopped') return data;
  }
  if (!stopped.aborted) throw new CliError('CONTROL_UNREACHABLE', `the double went away during ${id}`);
  tell(`${id} goes on; end it with: ${invokedAs} scenario stop ${id}`);
  return undefined;
}

const isStatus = (data: unknown): data is RunStatus =>
  typeof data === 'object' && data !== null && 'phaseIndex' in data;
