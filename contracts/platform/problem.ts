/**
 * What the platform refuses, as `application/problem+json` (RFC 9457), by the codes of its document. A handler throws one and Fastify's error
 * handler sends it, which is how a Fastify service reads best. Never holds a value of the request.
 */
export class Problem extends Error {
  readonly status: number;
  readonly code: ProblemCode;
  readonly findings: readonly Finding[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ProblemCode, detail: string, { headers = {}, findings = [] }: ProblemExtras = {}) {
    super(detail);
    this.code = code;
    this.status = problems[code].status;
    this.findings = findings;
    this.headers = headers;
  }

  toBody(requestId: string): object {
    const { status, title, type } = problems[this.code];
    return {
      type: `https://developers.intake.example/problems/${type}`,
      title,
      status,
      code: this.code,
      detail: this.message,
      requestId,
      ...(this.findings.length > 0 && { errors: this.findings }),
    };
  }
}

interface ProblemExtras {
  readonly headers?: Readonly<Record<string, string>>;
  readonly findings?: readonly Finding[];
}

/** One rule that the request breaks: `pointer` into the body, or the name of a `parameter`. */
export interface Finding {
  readonly pointer?: string;
  readonly parameter?: string;
  readonly code: string;
  readonly detail: string;
}

export type ProblemCode = keyof typeof problems;

const row = (status: number, type: string, title: string) => ({ status, type, title });
const unauthorized = row(401, 'unauthorized', 'Authentication needed');
const forbidden = row(403, 'forbidden', 'Not allowed');
const stateConflict = row(409, 'state-conflict', 'Not possible in this state');
const uploadConflict = row(409, 'upload-conflict', 'Upload does not match');
const invalid = row(422, 'validation-failed', 'Validation failed');

const problems = {
  malformed_json: row(400, 'malformed-request', 'Malformed request'),
  malformed_request: row(400, 'malformed-request', 'Malformed request'),
  credential_missing: unauthorized,
  credential_unknown: unauthorized,
  token_expired: unauthorized,
  insufficient_scope: forbidden,
  wrong_role: forbidden,
  resource_not_found: row(404, 'not-found', 'Not found'),
  state_conflict: stateConflict,
  documents_incomplete: stateConflict,
  upload_expired: stateConflict,
  checksum_mismatch: uploadConflict,
  content_missing: uploadConflict,
  idempotency_key_reused: row(409, 'idempotency-conflict', 'Idempotency key in use'),
  etag_mismatch: row(412, 'precondition-failed', 'Changed since you read it'),
  content_too_large: row(413, 'content-too-large', 'Content too large'),
  unsupported_media_type: row(415, 'unsupported-media-type', 'Unsupported media type'),
  validation_failed: invalid,
  recipient_key_missing: invalid,
  rate_limited: row(429, 'rate-limited', 'Too many requests'),
  internal_error: row(500, 'internal-error', 'Something went wrong'),
  service_unavailable: row(503, 'service-unavailable', 'Service unavailable'),
} as const;

/** The one wording of what cannot be seen: whether it exists is not told. */
export const notFound = (): Problem =>
  new Problem('resource_not_found', 'There is nothing with this id, or your organisation may not see it.');

export function invalidRequest(findings: readonly Finding[]): Problem {
  const count = findings.length === 1 ? '1 error' : `${findings.length} errors`;
  return new Problem('validation_failed', `The request has ${count}.`, { findings });
}
