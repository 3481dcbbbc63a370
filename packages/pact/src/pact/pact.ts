/**
 * A pact as the rest of the package sees it, whichever version of the Pact Specification its file follows. Plain data;
 * `json` is the file as it was, which is what is published and verified.
 */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

export type JsonObject = { readonly [name: string]: Json };

export interface Pact {
  readonly consumer: string;
  readonly provider: string;
  /** As the file's metadata says it, else as its interactions look. */
  readonly specification: 1 | 2 | 3 | 4;
  readonly interactions: readonly Interaction[];
  /** Made from traffic (`metadata.stuntdouble.recorded`): it says what was called, not what was read. */
  readonly recorded: boolean;
  readonly json: JsonObject;
}

export type Interaction = HttpInteraction | MessageInteraction;

interface InteractionBase {
  readonly description: string;
  readonly states: readonly ProviderState[];
  /** Where it stands in `json`: `/interactions/3`. */
  readonly pointer: string;
  /** Its author says that the provider need not fulfil it yet (V4). */
  readonly pending: boolean;
}

export interface HttpInteraction extends InteractionBase {
  readonly kind: 'http';
  readonly request: PactRequest;
  readonly response: PactResponse;
}

/** Asynchronous messages, and the synchronous ones of V4 by each of their responses. */
export interface MessageInteraction extends InteractionBase {
  readonly kind: 'message';
  /** Whether it answers a message of the consumer (V4): what that one holds is read by nobody here. */
  readonly synchronous: boolean;
  readonly contents: PactBody | undefined;
  readonly metadata: JsonObject;
  readonly rules: MatchingRules;
}

export interface ProviderState {
  readonly name: string;
  readonly params: JsonObject;
}

export interface PactRequest {
  /** Upper case. */
  readonly method: string;
  readonly path: string;
  /** Decoded values by name. */
  readonly query: Readonly<Record<string, readonly string[]>>;
  /** By name as written. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly body: PactBody | undefined;
  readonly rules: MatchingRules;
}

export interface PactResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly body: PactBody | undefined;
  readonly rules: MatchingRules;
}

export interface PactBody {
  /** Without parameters, lower case; from the body, else the content-type field, else `application/json` for a JSON value. */
  readonly contentType: string | undefined;
  /** Of a JSON body the value, of any other its text; bytes where the file holds them in base64. */
  readonly content: { readonly json: Json } | { readonly text: string } | { readonly bytes: Uint8Array };
}

/** One set of matchers that must hold together, or of which one must. */
export interface MatchingRule {
  /** `{match: 'type', min: 1}`, `{match: 'regex', regex: '…'}` and so on, as the specification names them. */
  readonly matchers: readonly JsonObject[];
  readonly combine: 'AND' | 'OR';
}

/** Rules by where they hold: names of fields and parameters, JSON paths from `$` for bodies. */
export interface MatchingRules {
  readonly path: MatchingRule | undefined;
  readonly status: MatchingRule | undefined;
  readonly query: Readonly<Record<string, MatchingRule>>;
  readonly header: Readonly<Record<string, MatchingRule>>;
  /** `$.items[*].id`. */
  readonly body: Readonly<Record<string, MatchingRule>>;
}
