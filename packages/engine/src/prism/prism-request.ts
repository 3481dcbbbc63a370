import type { IHttpRequest } from '@stoplight/prism-http';
import type { HttpMethod } from '@stoplight/types';
import type { HttpRequest, PathParameters } from '../exchange.ts';
import type { Operation } from '../operation.ts';

/** A request in the shape that prism-http takes: query as names and values, JSON parsed, every other body as text. */
export type PrismRequest =
  | { readonly kind: 'request'; readonly request: IHttpRequest }
  /** The body calls itself JSON and is none. */
  | { readonly kind: 'malformed' };

export function prismRequest(operation: Operation, request: HttpRequest, params: PathParameters): PrismRequest {
  const headers = headersOf(request);
  const body = bodyOf(request, headers['content-type'] ?? '');
  if (body === MALFORMED) return { kind: 'malformed' };
  return {
    kind: 'request',
    request: {
      method: operation.method.toLowerCase() as HttpMethod,
      url: { path: pathOf(operation.template, params), query: queryOf(request.target) },
      headers,
      body,
    },
  };
}

const MALFORMED = Symbol('malformed');

/** The path without base path and sandbox: Prism matches it against the template again. */
const pathOf = (template: string, params: PathParameters): string =>
  template.replace(/\{([^{}]+)\}/g, (whole, name: string) => params[name] ?? whole);

function queryOf(target: string): Record<string, string | string[]> {
  const start = target.indexOf('?');
  const search = new URLSearchParams(start === -1 ? '' : target.slice(start));
  const names = [...new Set(search.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = search.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? '') : values];
    }),
  );
}

/** Prism looks at Content-Length alone to see whether there is a body: a chunked one gets it, too. */
function headersOf({ headers, body }: HttpRequest): Record<string, string> {
  const fields = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value] as const],
  );
  return { ...Object.fromEntries(fields), ...(body.length > 0 && { 'content-length': String(body.length) }) };
}

function bodyOf({ body }: HttpRequest, contentType: string): unknown {
  if (body.length === 0) return null;
  const text = Buffer.from(body).toString();
  if (!/^[^;]*[/+]json\s*(;|$)/i.test(contentType)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return MALFORMED;
  }
}
