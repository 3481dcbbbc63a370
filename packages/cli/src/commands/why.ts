import type { JournalEntry } from '@stuntdouble/engine';
import type { Health } from '../control/answers.ts';
import { connectSandbox } from '../control/control-client.ts';
import { ControlProblem } from '../control/control-problem.ts';
import type { ControlArguments } from '../options/control-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';
import { explanation } from '../print/explanation.ts';

/** `stunt why`: what happened to one request. Looks into every sandbox where none is named: an id is of one request only. */
export async function why(args: ControlArguments & { readonly id: string }, invocation: Invocation): Promise<Outcome> {
  const control = await connectSandbox(args, invocation);
  const sandboxes =
    args.sandbox === undefined ? (await control.json<Health>({ path: '/health' })).sandboxes : [args.sandbox];
  const path = `/requests/${encodeURIComponent(args.id)}`;
  // Where there is one, the address leads to it: a port of its own knows no names.
  const looks = await Promise.allSettled(
    sandboxes.length === 1
      ? [control.json<JournalEntry>({ path })]
      : sandboxes.map((sandbox) => control.json<JournalEntry>({ path, sandbox })),
  );
  const entry = looks.find((look) => look.status === 'fulfilled')?.value;
  if (!entry) throw failureOf(looks) ?? unknown(args.id, sandboxes);
  return {
    exitCode: 0,
    text: explanation(entry, invocation.invokedAs),
    ...(args.format === 'json' && { json: entry }),
  };
}

/** What is not just an unknown id. */
function failureOf(looks: readonly PromiseSettledResult<unknown>[]): unknown {
  const reasons: unknown[] = looks.flatMap((look) => (look.status === 'rejected' ? [look.reason] : []));
  return reasons.find((reason) => !(reason instanceof ControlProblem && reason.code === 'REQUEST_UNKNOWN'));
}

const unknown = (id: string, sandboxes: readonly string[]): ControlProblem =>
  new ControlProblem(
    'REQUEST_UNKNOWN',
    `there is no request "${id}" in the journal of ${sandboxes.join(', ')}`,
    'The id is in the header field Stunt-Request-Id of the answer; the journal keeps the last 10,000.',
  );
