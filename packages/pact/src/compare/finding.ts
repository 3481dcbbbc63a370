/** What a comparison says: plain data, the same for text, JSON and a broker. */

export type CompareSeverity = 'error' | 'warning';

/**
 * The comparator's codes where it has one for the case; ours where it has none: what it does not look at.
 */
export type CompareCode =
  | 'request.path-or-method.unknown'
  | 'request.authorization.missing'
  | 'request.accept.incompatible'
  | 'request.content-type.incompatible'
  | 'request.content-type.missing'
  | 'request.content-type.unknown'
  | 'request.path.incompatible'
  | 'request.query.incompatible'
  | 'request.query.unknown'
  | 'request.header.incompatible'
  | 'request.header.unknown'
  | 'request.cookie.incompatible'
  | 'request.body.incompatible'
  | 'request.body.unknown'
  | 'request.body.unvalidatable'
  | 'request.rule.incompatible'
  | 'response.status.unknown'
  | 'response.status.default'
  | 'response.content-type.incompatible'
  | 'response.content-type.unknown'
  | 'response.header.incompatible'
  | 'response.header.unknown'
  | 'response.header.undefined'
  | 'response.header.optional'
  | 'response.body.incompatible'
  | 'response.body.unknown'
  | 'response.body.undeclared'
  | 'response.body.optional'
  | 'response.body.nullable'
  | 'response.body.unvalidatable'
  | 'response.rule.incompatible'
  | 'response.rule.narrower'
  | 'document.operation.unreadable'
  | 'message.unchecked'
  | 'message.request.unchecked'
  | 'message.payload.incompatible'
  | 'message.payload.undeclared'
  | 'message.payload.optional'
  | 'message.payload.nullable'
  | 'message.rule.incompatible'
  | 'message.rule.narrower';

/** A finding before it is known where its pointers stand in files. */
export interface Draft {
  readonly code: CompareCode;
  readonly severity: CompareSeverity;
  readonly message: string;
  /** Below the interaction: `/response/body/items/0/id`. */
  readonly at: string;
  /** Into the document's root, without `#`. */
  readonly pointer: string | undefined;
}

export interface CompareFinding {
  readonly code: CompareCode;
  readonly severity: CompareSeverity;
  readonly message: string;
  readonly pact: { readonly file: string; readonly pointer: string };
  readonly document: { readonly file: string; readonly line?: number; readonly pointer: string } | undefined;
}

export interface ComparedInteraction {
  readonly consumer: string;
  readonly provider: string;
  readonly description: string;
  readonly states: readonly string[];
  readonly kind: 'http' | 'message';
  /** `GET /orders/{id}` of the document, the webhook's name; undefined where the document has nothing of the kind. */
  readonly operation: string | undefined;
  readonly pact: { readonly file: string; readonly pointer: string };
  /** Its author says that the provider need not fulfil it yet; never of a recording. */
  readonly pending: boolean;
  /** `unchecked`: the document says nothing that it could be held against. */
  readonly result: 'compatible' | 'incompatible' | 'unchecked';
  readonly findings: readonly CompareFinding[];
}

export interface Comparison {
  /** No interaction is incompatible, those that are pending left aside. */
  readonly compatible: boolean;
  readonly interactions: readonly ComparedInteraction[];
}
