import { responseOfStatus } from '@stuntdouble/engine';
import type { FoundOperation } from './find-operation.ts';
import { essenceOf, fieldOf, isJsonType, type RecordedExchange } from './recorded-exchange.ts';

/** Why an exchange is no part of a contract, in words for people. */
export const leftOutReasons = {
  fault: 'a fault made the answer',
  refused: 'the request was refused',
  unmatched: 'the document has no such operation',
  asked: 'the client asked the double for this answer (Prefer)',
  conditional: 'the answer is to a condition that one run alone can meet',
  undocumented: 'the document does not describe the status',
  unreadable: 'a body is no JSON, or too long to be kept',
} as const;

export type LeftOutReason = keyof typeof leftOutReasons;

/** Undefined where the exchange is one that both sides may rely on. */
export function whyLeftOut(exchange: RecordedExchange, found: FoundOperation | undefined): LeftOutReason | undefined {
  const { request, answer, refusal, faulted } = exchange;
  if (faulted === true || answer.status === 0) return 'fault';
  if (refusal !== undefined && refusal !== 'ITEM_NOT_FOUND') return 'refused';
  if (found === undefined) return 'unmatched';
  if (isAsked(request)) return 'asked';
  if (answer.status === 412 || (answer.status === 304 && !isOfEtag(request))) return 'conditional';
  if (responseOfStatus(found.operation.model().responses, answer.status) === undefined) return 'undocumented';
  return isUnreadable(request) || isUnreadable(answer) ? 'unreadable' : undefined;
}

/** An ETag can be said in a state; a time, or any of several, cannot. */
function isOfEtag({ headers }: RecordedExchange['request']): boolean {
  return /^(?:W\/)?"[^"]*"$/.test(fieldOf(headers, 'if-none-match') ?? '');
}

function isAsked({ headers, target }: RecordedExchange['request']): boolean {
  const prefer = fieldOf(headers, 'prefer') ?? '';
  return /\b(?:code|example|dynamic|seed)\s*=/.test(prefer) || /[?&]__(?:code|example|dynamic|seed)=/.test(target);
}

function isUnreadable({ headers, body }: { readonly headers: readonly string[]; readonly body: string }): boolean {
  if (body === '' || !isJsonType(essenceOf(fieldOf(headers, 'content-type') ?? ''))) return false;
  try {
    // Capture writes `[17 bytes]` for what it does not keep, which is no JSON.
    JSON.parse(body);
    return false;
  } catch {
    return true;
  }
}
