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
  /** What went wrong at the endpoints for states and messages since this was asked last. */
  takeFailures(): SetupFailures;
  close(): Promise<void>;
}

/** By the name of a state, by the description of a message: the verifier itself does not tell why. */
export interface SetupFailures {
  readonly states: ReadonlyMap<string, string>;
  readonly messages: ReadonlyMap<string, string>;
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
const gateStatus = { timeout: 598, closed: 597, refused: 596, unreachable: 595, tooLarge: 594 } as const;

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
  let failures = noFailures();
  const setup = await listen((request, response) => toSetup(request, response, { options, dispatcher, failures }));
  return {
    providerUrl: `http://127.0.0.1:${provider.port}`,
    stateUrl: `http://127.0.0.1:${setup.port}${statePath}`,
    messagePort: setup.port,
    takeFailures: () => {
      const taken = failures;
      failures = noFailures();
      return taken;
    },
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
  answerWith(response, await forward(request, await bodyOf(request), target, options, dispatcher));
}

const noFailures = () => ({ states: new Map<string, string>(), messages: new Map<string, string>() });

interface Setup {
  readonly options: GateOptions;
  readonly dispatcher: Agent;
  readonly failures: { readonly states: Map<string, string>; readonly messages: Map<string, string> };
}

/** What the verifier takes for a refusal at once: others it repeats for minutes. */
const SETUP_FAILED = 424;

async function toSetup(request: IncomingMessage, response: ServerResponse, { options, dispatcher, failures }: Setup) {
  const body = await bodyOf(request);
  const { state = '', action, description = '' } = membersOf(body);
  const isState = request.url?.startsWith(statePath) ?? false;
  const target = isState ? options.stateChangeUrl : options.messageUrl;
  if (!isState && !target) {
    failures.messages.set(description, 'no endpoint for messages was named (--message-url)');
    return answerWith(response, { status: SETUP_FAILED, headers: json, content: '{}' });
  }
  // It asks for a state without a name where an interaction needs none: no provider has to know of that.
  if (!target || (isState && state === '')) return answerWith(response, { status: 200, headers: json, content: '{}' });
  const answer = await forward(request, body, target, options, dispatcher);
  // What was set up is gone with the provider: not to tidy up is no failure of an interaction.
  if (isState && action === 'teardown') return answerWith(response, { status: 200, headers: json, content: '{}' });
  if (answer.status >= 200 && answer.status < 300) return answerWith(response, answer);
  const why = gateWords(answer.status, options.timeoutMs) ?? `it answered with ${answer.status}`;
  if (isState) failures.states.set(state, why);
  else failures.messages.set(description, why);
  return answerWith(response, { status: SETUP_FAILED, headers: json, content: '{}' });
}

const json = { 'content-type': 'application/json' };

function membersOf(body: Buffer): { state?: string; action?: string; description?: string } {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return {};
  }
}

interface Answer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly content: Buffer | string;
}

/** What came of a request, or the gate's own status where no answer came. */
async function forward(
  request: IncomingMessage,
  body: Buffer,
  target: URL,
  { headers, timeoutMs }: GateOptions,
  dispatcher: Agent,
): Promise<Answer> {
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
    if (content) return { status: answer.statusCode, headers: passedOn(answer.headers), content };
    return { status: gateStatus.tooLarge, headers: {}, content: '' };
  } catch (error) {
    return { status: statusOf(error), headers: {}, content: codeOf(error) };
  }
}

function answerWith(response: ServerResponse, { status, headers, content }: Answer): void {
  response.writeHead(status, headers).end(content);
}

/** What a status of the gate means; undefined for one of the provider's. */
export function gateWords(status: number, timeoutMs: number): string | undefined {
  const words: Readonly<Record<number, string>> = {
    [gateStatus.timeout]: `no complete answer within ${timeoutMs} ms`,
    [gateStatus.closed]: 'the connection was closed, or reset, before the answer was complete',
    [gateStatus.refused]: 'nothing listens there',
    [gateStatus.unreachable]: 'it cannot be reached',
    [gateStatus.tooLarge]: 'the answer has more than 64 MB',
  };
  return words[status];
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
