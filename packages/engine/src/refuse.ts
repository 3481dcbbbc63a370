import type { Admitted } from './admit/admission.ts';
import type { Authorized } from './admit/authorize.ts';
import { allowedMethods } from './cors.ts';
import { StuntError } from './errors.ts';
import type { Answer, HttpRequest } from './exchange.ts';
import { fieldValue } from './header/field-value.ts';
import type { ResolvedOptions } from './options.ts';
import { prismProblem } from './prism/prism-problem.ts';
import { headersOf, problemOf, type Refusal } from './problem.ts';
import type { ResolvedSandbox } from './resolve/resolve-sandbox.ts';

/** Turns what a stage refused into the answer a client gets, in the style that was chosen. The one place where problem bodies are written. */
export function refusalAnswer(options: Pick<ResolvedOptions, 'errorStyle'>, refusal: Refusal): Answer {
  if (options.errorStyle === 'prism') {
    const { status, headers, body } = prismProblem(refusal);
    return problemAnswer(refusal, status, headers, body);
  }
  const problem = problemOf(refusal);
  return problemAnswer(refusal, problem.status, headersOf(refusal), problem);
}

function problemAnswer(refusal: Refusal, status: number, headers: readonly string[], problem: unknown): Answer {
  const body = Buffer.from(JSON.stringify(problem));
  return {
    status,
    headers: [
      'Content-Type',
      'application/problem+json',
      'Content-Length',
      String(body.length),
      // Names of ours, values of the document's.
      ...headers.map(fieldValue),
      'Stunt-Source',
      'problem',
    ],
    body,
    source: 'problem',
    refusal: refusal.code,
  };
}

/** Where nothing matched: a question for the methods of a known path is answered, all else is refused. */
export function unmatchedAnswer(
  options: Pick<ResolvedOptions, 'errorStyle'>,
  { method }: HttpRequest,
  refusal: Refusal,
): Answer {
  const isAsked = method === 'OPTIONS' && options.errorStyle !== 'prism';
  return isAsked && refusal.code === 'METHOD_NOT_ALLOWED'
    ? allowedMethods(refusal.allowed)
    : refusalAnswer(options, refusal);
}

/** A slip is mended with a handful of names; hundreds tell nobody anything. */
const MOST_NAMED = 5;

/** What resolve and admit found, as something that can be refused. */
export function refusalOf(
  outcome:
    | Exclude<ResolvedSandbox, { kind: 'sandbox' }>
    | Exclude<Admitted, { kind: 'admitted' }>
    | Exclude<Authorized, { kind: 'authorized' }>,
  known: ReadonlySet<string>,
): Refusal {
  switch (outcome.kind) {
    case 'unknown':
      return { code: 'SANDBOX_UNKNOWN', name: outcome.name, known: known.size > MOST_NAMED ? [] : [...known] };
    case 'refused':
      return { code: 'PATH_REFUSED', detail: outcome.reason };
    case 'reserved':
      return { code: 'PATH_RESERVED', path: outcome.target };
    case 'unauthorized':
      return {
        code: 'UNAUTHORIZED',
        challenges: outcome.challenges,
        prismTags: outcome.prismTags,
        missing: outcome.missing,
      };
    case 'rejected':
      return { code: 'CREDENTIALS_REJECTED', challenges: outcome.challenges, reasons: outcome.reasons };
    case 'forbidden':
      return {
        code: 'SCOPE_MISSING',
        challenges: outcome.challenges,
        missing: outcome.missing,
        held: outcome.held,
      };
    case 'media-type':
      return {
        code: 'MEDIA_TYPE_UNSUPPORTED',
        received: outcome.received,
        allowed: outcome.allowed,
        ...(outcome.flaw && { flaw: outcome.flaw }),
      };
    case 'invalid':
      return { code: 'REQUEST_INVALID', violations: outcome.violations };
  }
}

/** An operation that the document spoils is the operator's to mend; all else is a bug of ours, and told without internals. */
export function refusalOfError(id: string, error: unknown): Refusal {
  return error instanceof StuntError && error.code === 'SPEC_OPERATION_BROKEN'
    ? { code: 'OPERATION_BROKEN', detail: `${error.message}.` }
    : { code: 'INTERNAL', detail: `The double could not answer; see the log for request ${id}.` };
}
