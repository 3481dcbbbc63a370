import { CliError } from '../errors.ts';
import { listenFailure } from '../listen/listen-failure.ts';
import type { DrillArguments } from '../options/drill-flags.ts';
import type { Invocation } from '../outcome.ts';

/** An app that runs already, and the port where it finds its API. */
export interface AttachedApp {
  readonly url: string;
  readonly port: number;
}

const PORT = 4010;
const MOST = 65_535;

export function attachedApp({ attach, port = PORT, jobs = 1 }: DrillArguments): AttachedApp | undefined {
  if (attach === undefined) return undefined;
  if (!URL.canParse(attach) || !/^https?:/.test(attach))
    throw new CliError('USAGE', `--attach is ${attach}; allowed: the URL of an app, http://localhost:3000/orders`);
  if (typeof port !== 'number' || !Number.isInteger(port) || port < 1 || port > MOST)
    throw new CliError('USAGE', `--port is ${port}; allowed: a number from 1 to ${MOST}`);
  if (jobs !== 1) throw new CliError('USAGE', '--jobs is for commands; one app can be in one cell at a time');
  return { url: attach, port };
}

/** Asks the app once; passes where its answer is no error, and says in a line where there is none. */
const PROBE = `
const app = process.env.DRILL_APP;
const answer = await fetch(app).catch(({ message, cause }) => {
  console.log('no answer from ' + app + ': ' + (cause?.code ?? cause?.message ?? message));
  process.exit(1);
});
console.log(answer.status + '\\n' + (await answer.text()));
process.exitCode = answer.ok ? 0 : 1;
`;

/** What is run where an app is attached and no command is given. */
export const probeOf = ({ attach }: DrillArguments): readonly string[] =>
  attach === undefined ? [] : [process.execPath, '--input-type=module', '-e', PROBE];

/** The failure of the double to listen on the port of an attached app, in the words of every command that listens. */
export async function portFailure(error: unknown, port: number | undefined, invocation: Invocation): Promise<unknown> {
  const isTaken = port !== undefined && error instanceof Error && error.message.includes('EADDRINUSE');
  return isTaken ? listenFailure(Object.assign(error, { code: 'EADDRINUSE', port }), { port }, invocation) : error;
}
