import { describeKinds } from '@stuntdouble/engine';
import type { FaultInForce } from '../control/answers.ts';
import { connectControl } from '../control/control-client.ts';
import { kindNamed } from '../fault/kind-named.ts';
import { ruleFromFlags } from '../fault/rule-from-flags.ts';
import type { ControlArguments } from '../options/control-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';
import { faultLine } from '../print/fault-lines.ts';

export interface FaultAddArguments extends ControlArguments {
  readonly kind: string;
  readonly id?: string | undefined;
  readonly [flag: string]: unknown;
}

/** `stunt fault add`: puts a rule in force, under an id of one's own where one is given. */
export async function faultAdd(args: FaultAddArguments, invocation: Invocation): Promise<Outcome> {
  const rule = ruleFromFlags(kindNamed(args.kind, describeKinds()), args, invocation.cwd);
  const control = await connectControl(args, invocation);
  const added = await control.json<FaultInForce>(
    args.id === undefined
      ? { method: 'POST', path: '/faults', body: rule }
      : { method: 'PUT', path: `/faults/${encodeURIComponent(args.id)}`, body: rule },
  );
  const undo = [invocation.invokedAs, 'fault remove', added.id, sandboxFlag(args.sandbox)].filter(Boolean).join(' ');
  const text = [
    `${faultLine(added, Date.now())}`,
    ...(added.notes ?? []).map((note) => `note: ${note}`),
    `undo: ${undo}`,
  ];
  return { exitCode: 0, text, ...(args.format === 'json' && { json: added }) };
}

const sandboxFlag = (sandbox: string | undefined): string =>
  sandbox === undefined ? '' : `--sandbox ${sandbox === '*' ? "'*'" : sandbox}`;
