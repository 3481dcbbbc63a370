import { corsHeaders, NO_HEADERS } from './cors.ts';
import type { Answer, Exchange } from './exchange.ts';
import type { ResolvedOptions } from './options.ts';

/** The header fields that an answer leaves with: its own, those for pages of other origins, and the id of the request. */
export function finalHeaders(
  { cors: isOn, errorStyle }: Pick<ResolvedOptions, 'cors' | 'errorStyle'>,
  exchange: Exchange,
  answer: Answer,
): readonly string[] {
  const cors = isOn ? corsHeaders(exchange.request, answer, errorStyle === 'prism') : NO_HEADERS;
  return cors.length === 0
    ? [...answer.headers, 'Stunt-Request-Id', exchange.id]
    : [...answer.headers, ...cors, 'Stunt-Request-Id', exchange.id];
}
