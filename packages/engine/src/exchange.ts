import type { IncomingHttpHeaders } from 'node:http';
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
  /** The whole body, empty where there was none. */
  readonly body: Uint8Array;
  /** Bytes that a body may have, where this one had more and was not read. */
  readonly bodyLimitExceeded?: number;
}

/** Where the bytes of an answer come from; sent as `Stunt-Source`. */
export type Source = 'stored' | 'example' | 'repaired' | 'generated' | 'fault' | 'prism' | 'upstream' | 'problem';

export interface Answer {
  readonly status: number;
  /** Flat list of names and values, as `writeHead` takes it; complete but for what the transport adds. */
  readonly headers: readonly string[];
  /** Undefined where the answer has no content (204, 304). A HEAD answer keeps its body here; the transport leaves it out. */
  readonly body: Uint8Array | undefined;
  readonly source: Source;
}

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

/** What the client asked of the double itself, by `Prefer:` or the `__` query forms. */
export interface Preferences {
  readonly code?: number;
  readonly example?: string;
  readonly dynamic?: boolean;
  readonly seed?: string;
}

/** The path parameters of a match, by name, still percent-encoded and with their style's prefix. */
export type PathParameters = Readonly<Record<string, string>>;

export interface Exchange {
  readonly id: string;
  /** Milliseconds of the engine's clock when the request was complete. */
  readonly startedAt: number;
  sandbox: string;
  readonly request: HttpRequest;
  operation: Operation | undefined;
  /** What admission found wrong. */
  violations: readonly Violation[] | undefined;
  /** The same as the journal may have it. */
  declaredViolations: readonly DeclaredViolation[] | undefined;
  answer: Answer | undefined;
}
