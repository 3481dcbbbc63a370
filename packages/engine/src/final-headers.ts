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
  const caged = mayRun(answer) ? CAGED : NO_HEADERS;
  return cors.length === 0 && caged.length === 0
    ? [...answer.headers, 'Stunt-Request-Id', exchange.id]
    : [...answer.headers, ...cors, ...caged, 'Stunt-Request-Id', exchange.id];
}

/**
 * What one sandbox was sent and a browser would run (a page, a drawing) must not act as the page of another, which has the same
 * origin: it gets one of its own. An upstream's answer is left as it came.
 */
const CAGED: readonly string[] = ['Content-Security-Policy', 'sandbox'];
const RUN_BY_BROWSERS = /html|xml|svg/i;

function mayRun({ headers, source }: Answer): boolean {
  if (source === 'upstream') return false;
  // Nearly always the first field.
  const at =
    headers[0] === 'Content-Type'
      ? 0
      : headers.findIndex((text, index) => index % 2 === 0 && /^content-type$/i.test(text));
  const type = headers[at + 1];
  return at !== -1 && type !== undefined && type !== 'application/json' && RUN_BY_BROWSERS.test(type);
}
