/** The arguments of `npm start -- platform`. Says what is wrong with one, and starts nothing. */
import { parseArgs } from 'node:util';

export type PlatformArguments =
  | StartArguments
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly message: string };

interface StartArguments {
  readonly kind: 'start';
  readonly host: string;
  readonly port: number;
  readonly examples: boolean;
  readonly providerStates: boolean;
  /** Milliseconds since 1970; the real time, if absent. */
  readonly startsAt?: number;
}

export const usage = `npm start -- platform [--port 8080] [--host 127.0.0.1] [--examples] [--now TIME] [--provider-states]

Runs the reference platform of contracts/platform/openapi.yaml, with its data in memory.

  --port             port to listen on; 0 takes a free one (default 8080)
  --host             address to listen on (default 127.0.0.1: only this machine)
  --examples         start with the items of the document's examples, which belong to northgate-uploads
  --now              the time at the start, such as 2026-03-02T09:15:00Z, by which the examples are not over
  --provider-states  for verifying pacts over HTTP: adds POST /_pact/states and POST /_pact/messages, by which
                     anybody who reaches the port can be anybody. On this machine only.
  --help             this text`;

const ownMachine = ['127.0.0.1', 'localhost', '::1'];

export function platformArguments(args: readonly string[]): PlatformArguments {
  const parsed = parse(args);
  if (typeof parsed === 'string') return wrong(parsed);
  const { port: portText = '8080', host = '127.0.0.1', examples = false, help } = parsed;
  const providerStates = parsed['provider-states'] ?? false;
  if (help) return { kind: 'help' };
  const port = Number(portText);
  if (!/^\d+$/.test(portText) || port > 65_535) {
    return wrong(`--port takes a number from 0 to 65535, not "${portText}".`);
  }
  if (providerStates && !ownMachine.includes(host)) {
    return wrong(`--provider-states lets anybody be anybody, so it goes with 127.0.0.1 only, not with --host ${host}.`);
  }
  const startsAt = parsed.now === undefined ? undefined : Date.parse(parsed.now);
  if (Number.isNaN(startsAt)) return wrong(`--now takes a time such as 2026-03-02T09:15:00Z, not "${parsed.now}".`);
  return { kind: 'start', host, port, examples, providerStates, ...(startsAt !== undefined && { startsAt }) };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', short: 'p' },
        host: { type: 'string' },
        examples: { type: 'boolean' },
        now: { type: 'string' },
        'provider-states': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    return String(Object(error).message);
  }
}

const wrong = (message: string): PlatformArguments => ({ kind: 'wrong', message });
