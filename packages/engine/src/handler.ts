/**
 * What a file of `handlers/` exports by default: a function for each operation, by operationId, that needs logic of its own.
 * These are the types that such a file imports; nothing here runs.
 */
export type Handlers = Readonly<Record<string, Handler>>;

/** Undefined leaves the answer to the double. */
export type Handler = (request: HandlerRequest) => HandlerResult | undefined | Promise<HandlerResult | undefined>;

export interface HandlerRequest {
  /** Path, query and header parameters in the document's types, and the body, parsed. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  /** By name in lower case, as they were sent. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: unknown;
  readonly state: HandlerState;
  /** Of the sandbox. */
  readonly clock: { now(): number };
  respond(status: number, body?: unknown, headers?: Readonly<Record<string, string>>): HandlerResult;
}

/** What the sandbox keeps, by path: `/orders/7`, `/orders`. */
export interface HandlerState {
  /** As GET would show it: written, or the document's; undefined where there is none. */
  get(path: string): unknown;
  /** Stores an item, valid as GET would show it, and tells of the change. `emit`: names of webhooks. */
  put(path: string, item: unknown, emit?: readonly string[]): void;
  list(path: string): readonly unknown[];
  delete(path: string): void;
}

export interface HandlerResult {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Bytes and texts are sent as they are, all else as JSON. */
  readonly body?: unknown;
}

/** The handlers there are now, from whichever file. */
export interface HandlerBook {
  readonly names: readonly string[];
  /** Undefined where the operation has none. */
  of(operation: string): { readonly file: string; readonly handler: Handler } | undefined;
  /** Stops looking for changes. */
  close(): void;
}
