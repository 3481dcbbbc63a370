import type { Answer } from '../exchange.ts';
import { headerOf } from './answer-parts.ts';
import type { FaultPlan } from './fault-kind.ts';

/** What the faults that rewrite an answer need of it: that it would have succeeded, and that its bytes can be read as they are. */
export type SuccessfulBody =
  | { readonly kind: 'body'; readonly answer: Answer; readonly bytes: Uint8Array; readonly mediaType: string }
  | { readonly kind: 'none'; readonly plan: FaultPlan };

export function successfulBody(answer: Answer | undefined): SuccessfulBody {
  if (answer === undefined) return none('there is no answer');
  if (answer.status < 200 || answer.status > 299) return none(`the answer is a ${answer.status} by itself`);
  if (answer.stream !== undefined) return none(STREAMED);
  const bytes = answer.body;
  if (bytes === undefined || bytes.length === 0) return none('the answer has no body');
  const encoding = headerOf(answer, 'Content-Encoding');
  if (encoding !== undefined && encoding !== 'identity') return none(`the body is encoded (${encoding})`);
  return { kind: 'body', answer, bytes, mediaType: headerOf(answer, 'Content-Type') ?? '' };
}

/** Why a fault that needs the whole body does not fire. */
export const STREAMED = 'the body is a stream: too large to be held, or of no type that is damaged';

const none = (why: string): SuccessfulBody => ({ kind: 'none', plan: { do: 'nothing', why } });

export const isJsonType = (mediaType: string): boolean => /^[^;]*[/+]json\s*(;|$)/i.test(mediaType);
export const isXmlType = (mediaType: string): boolean => /^[^;]*[/+]xml\s*(;|$)/i.test(mediaType);
