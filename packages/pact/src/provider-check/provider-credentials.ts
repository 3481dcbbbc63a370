import type { Operation } from '@stuntdouble/engine';
import type { WrittenRequest } from './write-request.ts';

/** What a check sends to be let in: by the schemes of each operation, and as the operator says. Never in a report. */
export interface ProviderCredentials {
  readonly bearer?: string | undefined;
  readonly apiKey?: string | undefined;
  /** Sent with every request, credentials or not: `X-Tenant: acme`. */
  readonly headers: Readonly<Record<string, string>>;
}

export function withCredentials(
  operation: Operation,
  written: WrittenRequest,
  given: ProviderCredentials,
): WrittenRequest {
  const headers: Record<string, string> = { ...written.headers };
  let { target } = written;
  for (const scheme of (operation.model().security ?? []).flat()) {
    if (scheme.type === 'apiKey' && given.apiKey !== undefined) {
      if (scheme.in === 'header') headers[scheme.name.toLowerCase()] = given.apiKey;
      else if (scheme.in === 'cookie')
        headers.cookie = [headers.cookie, `${scheme.name}=${given.apiKey}`].filter(Boolean).join('; ');
      else
        target += `${target.includes('?') ? '&' : '?'}${encodeURIComponent(scheme.name)}=${encodeURIComponent(given.apiKey)}`;
    } else if (scheme.type !== 'apiKey' && given.bearer !== undefined) headers.authorization = `Bearer ${given.bearer}`;
  }
  for (const [name, value] of Object.entries(given.headers)) headers[name.toLowerCase()] = value;
  return { ...written, headers, target };
}

/** The operator's own header fields go along, but for those that let somebody in. */
export function withoutCredentials(
  operation: Operation,
  written: WrittenRequest,
  given: ProviderCredentials,
): WrittenRequest {
  const letsIn = new Set(
    (operation.model().security ?? [])
      .flat()
      .map((scheme) =>
        scheme.type === 'apiKey' ? (scheme.in === 'header' ? scheme.name.toLowerCase() : 'cookie') : 'authorization',
      ),
  ).add('authorization');
  const others = Object.entries(given.headers).filter(([name]) => !letsIn.has(name.toLowerCase()));
  return { ...written, headers: { ...written.headers, ...Object.fromEntries(others) } };
}
