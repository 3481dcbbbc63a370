import { errorCode } from '../error-code.ts';
import { CliError } from '../errors.ts';
import type { Invocation } from '../outcome.ts';
import { quoted } from '../print/quoted.ts';
import { freePortAbove } from './free-port.ts';
import { portHolder } from './port-holder.ts';

const refusals: Record<string, string> = {
  EACCES: 'this user may not open that port',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'there is no host of that name',
  EAI_AGAIN: 'the name of the host cannot be looked up now',
};

/** What was to be listened on. */
export interface Ports {
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly controlPort?: number | undefined;
}

/** Turns Node's error about listening into words: who holds the port, and which one is free. Other errors pass unchanged. */
export async function listenFailure(
  error: unknown,
  { host: dataHost = '127.0.0.1', port: dataPort = 4010, controlPort }: Ports,
  typed: Pick<Invocation, 'invokedAs' | 'args'>,
): Promise<unknown> {
  const isControl = controlPort !== undefined && controlPort !== dataPort && portOf(error) === controlPort;
  const [host, port, flag] = isControl ? ['127.0.0.1', controlPort, '--control-port'] : [dataHost, dataPort, '--port'];
  const code = errorCode(error) ?? '';
  const refusal = refusals[code];
  if (refusal) return new CliError('LISTEN_REFUSED', `cannot listen on ${host} port ${port}: ${refusal}`);
  if (code !== 'EADDRINUSE') return error;
  const [holder, free] = await Promise.all([portHolder(port), freePortAbove(port, host)]);
  const by = holder ? ` by ${holder.command} (pid ${holder.pid})` : '';
  const message = `port ${port} is in use${by}.${free ? ` Free: ${free}.` : ''}`;
  return new CliError('PORT_IN_USE', message, free ? `Type: ${lineWith(flag, free, typed)}` : undefined);
}

/** The line that was typed, with another port. */
function lineWith(flag: string, port: number, { invokedAs, args }: Pick<Invocation, 'invokedAs' | 'args'>): string {
  const isOld = (arg = '') => arg === flag || (flag === '--port' && arg === '-p');
  const isOldWithValue = (arg: string) => arg.startsWith(`${flag}=`) || (flag === '--port' && /^-p=?\d/.test(arg));
  const kept = args.filter((arg, index) => !isOld(arg) && !isOld(args[index - 1]) && !isOldWithValue(arg));
  return [invokedAs, ...kept.map(quoted), flag, port].join(' ');
}

/** The port that Node names in its error. */
const portOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'port' in error ? error.port : undefined;
