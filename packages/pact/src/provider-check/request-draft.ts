/** A request before it is written down: values by name, in the types of the document. */
export interface RequestDraft {
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly cookies: Readonly<Record<string, unknown>>;
  readonly body: DraftBody | undefined;
}

export interface DraftBody {
  readonly mediaType: string;
  readonly value: unknown;
  /** Sent as it is, instead of what the media type makes of the value. */
  readonly raw?: string;
}

export interface PlannedCase {
  readonly what: string;
  readonly expects: 'accepted' | 'refused';
  /** Whether the document itself gives the values: then a provider has no reason to refuse them. */
  readonly documented: boolean;
  readonly draft: RequestDraft;
  readonly withoutCredentials?: boolean;
}
