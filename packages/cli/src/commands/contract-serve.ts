import { isAbsolute, join } from 'node:path';
import type { RunningRegistry } from '@stuntdouble/pact';
import type { InferredOptionTypes } from 'yargs';
import { urlFlag } from '../contract/url-flag.ts';
import { CliError } from '../errors.ts';
import { listenFailure } from '../listen/listen-failure.ts';
import type { contractServeFlags } from '../options/contract-serve-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';

export type ContractServeArguments = Partial<InferredOptionTypes<typeof contractServeFlags>>;

const PORT = 4030;

/** `stunt contract serve`: the registry of contracts. Runs until it is stopped. */
export async function contractServe(args: ContractServeArguments, invocation: Invocation): Promise<Outcome> {
  const stopped = invocation.onStop();
  const { db = 'contracts.sqlite', host } = args;
  const token = args.token ?? invocation.environment.token;
  const port = validPort(args.port);
  const publicUrl = args['public-url'] === undefined ? undefined : urlFlag('public-url', args['public-url']).href;
  const file = isAbsolute(db) ? db : join(invocation.cwd, db);
  const registry = await start(file, port, token, { ...args, 'public-url': publicUrl }, invocation);
  const answered =
    token === undefined ? 'this machine only: start with --token to let others in' : 'who shows the token';
  return {
    exitCode: 0,
    text: [
      `contracts are kept in ${db}`,
      `listening on ${registry.url}${host === '0.0.0.0' ? ' (all addresses)' : ''}`,
      `answers ${answered}`,
      '',
      'Next:',
      `  stunt contract publish pacts --version 1.0.0 --branch main --broker ${registry.url}`,
      `  pact-broker publish pacts -a 1.0.0 --branch main -b ${registry.url}   # the same, with the command of Pact`,
    ],
    running: untilStopped(registry, stopped),
  };
}

async function start(
  db: string,
  port: number,
  token: string | undefined,
  args: ContractServeArguments,
  invocation: Invocation,
): Promise<RunningRegistry> {
  const { startRegistry } = await import('@stuntdouble/pact');
  const { host } = args;
  try {
    return await startRegistry({
      db,
      port,
      host,
      token,
      publicUrl: args['public-url'],
      publicBadges: args['public-badges'],
      webhookAllow: args['webhook-allow'],
      onLog: invocation.log,
    });
  } catch (error) {
    throw await listenFailure(error, { host, port }, invocation);
  }
}

async function untilStopped(registry: RunningRegistry, stopped: AbortSignal): Promise<void> {
  await new Promise((resolve) => {
    stopped.addEventListener('abort', resolve, { once: true });
    if (stopped.aborted) resolve(undefined);
  });
  await registry.close();
}

function validPort(port: number | string | undefined): number {
  if (port === undefined) return PORT;
  if (typeof port === 'number' && Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new CliError(
    'USAGE',
    `--port takes a number from 0 to 65535, not ${JSON.stringify(port)}`,
    `Leave it out for ${PORT}; 0 takes a free one.`,
  );
}
