import { describeKinds } from '@stuntdouble/engine';
import type { Preview } from '../control/answers.ts';
import { connectSandbox } from '../control/control-client.ts';
import { kindNamed } from '../fault/kind-named.ts';
import { optionsFromFlags } from '../fault/rule-from-flags.ts';
import type { ControlArguments } from '../options/control-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';

export interface FaultPreviewArguments extends ControlArguments {
  readonly operation: string;
  readonly kind: string;
  readonly seed?: string | undefined;
  readonly [flag: string]: unknown;
}

/** `stunt fault preview`: an operation's healthy answer and what a fault makes of it, as a diff. Changes nothing. */
export async function faultPreview(args: FaultPreviewArguments, invocation: Invocation): Promise<Outcome> {
  const { operation, seed, format } = args;
  const kind = kindNamed(args.kind, describeKinds());
  const options = optionsFromFlags(kind, args, invocation.cwd);
  const control = await connectSandbox(args, invocation);
  const body = { operation, kind: kind.kind, options, ...(seed !== undefined && { seed }) };
  const preview = await control.json<Preview>({ method: 'POST', path: '/faults/preview', body });
  const { diff, pointer, note } = preview;
  const text = [
    diff === '' ? 'The client gets the same bytes.' : diff,
    ...(pointer === undefined ? [] : [`changed: ${pointer === '' ? 'the whole body' : pointer}`]),
    ...(note === undefined ? [] : [`note: ${note}`]),
  ];
  return { exitCode: 0, text, ...(format === 'json' && { json: preview }) };
}
