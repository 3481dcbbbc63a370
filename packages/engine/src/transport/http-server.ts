import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { ListenerFault } from '../delivery.ts';
import type { Answer, HttpRequest, Origin } from '../exchange.ts';
import type { Refusal } from '../problem.ts';
import { failureWords } from '../redact/failure-words.ts';
import { type Clock, systemClock } from '../time/clock.ts';
import type { Certificates } from '../tls/certificates.ts';
import { decodeBody, isCoded } from './decode-body.ts';
import { deliver } from './deliver.ts';
import { createDoubtful, type Doubtful } from './doubtful.ts';
import { endOfTurn } from './end-of-turn.ts';
import { type Gate, openGate } from './gate.ts';
import { secureContexts, shakeHands } from './handshake.ts';
import { createHeldBodies, type HeldBodies } from './held-bodies.ts';
import { type ListenerFaults, listenerFaults } from './listener-faults.ts';
import { drain, EMPTY, hasBody, readBody } from './read-body.ts';
import { ReceivedRequest } from './received-request.ts';
import { refuseInOurWords } from './refuse-in-our-words.ts';
import { HEADER_BYTES } from './refuse-socket.ts';
import { streamBody } from './stream-body.ts';
import { createUnreadAnswers, type UnreadAnswers } from './unread-answers.ts';
import { createWaitingRequests, type WaitingRequests } from './waiting-requests.ts';
import { write } from './write.ts';

/**
 * The only code that touches clients' sockets: reads a request, hands it on as plain data, writes the answer's bytes.
 * Never looks into a document; what is no HTTP, too large or too slow is refused here.
 */
export interface HttpServerOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Bytes of a request body; more is 413, or a stream where `forwards`. */
  readonly maxBody: number;
  /** Bytes of bodies under way and of requests that wait, together: for more, who began first is refused. Twice that of answers that nobody takes. @default 256 MB */
  readonly maxHeld?: number;
  /** Requests are passed on: they say where they came from, and large bodies, or those of unknown length, are not held. */
  readonly forwards?: boolean;
  /** Milliseconds until the header block must be there, from the first byte or the connection on. @default 30 s */
  readonly headersTimeout?: number;
  /** Milliseconds until the whole request must be there. @default 300 s */
  readonly requestTimeout?: number;
  /** Speaks HTTPS where given, and HTTP where not. */
  readonly certificates?: Certificates;
  /** What waits, waits by this. @default the system's */
  readonly clock?: Clock;
  /** One line for the operator. */
  log?(line: string): void;
  /** Answers a request itself, whatever the faults; false leaves it to `handle`. */
  control?(message: IncomingMessage, response: ServerResponse): boolean;
  handle(request: HttpRequest): Answer | Promise<Answer>;
  /** Answers of one turn of the event loop have left. */
  left?(): void;
  /** The answer to what never becomes a request. */
  refuse(refusal: Refusal): Answer;
}

export interface HttpServer {
  readonly port: number;
  /** What the listener does from now on; none of them is health. */
  apply(faults: readonly ListenerFault[]): void;
  /** Takes no new connection, lets answers under way finish for `graceMs`, then ends what is left. */
  close(graceMs?: number): Promise<void>;
}

/** Longer than the idle time of the usual clients' pools, so that they close first and never meet a closing socket. */
const KEEP_ALIVE_MS = 65_000;
/** Who sends slower than this holds a connection for nothing; a body of 10 MB on a mobile network takes a minute. */
const HEADERS_MS = 30_000;
const REQUEST_MS = 300_000;
const CHECK_MS = 10_000;
const HELD_BYTES = 256 * 1024 * 1024;

export async function listen(options: HttpServerOptions): Promise<HttpServer> {
  const { host, port, maxBody, clock = systemClock, certificates, log = () => {} } = options;
  const leave = endOfTurn<Leaving>(({ response, answer }) => send(response, answer, wired), options.left);
  const most = Math.max(options.maxHeld ?? HELD_BYTES, maxBody);
  const [held, unread] = [createHeldBodies(most), createUnreadAnswers(2 * most)];
  const waiting = createWaitingRequests(held, most);
  const wired: Wired = { ...options, clock, doubtful: createDoubtful(write), held, unread, waiting, leave };
  const { headersTimeout = HEADERS_MS, requestTimeout = REQUEST_MS } = options;
  const settings = {
    keepAliveTimeout: KEEP_ALIVE_MS,
    maxHeaderSize: HEADER_BYTES,
    headersTimeout,
    requestTimeout,
    connectionsCheckingInterval: Math.min(CHECK_MS, headersTimeout / 2, requestTimeout / 2),
    requireHostHeader: false,
    joinDuplicateHeaders: true,
  };
  const web = createServer(settings, (message, response) => {
    if (faults.serves(message, response) && !options.control?.(message, response)) receive(message, response, wired);
  });
  refuseInOurWords(web, options.refuse, write);
  web.on('checkContinue', (message, response) => {
    // Who asks before sending is not asked for what would be refused.
    if (options.forwards || !(Number(message.headers['content-length']) > options.maxBody)) response.writeContinue();
    web.emit('request', message, response);
  });
  const contexts = certificates === undefined ? undefined : secureContexts(certificates);
  const accept = (tcp: Socket): void => {
    if (!faults.accepts) tcp.resetAndDestroy();
    else if (contexts === undefined) web.emit('connection', tcp);
    else shakeHands(tcp, contexts[faults.certificate], (secure) => web.emit('connection', secure));
  };
  const gate = await openGate({ host, port, clock, log, accept });
  const faults: ListenerFaults = listenerFaults(gate, web, clock);
  // It takes the gate's connections and never listens itself, but starts to watch for slow requests when it is told that it does.
  web.emit('listening');
  return { port: gate.port, apply: faults.apply, close: (graceMs = 500) => close(gate, web, graceMs) };
}

interface Leaving {
  readonly response: ServerResponse;
  readonly answer: Answer;
}

/** The options with the clock that counts, and what the server remembers. */
type Wired = HttpServerOptions & {
  readonly clock: Clock;
  readonly doubtful: Doubtful;
  readonly held: HeldBodies;
  readonly unread: UnreadAnswers;
  readonly waiting: WaitingRequests;
  /** Sends an answer at the end of this turn of the event loop. */
  readonly leave: (leaving: Leaving) => void;
};

function receive(message: IncomingMessage, response: ServerResponse, options: Wired): void {
  const { doubtful } = options;
  const doubt = doubtful.judge(message);
  if (doubt === 'silent') return;
  if (doubt !== undefined) doubtful.refuse(message, response, options.refuse(doubt));
  else if (!hasBody(message)) respond(message, response, options, EMPTY);
  else if (options.forwards && !(Number(message.headers['content-length']) <= options.maxBody))
    respond(message, response, options, EMPTY, streamOf(message));
  else
    readBody(message, options.maxBody, options.held, (result) => {
      if (result.kind === 'read' && isCoded(message.headers))
        void respondDecoded(message, response, options, result.body);
      else if (result.kind === 'read') respond(message, response, options, result.body);
      else if (result.kind === 'too-slow') refuseSlow(message, response, options);
      else refuseBody(message, response, options);
    });
}

/** An upstream undoes codings itself. */
async function respondDecoded(
  message: IncomingMessage,
  response: ServerResponse,
  options: Wired,
  body: Uint8Array,
): Promise<void> {
  if (options.forwards) return respond(message, response, options, body);
  const decoded = await decodeBody(body, message.headers, options.maxBody);
  if (decoded.kind === 'too-large') return refuseBody(message, response, options);
  if (decoded.kind === 'decoded') message.headers = decoded.headers;
  respond(message, response, options, decoded.kind === 'decoded' ? decoded.body : body);
}

function respond(
  message: IncomingMessage,
  response: ServerResponse,
  options: Wired,
  body: Uint8Array,
  stream?: AsyncIterable<Uint8Array>,
): void {
  const beyond = options.forwards ? { origin: originOf(message, options), ...(stream && { stream }) } : undefined;
  const request = new ReceivedRequest(message, response, body, beyond);
  const answer = options.handle(request);
  if (answer instanceof Promise) {
    const waiting = options.waiting.hold(request, response);
    answer.then((settled) => {
      if (waiting.isGivenUp) return refuseWaiting(response, settled, options);
      waiting.settle();
      send(response, settled, options);
    });
  } else {
    if (answer.delivery !== undefined) options.waiting.hold(request, response).settle();
    options.leave({ response, answer });
  }
}

/** A document can describe what no header block may hold: that is one failed answer, not the end of the process. */
function send(response: ServerResponse, answer: Answer, options: Wired): void {
  const failed = (error: unknown): void => {
    answer.stream?.cancel();
    const words = error instanceof Error ? error.message : String(error);
    if (response.headersSent) return void breakOff(response, failureWords(error), options);
    const detail = `The answer cannot be sent: ${words}.`;
    write(response, options.refuse({ code: 'INTERNAL', detail }));
  };
  const { stream } = answer;
  if (stream !== undefined) {
    // However it ends, also where nothing of the body was wanted.
    if (response.destroyed) return void stream.cancel();
    response.once('close', () => stream.cancel());
  }
  if (answer.delivery !== undefined)
    return void deliver(response, answer, answer.delivery, options.clock).catch(failed);
  try {
    if (stream === undefined) {
      options.unread.hold(response, answer.body);
      return void write(response, answer);
    }
    response.writeHead(answer.status, answer.headers as string[]);
    streamBody(response, stream).catch(failed);
  } catch (error) {
    failed(error);
  }
}

/** Ends the connection amid an answer, once what was written so far has left. */
function breakOff(response: ServerResponse, why: string, { log }: Wired): void {
  // A client that left is no news.
  if (!response.destroyed) log?.(`an answer broke off amid its body: ${why}`);
  if (response.socket === null) response.destroy();
  else response.socket.destroySoon();
}

/** The body as it comes in. To stop reading it must not end the connection: the client is still to be answered. */
const streamOf = (message: IncomingMessage): AsyncIterable<Uint8Array> => ({
  [Symbol.asyncIterator]: () => message.iterator({ destroyOnReturn: false }),
});

const originOf = ({ rawHeaders, socket }: IncomingMessage, { certificates }: Wired): Origin => ({
  rawHeaders,
  address: socket.remoteAddress,
  protocol: certificates === undefined ? 'http' : 'https',
});

/** 413 before the body is complete: the connection cannot be used again, and is ended once the client could read why. */
function refuseBody(message: IncomingMessage, response: ServerResponse, options: Wired): void {
  const answer = options.handle(new ReceivedRequest(message, response, EMPTY, { bodyLimitExceeded: options.maxBody }));
  void Promise.resolve(answer).then((settled) =>
    send(response, { ...settled, headers: [...settled.headers, 'Connection', 'close'] }, options),
  );
  drain(message);
}

/** Others needed the room that a body took which did not come to its end. */
function refuseSlow(message: IncomingMessage, response: ServerResponse, { refuse }: Wired): void {
  const detail = 'The body was not complete when the bodies of others needed the room.';
  const answer = refuse({ code: 'REQUEST_TIMEOUT', detail });
  write(response, { ...answer, headers: [...answer.headers, 'Connection', 'close'] });
  drain(message);
}

/** Others needed the room that a request took which waited. Its answer came to nothing, and lets go of what it held. */
function refuseWaiting(response: ServerResponse, { stream, delivery }: Answer, { refuse }: Wired): void {
  stream?.cancel();
  delivery?.onEnd?.();
  const detail = 'The answer was not there when the requests of others needed the room.';
  write(response, refuse({ code: 'WAITING_FULL', detail }));
}

async function close(gate: Gate, web: Server, graceMs: number): Promise<void> {
  const closed = gate.close();
  web.close();
  const timer = setTimeout(() => {
    web.closeAllConnections();
    for (const connection of gate.connections) connection.destroy();
  }, graceMs);
  await closed;
  clearTimeout(timer);
}
