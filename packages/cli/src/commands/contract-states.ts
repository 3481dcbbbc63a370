import { nearestName } from '@stuntdouble/engine/nearest-name';
import type { NeededState, Pact } from '@stuntdouble/pact';
import { pactsForProvider } from '../contract/pacts-for-provider.ts';
import { readHandlers } from '../contract/read-handlers.ts';
import { headerFlags, urlFlag } from '../contract/url-flag.ts';
import { withBroker } from '../contract/with-broker.ts';
import { CliError } from '../errors.ts';
import type { StatesArguments } from '../options/contract-list-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';
import { plural } from '../print/finding-lines.ts';
import { inOneLine } from '../print/plain-text.ts';

/** `stunt contract states`: the provider states that pacts need, and which of them nothing sets up. */
export async function contractStates(args: StatesArguments, invocation: Invocation): Promise<Outcome> {
  const { neededStates } = await import('@stuntdouble/pact');
  const pacts = await pactsOf(args, invocation);
  const states = neededStates(pacts);
  const checked = await missingOf(pacts, states, args, invocation);
  const text = [
    ...states.flatMap((state) => stateLines(state, checked)),
    states.length === 0 ? 'These pacts need no provider states.' : summary(states, checked?.missing),
  ];
  const json = {
    states: states.map((state) => ({ ...state, ...(checked && { handled: !checked.missing.includes(state.name) }) })),
  };
  const exitCode = checked && checked.missing.length > 0 ? 1 : 0;
  return { exitCode, text, ...(args.format === 'json' && { json }) };
}

async function pactsOf(args: StatesArguments, invocation: Invocation): Promise<readonly Pact[]> {
  const { provider } = args;
  if (args.pacts !== undefined) {
    const { readPactFiles } = await import('@stuntdouble/pact');
    return pactsForProvider(await readPactFiles(args.pacts, invocation.cwd), { provider }).files.map(
      ({ pact }) => pact,
    );
  }
  if (provider === undefined)
    throw new CliError('USAGE', 'no provider was named', 'Name it: --provider; or files: --pacts DIR');
  const { latestPactsOf } = await import('@stuntdouble/pact');
  return withBroker(args, invocation, (client) => latestPactsOf(client, provider));
}

interface Checked {
  readonly missing: readonly string[];
  /** The sentences that are known, where they are. */
  readonly known: readonly string[];
}

async function missingOf(
  pacts: readonly Pact[],
  states: readonly NeededState[],
  args: StatesArguments,
  { cwd }: Invocation,
): Promise<Checked | undefined> {
  const { handlers, 'state-change-url': url } = args;
  if (handlers !== undefined && url !== undefined)
    throw new CliError('USAGE', 'one of --handlers and --state-change-url is expected, not both');
  if (handlers !== undefined) {
    const known = await readHandlers(handlers, cwd);
    return { known, missing: states.map(({ name }) => name).filter((name) => !known.includes(name)) };
  }
  if (url === undefined) return undefined;
  const { probeStates } = await import('@stuntdouble/pact');
  const target = urlFlag('state-change-url', url);
  return {
    known: [],
    missing: await probeStates(pacts, target, { timeoutMs: 10_000, headers: headerFlags(args.header ?? []) }),
  };
}

function stateLines({ name, params, neededBy }: NeededState, checked: Checked | undefined): string[] {
  const word = checked === undefined ? '' : checked.missing.includes(name) ? 'MISSING  ' : 'ok       ';
  const nearest = word.startsWith('MISSING') ? nearestName(name, checked?.known ?? []) : undefined;
  return [
    `${word}${inOneLine(name)}${nearest === undefined ? '' : `   (there is "${nearest}")`}`,
    ...params.map((one) => `  with ${JSON.stringify(one)}`),
    ...neededBy.map(({ consumer, interaction }) => inOneLine(`  ${consumer}: ${interaction}`)),
  ];
}

function summary(states: readonly NeededState[], missing: readonly string[] | undefined): string {
  const count = plural(states.length, 'provider state');
  return missing === undefined
    ? count
    : `${count}, ${missing.length === 0 ? 'each has a handler' : `${missing.length} without a handler`}`;
}
