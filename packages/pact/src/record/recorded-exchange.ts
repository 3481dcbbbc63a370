/**
 * What a recording is made of: exchanges as the engine's capture keeps them, secrets taken out already. Plain data; the engine's
 * `CapturedExchange` fits as it is.
 */
export interface RecordedExchange {
  /** operationId, or `GET /orders/{id}`; undefined where nothing matched. */
  readonly operation: string | undefined;
  readonly request: {
    readonly method: string;
    /** As sent, with the sandbox's prefix: `/~acme/orders?limit=1`. */
    readonly target: string;
    /** Flat list of names and values. */
    readonly headers: readonly string[];
    readonly body: string;
  };
  readonly answer: {
    /** 0 where a fault let none through. */
    readonly status: number;
    readonly headers: readonly string[];
    readonly body: string;
  };
  /** The code of what was refused, where something was: `REQUEST_INVALID`. */
  readonly refusal?: string | undefined;
  /** Whether a fault fired. */
  readonly faulted?: boolean | undefined;
}

/** What stands in a captured exchange for a secret. */
export const REDACTED = '[redacted]';

/** The first value of a field, whatever its case. */
export function fieldOf(headers: readonly string[], name: string): string | undefined {
  const at = headers.findIndex((text, index) => index % 2 === 0 && text.toLowerCase() === name.toLowerCase());
  return at === -1 ? undefined : headers[at + 1];
}

/** Without parameters, lower case. */
export const essenceOf = (mediaType: string): string => (mediaType.split(';')[0] ?? '').trim().toLowerCase();

export const isJsonType = (mediaType: string): boolean => /[/+]json$/.test(essenceOf(mediaType));
