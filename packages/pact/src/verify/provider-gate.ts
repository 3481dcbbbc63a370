import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
import { Agent, request as send } from 'undici';

/**
 * Stands between Pact's verifier and the provider. Passes bytes on as they are, but gives each request a deadline, and answers
 * in the provider's place where that does not: by a status of its own, so that a report can say which request it was and why.
 * Never follows a redirect, never retries, logs nothing.
 */
export interface ProviderGate {
  /** What the verifier is told to be the provider. */
  readonly providerUrl: string;
  readonly stateUrl: string;
  readonly messagePort: number;
  close(): Promise<void>;
}

export interface GateOptions {
  readonly providerUrl: URL;
  /** Undefined: states are taken as set up. */
  readonly stateChangeUrl: URL | undefined;
  readonly messageUrl: URL | undefined;
  /** Added to every request, in the place of one of the same name. */
  readonly headers: Readonly<Record<string, string>>;
  /** Of one request to the provider. */
  readonly timeoutMs: number;
}

/** Statuses that no provider sends and no pact expects. */
export const gateStatus = { timeout: 598, closed: 597, refused: 596, unreachable: 595, tooLarge: 594 } as const;

export const messagePath = '/messages';
const statePath = '/state';
const LARGEST_BODY = 64 * 1024 ** 2;
const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
];

export async function openProviderGate(options: GateOptions): Promise<ProviderGate> {
  const dispatcher = new Agent({ connect: { timeout: options.timeoutMs }, headersTimeout: 0, bodyTimeout: 0 });
  const provider = await listen((request, response) => toProvider(request, response, options, dispatcher));
  const setup = await listen((request, response) => toSetup(request, response, options, dispatcher));
  return {
    providerUrl: `http://127.0.0.1:${provider.port}`,
    stateUrl: `http://127.0.0.1:${setup.port}${statePath}`,
    messagePort: setup.port,
    close: async () => {
      for (const { server } of [provider, setup]) {
        server.close();
        server.closeAllConnections();
      }
      await dispatcher.destroy();
    },
  };
}

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

function listen(handle: Handler): Promise<{ server: Server; port: number }> {
  return new Promise((resolve, reject) => {
    const server = createServer((request, response) => {
      handle(request, response).catch(() => response.destroy());
    });
    server.on('error', reject).listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve({ server, port: typeof address === 'object' && address !== null ? address.port : 0 });
    });
  });
}

async function toProvider(request: IncomingMessage, response: ServerResponse, options: GateOptions, dispatcher: Agent) {
  const base = options.providerUrl;
  const target = new URL(base.origin + base.pathname.replace(/\/$/, '') + (request.url ?? '/'));
  await pass(request, response, target, options, dispatcher);
}

/** The verifier asks for a state without a name where an interaction needs none: no provider has to know of that. */
async function toSetup(request: IncomingMessage, response: ServerResponse, options: GateOptions, dispatcher: Agent) {
  const isState = request.url?.startsWith(statePath);
  const target = isState ? options.stateChangeUrl : options.messageUrl;
  if (!target) {
    response.writeHead(isState ? 200 : 404, { 'content-type': 'application/json' }).end('{}');
    return;
  }
  const body = await bodyOf(request);
  if (isState && stateOf(body) === '') {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    return;
  }
  await pass(request, response, target, options, dispatcher, body);
}

function stateOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')).state;
  } catch {
    return undefined;
  }
}

async function pass(
  request: IncomingMessage,
  response: ServerResponse,
  target: URL,
  { headers, timeoutMs }: GateOptions,
  dispatcher: Agent,
  read?: Buffer,
): Promise<void> {
  const body = read ?? (await bodyOf(request));
  try {
    const answer = await send(target, {
      dispatcher,
      method: request.method ?? 'GET',
      headers: { ...passedOn(request.headers), ...lowerCase(headers), host: target.host },
      ...(body.length > 0 && { body }),
      // A connection that the provider closes while it is idle would look like a reset.
      reset: true,
      signal: AbortSignal.timeout(timeoutMs),
    });
    const content = await bodyWithin(answer.body, LARGEST_BODY);
    if (!content) return refuse(response, gateStatus.tooLarge, 'more than 64 MB');
    response.writeHead(answer.statusCode, passedOn(answer.headers)).end(content);
  } catch (error) {
    refuse(response, statusOf(error), codeOf(error));
  }
}

function refuse(response: ServerResponse, status: number, why: string): void {
  response.writeHead(status, { 'content-type': 'text/plain' }).end(why);
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function passedOn(headers: IncomingMessage['headers']): OutgoingHttpHeaders {
  const left = [...hopByHop, 'host', 'content-length'];
  return Object.fromEntries(
    Object.entries(headers).filter(([name, value]) => value !== undefined && !left.includes(name)),
  );
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

async function bodyWithin(body: AsyncIterable<Uint8Array>, limit: number): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > limit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function statusOf(error: unknown): number {
  const code = codeOf(error);
  if (/Timeout|TIMEOUT|TIMEDOUT/.test(code)) return gateStatus.timeout;
  if (code === 'ECONNREFUSED') return gateStatus.refused;
  return /^(UND_ERR_SOCKET|ECONNRESET|EPIPE|HPE_.*)$/.test(code) ? gateStatus.closed : gateStatus.unreachable;
}

/** Asks for no class: errors cross realms in tests, and a deadline is no Error but has a name. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'name' in error ? String(error.name) : 'unknown';
}
