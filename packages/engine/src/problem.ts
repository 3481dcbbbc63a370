import { STATUS_CODES } from 'node:http';
import { catalogue, type ErrorCode } from './errors.ts';
import type { MediaTypeFlaw, Violation } from './exchange.ts';
import { printDuration } from './time/duration.ts';

/** What a sandbox has too much of, and how much it may have: items, bytes of all items and uploads, bytes of one item as JSON. */
export type Full = { readonly items: number } | { readonly bytes: number } | { readonly itemBytes: number };

/** What a stage refuses, with all that is needed to explain it. Rendered here as RFC 9457, or by prism/prism-problem.ts as Prism words it. */
export type Refusal =
  | {
      readonly code:
        | 'REQUEST_MALFORMED'
        | 'HEADERS_TOO_LARGE'
        | 'REQUEST_TIMEOUT'
        | 'WAITING_FULL'
        | 'PATH_REFUSED'
        | 'UPSTREAM_UNREACHABLE'
        | 'UPSTREAM_UNTRUSTED'
        | 'UPSTREAM_BROKEN'
        | 'UPSTREAM_TIMEOUT'
        | 'UPGRADE_UNSUPPORTED'
        | 'OPERATION_BROKEN'
        | 'INTERNAL';
      readonly detail: string;
    }
  | { readonly code: 'EXPECTATION_FAILED'; readonly expected: string }
  | { readonly code: 'SANDBOX_UNKNOWN'; readonly name: string; readonly known: readonly string[] }
  | { readonly code: 'PATH_RESERVED'; readonly path: string }
  | {
      readonly code: 'ROUTE_NOT_FOUND';
      readonly method: string;
      readonly path: string;
      readonly nearest: readonly Nearest[];
    }
  | {
      readonly code: 'METHOD_NOT_ALLOWED';
      readonly method: string;
      readonly path: string;
      readonly allowed: readonly string[];
    }
  | {
      readonly code: 'UNAUTHORIZED';
      readonly challenges: readonly string[];
      readonly prismTags: readonly string[];
      readonly missing: readonly string[];
    }
  | {
      readonly code: 'CREDENTIALS_REJECTED';
      readonly challenges: readonly string[];
      readonly reasons: readonly string[];
    }
  | {
      readonly code: 'SCOPE_MISSING';
      readonly challenges: readonly string[];
      readonly missing: readonly string[];
      readonly held: readonly string[];
    }
  | {
      readonly code: 'MEDIA_TYPE_UNSUPPORTED';
      /** The media type, or the coding where that is the flaw. */
      readonly received: string | undefined;
      readonly allowed: readonly string[];
      readonly flaw?: MediaTypeFlaw;
    }
  | { readonly code: 'NOT_ACCEPTABLE'; readonly accept: string; readonly available: readonly string[] }
  | { readonly code: 'BODY_TOO_LARGE'; readonly limit: number }
  | {
      readonly code: 'RATE_LIMITED';
      readonly policy: string;
      readonly limit: number;
      /** Milliseconds. */
      readonly window: number;
      readonly per: 'credential' | 'sandbox' | 'address';
      /** Seconds. */
      readonly retryAfter: number;
    }
  | { readonly code: 'REQUEST_INVALID'; readonly violations: readonly Violation[] }
  | { readonly code: 'ITEM_NOT_FOUND'; readonly resource: string; readonly id: string }
  | { readonly code: 'PRECONDITION_FAILED'; readonly received: string; readonly etag: string | undefined }
  | { readonly code: 'IDEMPOTENCY_CONFLICT' }
  | { readonly code: 'HANDLER_FAILED'; readonly file: string; readonly operation: string; readonly reason: string }
  | {
      readonly code: 'STATE_CONFLICT';
      /** The item's path, or the collection of another one that it needs. */
      readonly resource: string;
      /** Of that other one. */
      readonly id?: string;
      readonly field: string;
      readonly is: unknown;
      readonly allowed: readonly unknown[];
    }
  | { readonly code: 'SANDBOX_FULL'; readonly full: Full }
  | {
      readonly code: 'UPLOAD_MISMATCH';
      readonly resource: string;
      readonly uploaded: string;
      readonly flaw: 'missing' | 'size' | 'checksum';
    }
  | { readonly code: 'PATCH_INAPPLICABLE'; readonly step: number; readonly reason: string }
  | { readonly code: 'PREFERENCE_INVALID'; readonly name: string; readonly received: string; readonly allowed: string }
  | {
      readonly code: 'EXAMPLE_UNKNOWN';
      readonly name: string;
      readonly mediaType: string;
      readonly available: readonly string[];
    }
  | { readonly code: 'RESPONSE_STATUS_UNKNOWN'; readonly status: number }
  | { readonly code: 'RESPONSE_UNDEFINED'; readonly operation: string }
  | { readonly code: 'RESPONSE_NO_SCHEMA'; readonly mediaType: string }
  | { readonly code: 'RESPONSE_NOT_TEXT'; readonly mediaType: string }
  | { readonly code: 'RESPONSE_UNSATISFIABLE'; readonly operation: string; readonly pointer: string };

export interface Nearest {
  readonly method: string;
  readonly template: string;
  readonly why: string;
}

/** The members of a problem document; `code`, `hint` and `errors` are ours. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly hint: string;
  readonly [member: string]: unknown;
}

/** Before each code in `type`: a name, not an address. docs/errors.md explains the codes. */
const TYPE_PREFIX = 'urn:stuntdouble:error:';

/** The problem document of a refusal in RFC 9457 form. `status` overrides the catalogue's where a document has its own. */
export function problemOf(refusal: Refusal, status?: number): Problem {
  const entry = catalogue[refusal.code satisfies ErrorCode];
  return {
    type: TYPE_PREFIX + refusal.code,
    title: entry.title,
    status: status ?? entry.status,
    detail: detailOf(refusal),
    code: refusal.code,
    hint: hintOf(refusal) ?? entry.hint,
    ...membersOf(refusal),
  };
}

/** Header fields that belong to a refusal whatever its body looks like. */
export function headersOf(refusal: Refusal): string[] {
  if (refusal.code === 'METHOD_NOT_ALLOWED') return ['Allow', refusal.allowed.join(', ')];
  if (refusal.code === 'PRECONDITION_FAILED') return refusal.etag === undefined ? [] : ['ETag', refusal.etag];
  if ('challenges' in refusal) return refusal.challenges.flatMap((challenge) => ['WWW-Authenticate', challenge]);
  if (refusal.code === 'RATE_LIMITED') return ['Retry-After', String(refusal.retryAfter)];
  if (refusal.code !== 'MEDIA_TYPE_UNSUPPORTED') return [];
  if (refusal.flaw === 'coding') return ['Accept-Encoding', CODINGS];
  // An empty field would say that no media type is taken; that no body is taken, no field says.
  return refusal.allowed.length === 0 ? [] : ['Accept', refusal.allowed.join(', ')];
}

/** What transport/decode-body.ts undoes. */
const CODINGS = 'gzip, deflate, br, identity';

function mediaTypeDetail({ received, allowed, flaw }: Refusal & { code: 'MEDIA_TYPE_UNSUPPORTED' }): string {
  if (flaw === 'boundary') return `Received a body of ${received}: the boundary is missing.`;
  if (flaw === 'coding')
    return `Content-Encoding was "${received}", which is unknown or not how the body is coded; allowed: ${CODINGS}.`;
  return `Received a body of ${received ?? 'no media type'}; allowed: ${allowed.join(', ') || 'no body'}.`;
}

function detailOf(refusal: Refusal): string {
  switch (refusal.code) {
    case 'EXPECTATION_FAILED':
      return `Expect was "${refusal.expected}"; allowed: 100-continue.`;
    case 'SANDBOX_UNKNOWN':
      return `There is no sandbox "${refusal.name}".${refusal.known.length === 0 ? '' : ` Known: ${refusal.known.join(', ')}.`}`;
    case 'PATH_RESERVED':
      return `${refusal.path} is kept for the control API, which has nothing there.`;
    case 'ROUTE_NOT_FOUND':
      return `No operation matches ${refusal.method} ${refusal.path}.`;
    case 'METHOD_NOT_ALLOWED':
      return `${refusal.path} has no ${refusal.method}; it has ${refusal.allowed.join(', ')}.`;
    case 'UNAUTHORIZED':
      return `Missing or malformed: ${refusal.missing.join('; or ')}.`;
    case 'CREDENTIALS_REJECTED':
      return `Refused: ${refusal.reasons.join('; and ')}.`;
    case 'SCOPE_MISSING':
      return `The token lacks ${refusal.missing.join(' ')}; it has ${refusal.held.join(' ') || 'no scope'}.`;
    case 'MEDIA_TYPE_UNSUPPORTED':
      return mediaTypeDetail(refusal);
    case 'NOT_ACCEPTABLE':
      return `Accept was "${refusal.accept}"; available: ${refusal.available.join(', ')}.`;
    case 'BODY_TOO_LARGE':
      return `The body is larger than ${refusal.limit} bytes.`;
    case 'RATE_LIMITED':
      return `More than ${refusal.limit} requests in ${printDuration(refusal.window)} for each ${refusal.per} (policy ${JSON.stringify(refusal.policy)}). Try again in ${refusal.retryAfter} s.`;
    case 'REQUEST_INVALID':
      return refusal.violations.map(sentenceOf).join(' ');
    case 'ITEM_NOT_FOUND':
      return `There is no ${refusal.resource} "${refusal.id}".`;
    case 'PRECONDITION_FAILED':
      return `If-Match was ${refusal.received}, which is not the ETag that the item has now.`;
    case 'IDEMPOTENCY_CONFLICT':
      return 'The same Idempotency-Key came with another request within the last 24 hours.';
    case 'HANDLER_FAILED':
      return `The handler of ${refusal.operation} in ${refusal.file} failed: ${refusal.reason}.`;
    case 'STATE_CONFLICT':
      return `${refusal.field} of ${refusal.id === undefined ? `the ${refusal.resource}` : `${refusal.id} of ${refusal.resource}`} is ${JSON.stringify(refusal.is)}; allowed: ${refusal.allowed.map((value) => JSON.stringify(value)).join(', ')}.`;
    case 'SANDBOX_FULL':
      return fullDetail(refusal.full);
    case 'UPLOAD_MISMATCH':
      return refusal.flaw === 'missing'
        ? `Nothing was uploaded to ${refusal.uploaded} yet.`
        : `The ${refusal.flaw} of what was uploaded to ${refusal.uploaded} is not the one that the ${refusal.resource} announces.`;
    case 'PATCH_INAPPLICABLE':
      return `Step ${refusal.step} of the patch cannot be applied: ${refusal.reason}.`;
    case 'PREFERENCE_INVALID':
      if (refusal.name === 'fault')
        return `The fault that the request asks for was "${refusal.received}". ${refusal.allowed}`;
      return `The preference ${refusal.name} was "${refusal.received}"; allowed: ${refusal.allowed}.`;
    case 'EXAMPLE_UNKNOWN':
      return `There is no example "${refusal.name}" for ${refusal.mediaType}; available: ${refusal.available.join(', ') || 'none'}.`;
    case 'RESPONSE_STATUS_UNKNOWN':
      return `The document does not describe a response ${refusal.status} (${STATUS_CODES[refusal.status] ?? 'unknown status'}).`;
    case 'RESPONSE_UNDEFINED':
      return `The operation ${refusal.operation} has no response in the document.`;
    case 'RESPONSE_NO_SCHEMA':
      return `A generated ${refusal.mediaType} was asked for, but the response has no schema.`;
    case 'RESPONSE_NOT_TEXT':
      return `The body for ${refusal.mediaType} is no text, and cannot be written as one.`;
    case 'RESPONSE_UNSATISFIABLE':
      return `No value was found that satisfies the response schema of ${refusal.operation}, because of ${refusal.pointer}.`;
    default:
      return refusal.detail;
  }
}

function fullDetail(full: Full): string {
  if ('items' in full)
    return `This sandbox holds ${full.items} items that were written or deleted, and may hold no more. Nothing was stored.`;
  return 'bytes' in full
    ? `This sandbox may hold items and uploads that take ${full.bytes / 1024 / 1024} MB of memory, and this would be more. Nothing was stored.`
    : `The item would have more than ${full.itemBytes / 1024 / 1024} MB as JSON. Nothing was stored.`;
}

/** Where the catalogue's hint does not fit. */
const hintOf = (refusal: Refusal): string | undefined =>
  refusal.code === 'PREFERENCE_INVALID' && refusal.name === 'fault'
    ? 'Name a kind of fault and its options: X-Stunt-Fault: status;code=503, or Prefer: fault=reset. stunt fault kinds lists them.'
    : undefined;

function membersOf(refusal: Refusal): Record<string, unknown> {
  switch (refusal.code) {
    case 'REQUEST_INVALID':
      return { errors: refusal.violations.map(errorOf) };
    case 'ROUTE_NOT_FOUND':
      return { nearest: refusal.nearest };
    case 'METHOD_NOT_ALLOWED':
    case 'MEDIA_TYPE_UNSUPPORTED':
      return { allowed: refusal.allowed };
    case 'NOT_ACCEPTABLE':
    case 'EXAMPLE_UNKNOWN':
      return { available: refusal.available };
    case 'UNAUTHORIZED':
      return { missing: refusal.missing };
    case 'RATE_LIMITED':
      return {
        policy: refusal.policy,
        limit: refusal.limit,
        window: printDuration(refusal.window),
        retryAfter: refusal.retryAfter,
      };
    case 'SCOPE_MISSING':
      return { missing: refusal.missing, held: refusal.held };
    case 'RESPONSE_UNSATISFIABLE':
      return { pointer: refusal.pointer };
    default:
      return {};
  }
}

const subjectOf = (violation: Violation): string =>
  violation.path.length === 0 ? `The ${violation.in}` : `${violation.in} ${violation.path.join('.')}`;

const sentenceOf = (violation: Violation): string => `${subjectOf(violation)} ${violation.message}.`;

/** One entry of `errors[]`: where (`in`, JSON pointer), which rule (`code`), what came and what may come. */
function errorOf(violation: Violation): Record<string, unknown> {
  const { code, message, received, allowed } = violation;
  const pointer = violation.path.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  return { in: violation.in, pointer, code, detail: `${subjectOf(violation)} ${message}.`, received, allowed };
}
