/** The arguments of `npm start -- platform`. Says what is wrong with one, and starts nothing. */
import { parseArgs } from 'node:util';

export type PlatformArguments =
  | { readonly kind: 'start'; readonly host: string; readonly port: number; readonly providerStates: boolean }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly message: string };

export const usage = `npm start -- platform [--port 8080] [--host 127.0.0.1] [--provider-states]

Runs the reference platform of contracts/platform/openapi.yaml, with its data in memory.

  --port             port to listen on; 0 takes a free one (default 8080)
  --host             address to listen on (default 127.0.0.1: only this machine)
  --provider-states  for verifying pacts over HTTP: adds POST /_pact/states and POST /_pact/messages, by which
                     anybody who reaches the port can be anybody. On this machine only.
  --help             this text`;

const ownMachine = ['127.0.0.1', 'localhost', '::1'];

export function platformArguments(args: readonly string[]): PlatformArguments {
  const parsed = parse(args);
  if (parsed instanceof Error) return wrong(parsed.message);
  const { port: portText = '8080', host = '127.0.0.1', 'provider-states': providerStates = false, help } = parsed;
  if (help) return { kind: 'help' };
  const port = Number(portText);
  if (!/^\d+$/.test(portText) || port > 65_535) {
    return wrong(`--port takes a number from 0 to 65535, not "${portText}".`);
  }
  if (providerStates && !ownMachine.includes(host)) {
    return wrong(`--provider-states lets anybody be anybody, so it goes with 127.0.0.1 only, not with --host ${host}.`);
  }
  return { kind: 'start', host, port, providerStates };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', short: 'p' },
        host: { type: 'string' },
        'provider-states': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    return error instanceof Error ? error : new Error('The arguments cannot be read.');
  }
}

const wrong = (message: string): PlatformArguments => ({ kind: 'wrong', message });
