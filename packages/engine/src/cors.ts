import type { Answer, HttpRequest } from './exchange.ts';

export const NO_HEADERS: readonly string[] = [];

/** Lets pages of other origins call the double, credentials included. Only ever adds header fields. */
export function corsHeaders(request: HttpRequest, answer: Answer, always: boolean): readonly string[] {
  const { origin, 'access-control-request-headers': asked } = request.headers;
  if ((origin === undefined && !always) || hasOwn(answer)) return NO_HEADERS;
  return [
    // Whoever keeps the answer for another origin must not.
    ...(origin === undefined ? [] : ['Vary', 'Origin']),
    'Access-Control-Allow-Origin',
    String(origin ?? '*'),
    'Access-Control-Allow-Headers',
    String(asked ?? '*'),
    'Access-Control-Allow-Credentials',
    'true',
    'Access-Control-Expose-Headers',
    // `*` does not count for requests with credentials, so the names that matter are spelled out.
    always
      ? '*'
      : 'Location, Link, ETag, Retry-After, RateLimit, RateLimit-Policy, Stunt-Request-Id, Stunt-Source, Stunt-Violations, *',
  ];
}

/** An upstream's answer may bring its own; twice, they count as none. */
const hasOwn = ({ stream, source, headers }: Answer): boolean =>
  (stream !== undefined || source === 'upstream') &&
  headers.some((text, at) => at % 2 === 0 && text.toLowerCase() === 'access-control-allow-origin');

export const isPreflight = (request: HttpRequest): boolean =>
  request.method === 'OPTIONS' &&
  request.headers.origin !== undefined &&
  request.headers['access-control-request-method'] !== undefined;

/** The answer to a preflight: whatever is asked for is allowed, since the real answer says what is not. */
export function preflight(request: HttpRequest): Answer {
  const method = String(request.headers['access-control-request-method']);
  return {
    status: 204,
    headers: ['Access-Control-Allow-Methods', method, 'Stunt-Source', 'generated'],
    body: undefined,
    source: 'generated',
  };
}

/** The answer to an OPTIONS that no operation describes and no page sends: what the path knows (RFC 9110 9.3.7). A 204 has no length (8.6). */
export const allowedMethods = (allowed: readonly string[]): Answer => ({
  status: 204,
  headers: ['Allow', allowed.join(', '), 'Stunt-Source', 'generated'],
  body: undefined,
  source: 'generated',
});
