import type { IncomingHttpHeaders } from 'node:http';
import type { Delivery } from './delivery.ts';
import type { Operation } from './operation.ts';

/**
 * The record that moves through the stages: what was asked, what each stage found out about it, what was answered.
 * Plain data; a test builds one by hand and no stage ever sees a socket.
 */

/** Header values as Node delivers them: names in lower case, repeated fields joined, `set-cookie` as a list. */
export type RequestHeaders = Readonly<IncomingHttpHeaders>;

export interface HttpRequest {
  /** Upper case, as sent. */
  readonly method: string;
  /** The request target as sent, percent-encoding untouched: `/orders/a%2Fb?limit=1`. */
  readonly target: string;
  readonly headers: RequestHeaders;
  /** The whole body, empty where there was none, and where it is a `stream`. */
  readonly body: Uint8Array;
  /** The body as it comes in, where it is passed on without being held; read at most once. */
  readonly stream?: AsyncIterable<Uint8Array>;
  /** Bytes that a body may have, where this one had more and was not read. */
  readonly bodyLimitExceeded?: number;
  /** Where it came from; known where it is passed on to an upstream. */
  readonly origin?: Origin;
  /** The client's address, as the connection has it; where a proxy stands in front, the proxy's. */
  address?(): string | undefined;
  /** Tells that the client goes away before its answer is complete; made on demand, for what waits. */
  aborted?(): Departure;
}

/** The part of an `AbortSignal` that what waits for a client needs: a whole one costs 2 KB, and ten thousand may be held. */
export interface Departure {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once: true }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** The sender of a request as an upstream is told about it. */
export interface Origin {
  /** Flat list of names and values as they were sent, repeated ones included. */
  readonly rawHeaders: readonly string[];
  readonly address: string | undefined;
  readonly protocol: 'http' | 'https';
}

/** The body of an answer that is passed on while it comes; read at most once. Whoever gets the answer reads it or cancels it. */
export interface BodyStream extends AsyncIterable<Uint8Array> {
  /** Lets go of what was not read. */
  cancel(): void;
}

/** Where the bytes of an answer come from; sent as `Stunt-Source`. */
export type Source = 'stored' | 'example' | 'repaired' | 'generated' | 'fault' | 'prism' | 'upstream' | 'problem';

export interface Answer {
  readonly status: number;
  /** Flat list of names and values, as `writeHead` takes it; complete but for what the transport adds. */
  readonly headers: readonly string[];
  /** Undefined where the answer has no content (204, 304). A HEAD answer keeps its body here; the transport leaves it out. */
  readonly body: Uint8Array | undefined;
  /** In place of `body`, where the answer is passed on while it comes. */
  readonly stream?: BodyStream;
  readonly source: Source;
  /** The same bytes are sent again and again, so that it pays to keep what they were made into. */
  readonly repeats?: boolean;
  /** The code of what was refused with it, where something was: `REQUEST_INVALID`. */
  readonly refusal?: string;
  /** How it is delivered, where a fault damages or delays the delivery. */
  readonly delivery?: Delivery;
}

/** Why a body is refused although its media type may be right: a multipart body without a boundary, a coding that cannot be undone. */
export type MediaTypeFlaw = 'boundary' | 'coding';

/** Where in a request a violation was found. */
export type RequestPart = 'path' | 'query' | 'header' | 'cookie' | 'body';

/** One thing that is wrong with a request or with a value, worded for the person who sent it. */
export interface Violation {
  readonly in: RequestPart;
  /** Names and indices below the part: `['limit']`, `['items', '0', 'qty']`; empty for the whole part. */
  readonly path: readonly string[];
  /** The JSON Schema keyword that failed (`required`, `type`, `enum`, …), or `parse`, `unexpected`. */
  readonly code: string;
  /** What is wrong, in the words of ajv, without a subject: `must be integer`. */
  readonly message: string;
  /** What was received, shortened; absent where nothing was. */
  readonly received?: unknown;
  /** What is allowed, where it can be named: the type, the list of an enum, the bound, the pattern. */
  readonly allowed?: unknown;
}

/** What may be remembered of a violation. */
export interface DeclaredViolation extends Pick<Violation, 'in' | 'code'> {
  /** In the names that the document declares; `*` for an index, and for every name that the client chose. */
  readonly path: readonly string[];
}

/** `query required /limit`: part, keyword and place, as the journal and the metrics have them. */
export const violationWords = ({ in: part, code, path }: DeclaredViolation): string =>
  `${part} ${code} ${path.map((name) => `/${name}`).join('')}`;

/** What the client asked of the double itself, by `Prefer:` or the `__` query forms. */
export interface Preferences {
  readonly code?: number;
  readonly example?: string;
  readonly dynamic?: boolean;
  readonly seed?: string;
  /** The seed is the sandbox's own, and the client asked for nothing. */
  readonly ofSandbox?: true;
}

/** The path parameters of a match, by name, still percent-encoded and with their style's prefix. */
export type PathParameters = Readonly<Record<string, string>>;

export interface Exchange {
  /** Which request of the process it is, from 0; `id` is made of it. */
  readonly serial: number;
  readonly id: string;
  /** Milliseconds of the engine's clock when the request was complete. */
  readonly startedAt: number;
  /** The same moment on the clock's finer scale, for durations. */
  readonly begun?: number | undefined;
  /** Milliseconds of the engine's clock when the answer was complete, and those that it took; 0 until then. */
  endedAt: number;
  tookMs: number;
  sandbox: string;
  readonly request: HttpRequest;
  operation: Operation | undefined;
  /** Whose credential was right, by a name that is no secret: `key`, or a client id; undefined where none was asked for or none was right. */
  credential: string | undefined;
  /** Header fields that tell of rate limits, as a flat list; undefined where the operation has none. */
  limitFields: readonly string[] | undefined;
  /** What admission found wrong. */
  violations: readonly Violation[] | undefined;
  /** The same as the journal may have it. */
  declaredViolations: readonly DeclaredViolation[] | undefined;
  answer: Answer | undefined;
  /** Faults that matched, in the order of their rules; undefined where none did. */
  firings: Firing[] | undefined;
}

/** One rule that matched one exchange. */
export interface Firing {
  readonly rule: string;
  readonly kind: string;
  readonly fired: boolean;
  /** Why it did not fire, or what it changed: the JSON pointer first. */
  readonly note?: string;
}

/** An exchange of which no stage has seen anything; every field is there from the start, so that all have one shape. */
export function newExchange(
  start: Pick<Exchange, 'serial' | 'id' | 'startedAt' | 'begun' | 'sandbox' | 'request'>,
): Exchange {
  return {
    serial: start.serial,
    id: start.id,
    startedAt: start.startedAt,
    begun: start.begun,
    endedAt: 0,
    tookMs: 0,
    sandbox: start.sandbox,
    request: start.request,
    operation: undefined,
    credential: undefined,
    limitFields: undefined,
    violations: undefined,
    declaredViolations: undefined,
    answer: undefined,
    firings: undefined,
  };
}
