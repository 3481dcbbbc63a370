import type { HttpRequest } from '../../exchange.ts';

/** A small document and the requests that were thought up for it. */
export interface HandMade {
  readonly name: string;
  readonly document: Record<string, unknown>;
  readonly requests: readonly HandMadeRequest[];
}

/** `GET /pets?limit=1`, then header fields, then the body: text as it is, anything else as JSON. */
export type HandMadeRequest = readonly [line: string, headers?: Readonly<Record<string, string>>, body?: unknown];

export function requestOf([line, headers = {}, body]: HandMadeRequest): HttpRequest {
  const [method = 'GET', target = '/'] = line.split(' ');
  const bytes =
    body === undefined ? Buffer.alloc(0) : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const type = body === undefined || typeof body === 'string' ? {} : { 'content-type': 'application/json' };
  const length = bytes.length > 0 ? { 'content-length': String(bytes.length) } : {};
  return { method, target, headers: { host: 'localhost', ...type, ...headers, ...length }, body: bytes };
}

/** An OpenAPI 3.0 document around paths and components. */
export const openapi = (paths: object, components: object = {}): Record<string, unknown> => ({
  openapi: '3.0.3',
  info: { title: 'Hand-made', version: '1' },
  paths,
  components,
});
