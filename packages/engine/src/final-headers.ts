import { corsHeaders, NO_HEADERS } from './cors.ts';
import type { Answer, Exchange } from './exchange.ts';
import type { ResolvedOptions } from './options.ts';

/** The header fields of an answer as they leave: its own, those of CORS, and the id by which it is found in the journal. Changes none. */
export function finalHeaders(
  { cors: isOn, errorStyle }: ResolvedOptions,
  exchange: Exchange,
  answer: Answer,
): string[] {
  const cors = isOn ? corsHeaders(exchange.request, answer, errorStyle === 'prism') : NO_HEADERS;
  return cors.length === 0
    ? [...answer.headers, 'Stunt-Request-Id', exchange.id]
    : [...answer.headers, ...cors, 'Stunt-Request-Id', exchange.id];
}
