import type { HttpRequest } from '../exchange.ts';

/** One request of the suite, with all that a message about it needs. */
export interface Case {
  /** Document, operation and what is special about the request. */
  readonly title: string;
  readonly document: string;
  readonly request: HttpRequest;
}

/** What the suite compares: the answer of one of the two sides, reduced to what a client could rely on. */
export interface Side {
  readonly status: number;
  /** Without parameters; undefined where there is no body. */
  readonly mediaType: string | undefined;
  /** What validation found, as `code@location`, sorted. */
  readonly verdict: readonly string[];
  readonly body: Uint8Array | undefined;
  /** Where the body was made up: compared by shape, not by value. */
  readonly generated: boolean;
}

export const verdictOf = (
  found: readonly { readonly code?: unknown; readonly location?: readonly string[] | undefined }[],
): string[] => [...new Set(found.map(({ code, location = [] }) => `${code}@${location.join('.')}`))].sort();

export const essenceOf = (contentType: string | undefined): string | undefined =>
  contentType?.split(';')[0]?.trim().toLowerCase() || undefined;
