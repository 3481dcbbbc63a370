import type { HttpInteraction, PactBody } from '../pact/pact.ts';

/** A pact's request as it goes over the wire, so that the engine's admission can look at it as at any other. Judges nothing. */
export interface WireRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/**
 * @param keepDelimiters leaves `,` and `|` in queries as they are: a pact holds decoded values, and does not say whether they were
 * data or separate items.
 */
export function requestOf({ request }: HttpInteraction, keepDelimiters: boolean): WireRequest {
  const encode = (text: string) =>
    keepDelimiters ? encodeURIComponent(text).replaceAll('%2C', ',').replaceAll('%7C', '|') : encodeURIComponent(text);
  const pairs = Object.entries(request.query).flatMap(([name, values]) =>
    values.map((value) => `${encodeURIComponent(name)}=${encode(value)}`),
  );
  const headers: Record<string, string> = {};
  for (const [name, values] of Object.entries(request.headers)) headers[name.toLowerCase()] = values.join(', ');
  const body = request.body ? bytesOf(request.body) : new Uint8Array();
  if (body.length > 0 && headers['content-type'] === undefined && request.body?.contentType)
    headers['content-type'] = request.body.contentType;
  return {
    method: request.method,
    target: pairs.length > 0 ? `${pathOf(request.path)}?${pairs.join('&')}` : pathOf(request.path),
    headers,
    body,
  };
}

/** Paths stand in pacts as they are sent; what no path may hold is encoded. */
export const pathOf = (path: string): string =>
  (path.startsWith('/') ? path : `/${path}`).replaceAll(/[^\x21-\x7e]|[?#]/g, (char) => encodeURIComponent(char));

function bytesOf({ content }: PactBody): Uint8Array {
  if ('bytes' in content) return content.bytes;
  return Buffer.from('text' in content ? content.text : JSON.stringify(content.json));
}
