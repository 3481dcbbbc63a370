import type { IncomingMessage } from 'node:http';
import { CliError } from '../errors.ts';
import type { ControlArguments } from '../options/control-flags.ts';
import type { Invocation } from '../outcome.ts';
import { ControlProblem } from './control-problem.ts';
import { findControl } from './find-control.ts';
import { open } from './open.ts';
import { readEvents, type ServerEvent } from './read-events.ts';
import { textOf } from './text-of.ts';

export interface ControlRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/_stunt`: `/faults`. */
  readonly path: string;
  /** What is undefined is left out. */
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  /** Instead of the one of the client. */
  readonly sandbox?: string | undefined;
}

/** Speaks the control API of one double, for one sandbox. What the API refuses is thrown as a ControlProblem; prints nothing. */
export interface ControlClient {
  /** As it was asked for: a name, `*`, or undefined for the default one. */
  readonly sandbox: string | undefined;
  json<T>(request: ControlRequest): Promise<T>;
  text(request: ControlRequest): Promise<string>;
  /** Everything from now on, or what another stream has; ends when the signal aborts or the double goes away. */
  events(signal: AbortSignal, request?: ControlRequest): Promise<AsyncIterable<ServerEvent>>;
}

export const everySandbox = '*';

export async function connectControl(
  { control, sandbox }: ControlArguments,
  invocation: Invocation,
): Promise<ControlClient> {
  const address = await findControl(control, invocation);
  const ask = async (request: ControlRequest, signal?: AbortSignal): Promise<IncomingMessage> => {
    const url = urlOf(address.base, { sandbox, ...request });
    const { method = 'GET', body } = request;
    const message = await open({ url, method, body, token: invocation.environment.token, signal }, address, invocation);
    if ((message.statusCode ?? 0) < 400) return message;
    throw ControlProblem.of(message, await textOf(message));
  };
  return {
    sandbox,
    async json<T>(request: ControlRequest): Promise<T> {
      const text = await textOf(await ask(request));
      return JSON.parse(text === '' ? 'null' : text);
    },
    text: async (request) => textOf(await ask(request)),
    events: async (signal, request = { path: '/events' }) => readEvents(await ask(request, signal)),
  };
}

/** For what is done in one sandbox; only faults are in all of them at once. */
export async function connectSandbox(args: ControlArguments, invocation: Invocation): Promise<ControlClient> {
  if (args.sandbox !== everySandbox) return connectControl(args, invocation);
  throw new CliError('USAGE', "--sandbox '*' is for faults; here it takes the name of one sandbox");
}

/** A sandbox stands in the path, once where the address is its own; the operator's rules, which are in no sandbox, in the query. */
function urlOf(base: string, { path, query = {}, sandbox }: ControlRequest): URL {
  const named = sandbox === undefined || sandbox === everySandbox ? '' : `/~${encodeURIComponent(sandbox)}`;
  const own = /\/~[^/]+$/.exec(base)?.[0];
  if (own !== undefined && named !== '' && named !== own)
    throw new CliError(
      'USAGE',
      `the address ${base} is that of one sandbox, and --sandbox names "${sandbox}"`,
      'Leave --sandbox out.',
    );
  const prefix = own === undefined ? named : '';
  const url = new URL(`${base}${prefix}/_stunt${path}`);
  if (sandbox === everySandbox) url.searchParams.set('sandbox', everySandbox);
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value);
  return url;
}
