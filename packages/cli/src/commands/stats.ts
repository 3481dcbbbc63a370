import type { Stats } from '@stuntdouble/engine';
import { connectSandbox } from '../control/control-client.ts';
import type { ControlArguments } from '../options/control-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';
import { statsLines } from '../print/stats-lines.ts';

/** `stunt stats`: volume, success, durations and where partners are stuck, of every sandbox or of one. */
export async function stats(args: ControlArguments, invocation: Invocation): Promise<Outcome> {
  const control = await connectSandbox(args, invocation);
  const found = await control.json<Stats>({ path: '/stats' });
  return { exitCode: 0, text: statsLines(found), ...(args.format === 'json' && { json: found }) };
}
