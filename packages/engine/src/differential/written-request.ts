import type { HttpRequest } from '../exchange.ts';

/** A request before it is written down: values in place of text. */
export interface Draft {
  readonly method: string;
  /** The path template. */
  readonly template: string;
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: readonly (readonly [name: string, value: unknown])[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Writes a draft in the simplest style; what the document would want otherwise is one more thing to judge. */
export function writtenRequest({ method, template, path, query, headers, body }: Draft): HttpRequest {
  const target = template.replace(/\{([^{}]+)\}/g, (_, name: string) =>
    encodeURIComponent(plain(path[name] ?? 'x') || 'x'),
  );
  const search = query
    .map(([name, value]) => pairs(name, value))
    .filter(Boolean)
    .join('&');
  const bytes = body === undefined ? Buffer.alloc(0) : Buffer.from(bodyText(body, headers['content-type'] ?? ''));
  const length = bytes.length > 0 ? { 'content-length': String(bytes.length) } : {};
  return {
    method,
    target: search ? `${target}?${search}` : target,
    headers: { host: 'localhost', ...headers, ...length },
    body: bytes,
  };
}

/** A value as text, as simple style has it. */
export const plain = (value: unknown): string =>
  Array.isArray(value)
    ? value.map(plain).join(',')
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flat().map(plain).join(',')
      : String(value);

function pairs(name: string, value: unknown): string {
  const one = (key: string, part: unknown): string => `${encodeURIComponent(key)}=${encodeURIComponent(plain(part))}`;
  if (Array.isArray(value)) return value.map((item) => one(name, item)).join('&');
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([key, part]) => one(`${name}[${key}]`, part))
      .join('&');
  return one(name, value);
}

const bodyText = (body: unknown, mediaType: string): string =>
  mediaType.includes('x-www-form-urlencoded') && typeof body === 'object' && body !== null
    ? Object.entries(body)
        .map(([name, value]) => pairs(name, value))
        .join('&')
    : JSON.stringify(body);
