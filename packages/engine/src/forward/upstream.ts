import type { Dispatcher, Pool } from 'undici';
import type { Answer, BodyStream, Departure, HttpRequest } from '../exchange.ts';
import type { Refusal } from '../problem.ts';
import { answerHeaders, fieldOf } from './answer-headers.ts';
import { requestHeaders } from './request-headers.ts';
import { type UpstreamAddress, upstreamAddress } from './upstream-address.ts';
import { isBrokenOff, refusalOfFailure } from './upstream-failure.ts';

/**
 * The real API behind a proxy: asks it what we were asked, and passes its answer on while it comes. Follows no redirect,
 * unpacks and keeps nothing; connections are kept open for further requests.
 */
export interface Upstream {
  /** `target` is what is left of the request's own in its sandbox. Where the upstream fails, the answer says how. */
  forward(request: HttpRequest, target: string): Promise<Answer>;
  /** Ends all connections. */
  close(): Promise<void>;
}

export interface UpstreamOptions {
  readonly url: string;
  /** Milliseconds until the connection is there, and from then on until the header block of the answer is. */
  readonly timeout: number;
  /** The answer to what cannot be forwarded, or is not answered. */
  refuse(refusal: Refusal): Answer;
}

/** Asked again on a new connection where the upstream closed a kept one just as the request was sent (RFC 9110 9.2.2). */
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

export function createUpstream({ url, timeout, refuse }: UpstreamOptions): Upstream {
  const address = upstreamAddress(url);
  let pool: Promise<Pool> | undefined;
  const connected = (): Promise<Pool> => {
    pool ??= openPool(address, timeout);
    return pool;
  };
  return {
    async forward(request, target) {
      if (isWebSocket(request))
        return refuse({ code: 'UPGRADE_UNSUPPORTED', detail: `${request.method} asked to speak WebSocket.` });
      const gone = request.aborted?.();
      const asked = askOf(request, target, address, gone);
      const open = await connected();
      try {
        return answerOf(await askOnceMore(open, asked, request), request);
      } catch (error) {
        return gone?.aborted ? CLIENT_GONE : refuse(refusalOfFailure(error, address.url, timeout));
      }
    },
    async close() {
      await pool?.then((open) => open.destroy());
    },
  };
}

/** Loaded with the first request: a double without an upstream has no use for it. */
async function openPool({ origin }: UpstreamAddress, timeout: number): Promise<Pool> {
  // By its default: the packed command has no other export of a CommonJS module.
  const { Pool } = (await import('undici')).default;
  return new Pool(origin, {
    // The upstream says how long a body takes, and the client how long it waits.
    bodyTimeout: 0,
    headersTimeout: timeout,
    connectTimeout: timeout,
    allowH2: false,
  });
}

type Asked = Dispatcher.RequestOptions;

function askOf(
  request: HttpRequest,
  target: string,
  { basePath }: UpstreamAddress,
  gone: Departure | undefined,
): Asked {
  const { method, body, stream } = request;
  return {
    // `*` asks about the server as a whole, for which undici has no form.
    path: target === '*' ? basePath || '/' : basePath + target,
    method,
    headers: requestHeaders(request),
    body: (stream as Asked['body']) ?? (body.length === 0 ? null : body),
    responseHeaders: 'raw',
    ...(gone && { signal: signalOf(gone) }),
  };
}

function signalOf(gone: Departure): AbortSignal {
  if (gone.aborted) return AbortSignal.abort();
  const controller = new AbortController();
  gone.addEventListener('abort', () => controller.abort());
  return controller.signal;
}

async function askOnceMore(
  pool: Pool,
  asked: Asked,
  { method, stream }: HttpRequest,
): Promise<Dispatcher.ResponseData> {
  try {
    return await pool.request(asked);
  } catch (error) {
    if (!SAFE.has(method) || stream !== undefined || !isBrokenOff(error)) throw error;
    return pool.request(asked);
  }
}

function answerOf({ statusCode, headers, body }: Dispatcher.ResponseData, { method }: HttpRequest): Answer {
  // What undici calls raw is a flat list of texts; its types say otherwise.
  const fields = answerHeaders(headers as unknown as readonly string[]);
  const answer: Answer = { status: statusCode, headers: fields, body: undefined, source: 'upstream' };
  if (method !== 'HEAD' && statusCode !== 204 && statusCode !== 304 && fieldOf(fields, 'content-length') !== '0')
    return { ...answer, stream: streamOf(body) };
  body.on('error', ignore).resume();
  return answer;
}

const streamOf = (body: Dispatcher.ResponseData['body']): BodyStream => ({
  [Symbol.asyncIterator]: () => body[Symbol.asyncIterator](),
  cancel: () => void body.on('error', ignore).destroy(),
});

const ignore = (): void => {};

/** `Upgrade: h2c`, which some clients send with each request, may be passed over; who wants a WebSocket has no use for an answer. */
const isWebSocket = ({ headers }: HttpRequest): boolean =>
  headers.upgrade?.toLowerCase().includes('websocket') === true;

/** For the journal: nobody is there to get it. */
const CLIENT_GONE: Answer = { status: 499, headers: [], body: undefined, source: 'upstream' };
